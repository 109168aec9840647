package pmm.provider.isolated;

import pmm.provider.failure.Failure;
import pmm.provider.failure.ProviderReason;

/**
 * An isolated codec did what its contract does not allow. The message completes "The codec ... ".
 */
final class CodecBreach extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST_QUOTE = 80;

  private final String deed;

  CodecBreach(String deed) {
    super(deed);
    this.deed = deed;
  }

  /** It wished for something else than it may have. */
  static CodecBreach wants(String what, String value, String expected) {
    return new CodecBreach("wants " + what + " " + quote(value) + " (expected: " + expected + ")");
  }

  /** What people are told of it. */
  Failure by(String codec) {
    return new Failure(ProviderReason.CODEC_FAILED, "The codec " + codec + " " + deed + ".");
  }

  /** A stranger's words, short enough to be repeated. */
  static String quote(String words) {
    return '"'
        + (words.length() <= LONGEST_QUOTE ? words : words.substring(0, LONGEST_QUOTE) + "...")
        + '"';
  }
}
