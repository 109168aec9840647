package pmm.mind.archive.model;

/**
 * Something about a conversation that is not as it should be, and that was read all the same.
 *
 * @param node the node it concerns, empty for the conversation itself
 * @param detail in plain English, for the report
 */
public record Oddity(Kind kind, String node, String detail) {
  /** What is odd. */
  public enum Kind {
    /** Nodes were each other's parents; the earliest of them became a root. */
    CYCLE,
    /** The parent is not in the archive; the node became a root. */
    PARENT_MISSING,
    /** Two nodes have the same id; the later one was given another. */
    DUPLICATE_ID,
    /** The leaf shown last is not in the archive. */
    CURRENT_MISSING,
    /** A time that cannot be read; its raw text is kept. */
    TIME_UNREADABLE,
    /** The hash of a ledger's row is not that of its content. */
    HASH_WRONG,
    /** Two rows of a ledger follow the same one: a branch. */
    FORK,
    /** A row of a ledger is missing. */
    ROW_MISSING
  }
}
