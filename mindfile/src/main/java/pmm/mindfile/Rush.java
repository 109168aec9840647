package pmm.mindfile;

import java.util.concurrent.TimeUnit;

/**
 * Whether events come in a rush, as they do while an archive is imported: what can be done later
 * waits until it is over, for it would take the processor from whoever is waited for.
 */
final class Rush {
  /** So many in {@link #LATELY} are no talk any more. */
  private static final long MANY = 500;

  /** How long what came counts, in nanoseconds. */
  private static final long LATELY = TimeUnit.SECONDS.toNanos(1);

  private long firstAt;
  private long first = -1;
  private long over;

  /**
   * Events have come.
   *
   * @param last the number of the last one
   * @param now the time in nanoseconds, as {@link System#nanoTime} counts it
   */
  void came(long last, long now) {
    if (first < 0 || now - firstAt > LATELY) {
      firstAt = now;
      first = last;
    } else if (last - first >= MANY) {
      over = now + LATELY;
      firstAt = now;
      first = last;
    }
  }

  /** For how many nanoseconds it lasts if nothing more comes; 0 or less where there is none. */
  long left(long now) {
    return over == 0 ? 0 : over - now;
  }
}
