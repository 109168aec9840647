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

  /** Some more bytes were read: time to tell how far it has come, or to end it by throwing. */
  default void progress() throws IOException {}
}
