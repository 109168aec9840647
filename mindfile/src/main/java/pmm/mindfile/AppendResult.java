package pmm.mindfile;

import java.util.List;

/**
 * The answer to an append, given once it is durable.
 *
 * @param events the drafts as stored, in order; events that the file adds by itself (its creation,
 *     a change of home) come before them in the chain and are not listed
 * @param repeated whether this is the first answer to a request id, given again
 */
public record AppendResult(List<Event> events, boolean repeated) {
  /** Copies the list. */
  public AppendResult {
    events = List.copyOf(events);
  }
}
