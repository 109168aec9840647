package pmm.mind.archive.model;

/**
 * A file of an archive that was read to its end.
 *
 * @param size its bytes, unpacked
 * @param sha256 their digest in lower-case hex
 */
public record ReadMember(String name, long size, String sha256) {}
