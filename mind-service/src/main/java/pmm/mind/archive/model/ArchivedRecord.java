package pmm.mind.archive.model;

/**
 * Something that is no talk and is kept as it is: an entry of a predecessor's ledger, a project, a
 * folder, the source of a tool. Inert; it moves no figure.
 *
 * @param kind what it is, such as {@code pmm.commitment_open} or {@code claude.project}
 * @param originalId the archive's id, empty if it has none
 * @param text what of it can be read by people, empty if nothing
 * @param raw all of it, as JSON
 */
public record ArchivedRecord(
    Place place, String kind, String originalId, ArchivedTime created, String text, String raw)
    implements ArchivedItem {}
