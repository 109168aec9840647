package pmm.mindfile;

/**
 * One thing that is wrong.
 *
 * @param eventId the event, or 0 where it is no event's
 * @param row the row, such as {@code event 5} or {@code blobs 3fa2...}
 * @param fault what is wrong
 * @param message what was found and what was expected
 */
public record Finding(long eventId, String row, Fault fault, String message) {
  static Finding event(long id, Fault fault, String message) {
    return new Finding(id, "event " + id, fault, message);
  }

  static Finding row(String row, Fault fault, String message) {
    return new Finding(0, row, fault, message);
  }
}
