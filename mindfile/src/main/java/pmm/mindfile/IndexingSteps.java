package pmm.mindfile;

import java.sql.SQLException;

/** What indexing is about to do and when, so that tests can make it fail or wait. */
interface IndexingSteps {
  IndexingSteps UNHEARD = new IndexingSteps() {};

  /** The events after one are read from the ledger. */
  default void read(long after) {}

  /** The words of an event are taken in. */
  default void insert(long eventId) throws SQLException {}

  /** The time in nanoseconds, as {@link System#nanoTime} counts it. */
  default long now() {
    return System.nanoTime();
  }
}
