package pmm.mindstate;

/** What a model wrote is not of the shape that it was asked for; the message says where. */
public final class MisshapenException extends RuntimeException {
  private static final long serialVersionUID = 1;

  MisshapenException(String place, String was, String expected) {
    super(place + ": " + was + " (expected: " + expected + ")");
  }
}
