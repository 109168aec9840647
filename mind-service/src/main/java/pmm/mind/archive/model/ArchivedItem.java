package pmm.mind.archive.model;

/**
 * One thing that an archive holds. Items come one after the other; only the one at hand is in
 * memory. Titles of conversations, words of parts and texts of records stand letter by letter, with
 * halves of characters and NULs; all other text is whole Unicode: a lone surrogate became U+FFFD,
 * and what stood there is in the raw JSON beside it. Raw JSON is text that any JSON parser reads;
 * {@code "{}"} if nothing was left over.
 */
public sealed interface ArchivedItem
    permits ArchivedConversation,
        ArchivedMemory,
        ArchivedProfile,
        ArchivedCharacter,
        ArchivedRecord,
        Unreadable {

  /** Where in the archive it stands. */
  Place place();
}
