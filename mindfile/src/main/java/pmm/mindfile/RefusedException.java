package pmm.mindfile;

/** One event that the search index does not take in, for what it is and not for the device. */
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final long eventId;

  RefusedException(long eventId, Exception cause) {
    super("event " + eventId + ": " + cause.getMessage(), cause);
    this.eventId = eventId;
  }

  long eventId() {
    return eventId;
  }
}
