package pmm.mindfile;

import java.sql.SQLException;

/** What indexing is about to do, so that tests can make it fail. */
interface IndexingSteps {
  IndexingSteps UNHEARD = new IndexingSteps() {};

  /** The events after one are read from the ledger. */
  default void read(long after) {}

  /** The words of an event are taken in. */
  default void insert(long eventId) throws SQLException {}
}
