package pmm.mindfile;

/** Hears how far a long piece of work is. */
@FunctionalInterface
public interface Progress {
  /** Ignores it. */
  Progress NONE = (done, total) -> {};

  /**
   * Called now and then, from any thread, one call at a time.
   *
   * @param done events done so far
   * @param total events in all, or -1 where that is not known
   */
  void at(long done, long total);
}
