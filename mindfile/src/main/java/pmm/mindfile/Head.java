package pmm.mindfile;

/**
 * The last event of a chain.
 *
 * @param id its id, which is also the number of events
 * @param hash its hash
 */
public record Head(long id, String hash) {}
