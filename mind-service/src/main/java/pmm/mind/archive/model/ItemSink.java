package pmm.mind.archive.model;

import java.io.IOException;

/**
 * Takes what an archive holds, item by item. What it throws ends the reading and reaches the caller
 * as it is.
 */
@FunctionalInterface
public interface ItemSink {
  /** One more item. */
  void take(ArchivedItem item) throws IOException;

  /** A file with items in it was read to its end; all its items came before. */
  default void read(ReadMember member) throws IOException {}
}
