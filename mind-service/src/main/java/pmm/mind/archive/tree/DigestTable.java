package pmm.mind.archive.tree;

/**
 * Numbers by the first 128 bits of a digest, in 30 to 45 bytes an entry. It grows in small steps,
 * so that it never needs twice its own size.
 */
public final class DigestTable {
  private static final int SEGMENT_BITS = 6;
  private static final int START = 1 << 4;
  private static final int ROW = 3;

  private final Segment[] segments = new Segment[1 << SEGMENT_BITS];

  /** An empty table. */
  public DigestTable() {
    for (int i = 0; i < segments.length; i++) {
      segments[i] = new Segment();
    }
  }

  /** Returns the number of a digest; -1 where there is none. */
  public long get(long high, long low) {
    return segment(high).get(high, low);
  }

  /** Puts a number of at least 0 in the place of any other. */
  public void put(long high, long low, long value) {
    segment(high).put(high, low, value);
  }

  private Segment segment(long high) {
    return segments[(int) (high >>> (Long.SIZE - SEGMENT_BITS))];
  }

  private static final class Segment {
    /** Rows of high, low and value plus 1; a row whose last is 0 is free. */
    private long[] rows = new long[START * ROW];

    private int size;

    private long get(long high, long low) {
      return rows[place(high, low) + 2] - 1;
    }

    private void put(long high, long low, long value) {
      int at = place(high, low);
      if (rows[at + 2] == 0 && 5L * ++size > 4L * (rows.length / ROW)) {
        grow();
        at = place(high, low);
      }
      set(at, high, low, value + 1);
    }

    private void grow() {
      long[] before = rows;
      rows = new long[before.length / ROW * 3 / 2 * ROW];
      for (int i = 0; i < before.length; i += ROW) {
        if (before[i + 2] != 0) {
          set(place(before[i], before[i + 1]), before[i], before[i + 1], before[i + 2]);
        }
      }
    }

    /** The row of a digest, or the free one that it would take. */
    private int place(long high, long low) {
      int slots = rows.length / ROW;
      int slot = (int) Math.unsignedMultiplyHigh(low, slots);
      while (rows[slot * ROW + 2] != 0
          && (rows[slot * ROW] != high || rows[slot * ROW + 1] != low)) {
        slot = slot + 1 == slots ? 0 : slot + 1;
      }
      return slot * ROW;
    }

    private void set(int at, long high, long low, long value) {
      rows[at] = high;
      rows[at + 1] = low;
      rows[at + 2] = value;
    }
  }
}
