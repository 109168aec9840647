package pmm.provider.egress;

import java.util.Locale;

/**
 * How a call ended.
 *
 * @param kind how
 * @param error the reason of a failure, else empty
 */
public record Outcome(Kind kind, String error) {

  /** The answer is whole, or long enough. */
  public static final Outcome DONE = new Outcome(Kind.DONE, "");

  /** The caller has left. */
  public static final Outcome CANCELLED = new Outcome(Kind.CANCELLED, "");

  /** How a call ended. */
  public enum Kind {
    /** Whole. */
    DONE,
    /** Not whole. */
    FAILED,
    /** By us. */
    CANCELLED,
    /** Nobody saw. */
    UNKNOWN;

    String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** It failed. */
  public static Outcome failed(Enum<?> reason) {
    return new Outcome(Kind.FAILED, reason.name());
  }
}
