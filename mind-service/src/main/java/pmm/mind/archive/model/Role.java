package pmm.mind.archive.model;

/** Who speaks in a node. */
public enum Role {
  /** The person whose archive it is. */
  PERSON,
  /** The old assistant. */
  ASSISTANT,
  /** Instructions, hidden context, greetings of the program. */
  SYSTEM,
  /** What a tool gave back. */
  TOOL,
  /**
   * Nobody, as in the placeholder at the root of a tree, or a speaker that this version does not
   * know.
   */
  OTHER
}
