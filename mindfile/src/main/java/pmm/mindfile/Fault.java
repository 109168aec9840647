package pmm.mindfile;

/** What can be wrong with a mind file. */
public enum Fault {
  /** The words of an event are not those that were sealed. */
  CONTENT("content"),
  /** The facts of an event are not those that were sealed, or not in canonical form. */
  META("meta"),
  /** The time of an event was changed or is no whole millisecond. */
  TIME("time"),
  /** The kind of an event was changed or is not well-formed. */
  KIND("kind"),
  /** An id lies outside the order of the chain. */
  ORDER("order"),
  /** A hash is not the one that the chain calls for. */
  LINK("link"),
  /** An event is missing. */
  GAP("gap"),
  /** A salt is missing, superfluous, or not 16 bytes. */
  SALT("salt"),
  /** A column holds a value of another type. */
  TYPES("types"),
  /** Something was forgotten without an event that says so. */
  UNLOGGED_REDACTION("unlogged redaction"),
  /** Tables, triggers or indexes differ from those of the format. */
  SCHEMA("schema"),
  /** A chunk is missing or its bytes are not those that were sealed. */
  BLOB("blob"),
  /** The id of the mind differs from the one in event 1. */
  MIND_ID("mind_id"),
  /** A settings row differs from what the events say. */
  CONFIG("config"),
  /** The row that mirrors the current model differs from what the events say. */
  MODEL("model"),
  /** A signed head does not fit the chain. */
  CHECKPOINT("checkpoint"),
  /** A derived value has not the form of one. */
  PROJECTION("projection"),
  /** A witness has seen more events than the file holds. */
  TRUNCATED("truncated"),
  /** A witness has seen another chain. */
  FORKED("forked"),
  /** A signature is not over this mind, or does not fit its text. */
  SIGNATURE("signature"),
  /** A signed head was left by a restore that is not signed itself. */
  RESTORED("restored"),
  /** The database itself is damaged. */
  FILE("file");

  private final String word;

  Fault(String word) {
    this.word = word;
  }

  /**
   * Whether the file itself is not as it was sealed; else it is whole, and does not fit what was
   * seen of it: an older copy, another history, a restore that nobody has signed.
   */
  public boolean isInTheFile() {
    return switch (this) {
      case TRUNCATED, FORKED, RESTORED, SIGNATURE -> false;
      case CONTENT, META, TIME, KIND, ORDER, LINK, GAP, SALT, TYPES, UNLOGGED_REDACTION -> true;
      case SCHEMA, BLOB, MIND_ID, CONFIG, MODEL, CHECKPOINT, PROJECTION, FILE -> true;
    };
  }

  /** The word for it in reports. */
  public String word() {
    return word;
  }
}
