package pmm.mindfile;

/**
 * A head that the trusted key has signed.
 *
 * @param size how many events it is over
 * @param root the RFC 6962 root over them, in hex
 * @param fingerprint that of the key
 * @param keyEventId the event that was just added to name the key; 0 if none was needed
 */
public record SignedHead(long size, String root, String fingerprint, long keyEventId) {}
