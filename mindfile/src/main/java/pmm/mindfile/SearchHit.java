package pmm.mindfile;

/**
 * An event that a search found.
 *
 * @param eventId the event
 * @param kind its kind
 * @param score BM25, the greater the better
 * @param snippet the words around the best place; those that match between U+E000 and U+E001
 */
public record SearchHit(long eventId, String kind, double score, String snippet) {}
