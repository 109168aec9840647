package pmm.mindfile;

import org.jspecify.annotations.Nullable;

/**
 * A head that was seen earlier, and how the chain stands to it.
 *
 * @param source where it was kept
 * @param size how many events it was over
 * @param standing how the chain stands to it
 * @param signedBy the fingerprint of the trusted key that has signed it; null if none has
 */
public record Witness(String source, long size, Standing standing, @Nullable String signedBy) {
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

  /** Whether the chain says nothing against it. */
  public boolean fits() {
    return switch (standing) {
      case EXTENDS, EQUAL, RESTORED -> true;
      case TRUNCATED, FORKED -> false;
    };
  }

  /** Whether the chain holds it and a trusted key has signed it. */
  public boolean isSignedHere() {
    return signedBy != null && (standing == Standing.EXTENDS || standing == Standing.EQUAL);
  }
}
