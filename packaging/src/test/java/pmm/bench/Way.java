package pmm.bench;

/** A way from someone who asks to the model. */
interface Way extends AutoCloseable {

  /**
   * Asks.
   *
   * @param lane the address of the model, of which each takes one question at a time
   */
  Answer ask(int lane, Script script) throws Exception;

  @Override
  void close();

  /** An answer as it comes. Closing it before its end is leaving. */
  interface Answer extends AutoCloseable {

    /** Waits for the next text; how many bytes it has, -1 at the end. */
    int next() throws Exception;

    @Override
    void close() throws Exception;

    /** Reads to the end. */
    default void readAll() throws Exception {
      int read = next();
      while (read >= 0) {
        read = next();
      }
    }
  }
}
