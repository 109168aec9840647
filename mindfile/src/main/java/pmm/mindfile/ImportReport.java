package pmm.mindfile;

/**
 * What an import stored.
 *
 * @param head the last event
 * @param mindId the id of the mind
 * @param merkleRoot the RFC 6962 root over all events, in hex
 * @param blobs how many chunks
 */
public record ImportReport(Head head, String mindId, String merkleRoot, long blobs) {}
