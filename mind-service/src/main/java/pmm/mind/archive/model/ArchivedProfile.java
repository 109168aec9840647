package pmm.mind.archive.model;

/**
 * How the person wanted to be answered and what they said about themselves: offered as a profile,
 * never passed off as their words in a conversation.
 *
 * @param about what they said about themselves, empty if nothing
 * @param instructions how to answer them, empty if nothing
 * @param source the archive's own name of where it stood
 */
public record ArchivedProfile(
    Place place, String about, String instructions, String source, String raw)
    implements ArchivedItem {}
