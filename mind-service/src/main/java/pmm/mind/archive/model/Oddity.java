package pmm.mind.archive.model;

import java.util.Locale;

/**
 * Something about a conversation that is not as it should be, and that was read all the same.
 *
 * @param node the node it concerns, empty for the conversation itself
 * @param detail in plain English, for the report, with the message or row it is about
 * @param count how many times it was seen; 0 for what is only to be known
 */
public record Oddity(Kind kind, String node, String detail, long count) {
  /** Something that was seen once. */
  public Oddity(Kind kind, String node, String detail) {
    this(kind, node, detail, 1);
  }

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
    /** A number that is a time only by a unit that the archive does not name. */
    TIME_GUESSED,
    /** A character that no event can hold: U+FFFD stands in its place. */
    CHARACTER_MENDED,
    /** The hash of a ledger's row is not that of its content. */
    HASH_WRONG,
    /** Two rows of a ledger follow the same one: a branch. */
    FORK,
    /** A row of a ledger is missing. */
    ROW_MISSING,
    /** By which rule the chain of a ledger was checked, and whether it is whole. */
    CHAIN;

    /** How reports and events call it. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
