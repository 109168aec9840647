package pmm.mindfile;

/**
 * How much the tortures do: a little with every build, all of it with {@code ./build torture full}.
 */
final class Torture {
  private static final boolean FULL = "full".equals(System.getenv("PMM_TORTURE"));

  /** Said with every failure, so that it can be seen again: -Dpmm.seed=N. */
  static final long SEED = Long.getLong("pmm.seed", System.nanoTime());

  private Torture() {}

  static int size(int small, int full) {
    return FULL ? full : small;
  }

  /** The line that {@code ./build torture} shows at its end. */
  static void report(String what, String figures, Object... values) {
    System.out.println("torture: " + what + ": " + figures.formatted(values));
  }
}
