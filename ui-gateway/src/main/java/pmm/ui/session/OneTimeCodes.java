package pmm.ui.session;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** Codes that open the door once, for a short while. Only their hashes are kept. */
public final class OneTimeCodes {
  private static final int MOST_OPEN = 32;

  private final Clock clock;
  private final Deque<Open> open = new ArrayDeque<>();

  /** No codes yet. */
  public OneTimeCodes(Clock clock) {
    this.clock = clock;
  }

  /**
   * A code and its end.
   *
   * @param code 256 random bits, base64url
   * @param expires when it stops to be valid
   */
  public record Issued(String code, Instant expires) {}

  /** Makes a code that is valid once, for this time. */
  public synchronized Issued issue(Duration valid) {
    Issued issued = new Issued(Secrets.secret(), clock.instant().plus(valid));
    if (open.size() == MOST_OPEN) {
      open.removeFirst();
    }
    open.addLast(new Open(Secrets.hash(issued.code), issued.expires));
    return issued;
  }

  /** Whether this code was open; it no longer is. */
  synchronized boolean redeem(String code) {
    Instant now = clock.instant();
    open.removeIf(candidate -> !now.isBefore(candidate.expires));
    Secrets.Hash given = Secrets.hash(code);
    return open.removeIf(candidate -> candidate.hash.matches(given));
  }

  private record Open(Secrets.Hash hash, Instant expires) {}
}
