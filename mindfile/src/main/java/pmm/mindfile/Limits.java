package pmm.mindfile;

/** The bounds of what one append and one page hold, in UTF-8 bytes. */
final class Limits {
  static final int CONTENT_BYTES = 1 << 20;
  static final int META_BYTES = 256 << 10;
  static final int BLOB_BYTES = 1 << 20;
  static final int REQUEST_BYTES = 3 << 20;
  static final int REQUEST_EVENTS = 500;
  static final int REQUEST_ID_CHARS = 200;

  private Limits() {}

  static void check(String what, long value, long limit) {
    if (value > limit) {
      throw MindFileException.tooLarge(what, value, limit);
    }
  }
}
