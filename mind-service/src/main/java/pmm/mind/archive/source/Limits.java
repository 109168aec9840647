package pmm.mind.archive.source;

/**
 * How much of an archive is believed. A conversation is held in memory as a whole, so the bounds of
 * an entry are those of the service's heap.
 *
 * @param members files in an archive
 * @param total bytes of all of them, unpacked
 * @param ratio how many bytes one packed byte may become; small files may be packed better
 * @param entry bytes of one entry of a JSON file, such as a conversation
 * @param string characters of one string
 * @param tokens names, values and brackets of one entry: tiny ones take many times their bytes
 * @param messages messages of one conversation
 * @param depth how deep JSON may be nested
 */
public record Limits(
    int members,
    long total,
    int ratio,
    long entry,
    int string,
    long tokens,
    int messages,
    int depth) {
  /** What the service reads by. The longest text seen in real archives had 342,999 characters. */
  public static final Limits DEFAULT =
      new Limits(100_000, 8L << 30, 300, 48L << 20, 8 << 20, 2_000_000, 150_000, 500);

  /** Below this size no packing is suspicious. */
  static final long SMALL = 4L << 20;
}
