package pmm.mind.archive.predecessor;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import pmm.mind.archive.json.JsonFile;
import pmm.mind.archive.tree.DigestTable;

/**
 * Which row follows which, by their hashes. Of a very long ledger it knows the first rows alone.
 */
final class HashChain {
  /**
   * More than any ledger of its time had; 20 MB, and twice as much where no row follows another.
   */
  static final int MOST_ROWS = 500_000;

  private static final long KNOWN = 1;
  private static final long CONTINUED = 2;
  private static final int FLAGS = 2;

  /** Enough for a message of each row that is known. */
  private static final int MESSAGE_BITS = 20;

  /** What is left of a positive number. */
  private static final int ID_BITS = Long.SIZE - 1 - MESSAGE_BITS - FLAGS;

  /**
   * By hash: the number of the row, the message that is shown last there, and what is known of it.
   */
  private final DigestTable rows = new DigestTable();

  private long size;

  /**
   * What a row follows.
   *
   * @param known whether the row before is known
   * @param id the number of the row before, 0 if it is not known
   * @param message what was said last there, 0 if nothing was
   * @param forks whether another row follows the same one
   * @param torn whether the row before should be known
   */
  record Link(boolean known, long id, long message, boolean forks, boolean torn) {}

  /** Adds a row by its number, -1 if it has none, and what was said last there. */
  void add(String hash, long id, long message) {
    size++;
    if (size <= MOST_ROWS) {
      ByteBuffer key = key(hash);
      long number = id > 0 && id < 1L << ID_BITS ? id : 0;
      put(key, (((number << MESSAGE_BITS) | message) << FLAGS) | KNOWN | (get(key) & CONTINUED));
    }
  }

  /** What the next row follows. */
  Link follow(String hash) {
    ByteBuffer key = key(hash);
    long before = get(key);
    if (size < MOST_ROWS && !hash.isEmpty()) {
      put(key, before | CONTINUED);
    }
    boolean known = (before & KNOWN) != 0;
    return new Link(
        known,
        before >>> (FLAGS + MESSAGE_BITS),
        (before >>> FLAGS) & ((1L << MESSAGE_BITS) - 1),
        !hash.isEmpty() && (before & CONTINUED) != 0,
        !known && size > 0 && size < MOST_ROWS);
  }

  private long get(ByteBuffer key) {
    return Math.max(0, rows.get(key.getLong(0), key.getLong(Long.BYTES)));
  }

  private void put(ByteBuffer key, long value) {
    rows.put(key.getLong(0), key.getLong(Long.BYTES), value);
  }

  /** How many rows there are. */
  long size() {
    return size;
  }

  /** Whether there were more rows than it knows. */
  boolean isFull() {
    return size > MOST_ROWS;
  }

  private static ByteBuffer key(String hash) {
    return ByteBuffer.wrap(JsonFile.sha256().digest(hash.getBytes(StandardCharsets.UTF_8)));
  }
}
