package pmm.mind.importing;

/**
 * What is known already, by key: 24 bytes an entry, so that a life of a million messages fits.
 * Values are events, or 0.
 */
final class KeyTable {
  private static final int START = 1 << 10;
  private static final int ROW = 3;

  /** Rows of high, low and value plus 1; a row whose last is 0 is free. */
  private long[] rows = new long[START * ROW];

  private int size;

  boolean holds(Key key) {
    return rows[place(rows, key.high(), key.low()) + 2] != 0;
  }

  /** Returns the value; 0 where the key is not known. */
  long get(Key key) {
    return Math.max(0, rows[place(rows, key.high(), key.low()) + 2] - 1);
  }

  /** Puts a value in the place of any other. */
  void put(Key key, long value) {
    int at = place(rows, key.high(), key.low());
    if (rows[at + 2] == 0 && 2 * ++size > rows.length / ROW) {
      grow();
      at = place(rows, key.high(), key.low());
    }
    set(rows, at, key.high(), key.low(), value + 1);
  }

  private void grow() {
    long[] larger = new long[rows.length * 2];
    for (int i = 0; i < rows.length; i += ROW) {
      if (rows[i + 2] != 0) {
        set(larger, place(larger, rows[i], rows[i + 1]), rows[i], rows[i + 1], rows[i + 2]);
      }
    }
    rows = larger;
  }

  /** The row of a key, or the free one that it would take. */
  private static int place(long[] rows, long high, long low) {
    int slots = rows.length / ROW;
    int slot = (int) (low & (slots - 1));
    while (rows[slot * ROW + 2] != 0 && (rows[slot * ROW] != high || rows[slot * ROW + 1] != low)) {
      slot = (slot + 1) & (slots - 1);
    }
    return slot * ROW;
  }

  private static void set(long[] rows, int at, long high, long low, long value) {
    rows[at] = high;
    rows[at + 1] = low;
    rows[at + 2] = value;
  }
}
