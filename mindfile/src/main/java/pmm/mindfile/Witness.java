package pmm.mindfile;

/**
 * A head that was seen earlier, and how the chain stands to it.
 *
 * @param source where it was kept
 * @param size how many events it was over
 * @param standing how the chain stands to it
 */
public record Witness(String source, long size, Standing standing) {
  /** How a chain stands to a head seen earlier. */
  public enum Standing {
    /** The chain holds it and more. */
    EXTENDS,
    /** The chain ends with it. */
    EQUAL,
    /** The chain is shorter. */
    TRUNCATED,
    /** The chain holds other events up to there. */
    FORKED,
    /** The chain was restored, and says that it left this head. */
    RESTORED
  }
}
