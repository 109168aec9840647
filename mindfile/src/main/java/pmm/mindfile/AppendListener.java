package pmm.mindfile;

import java.util.List;

/** Hears of events once they are durable. */
@FunctionalInterface
public interface AppendListener {
  /** Called in order of ids by the writing thread, which waits: do not block. */
  void appended(List<Event> events);
}
