package pmm.mind.importing;

import pmm.mind.archive.tree.DigestTable;

/**
 * What is known already, by key: some 40 bytes an entry, so that a life of a million messages fits.
 * Values are events, or 0.
 */
final class KeyTable {
  private final DigestTable values = new DigestTable();

  boolean holds(Key key) {
    return values.get(key.high(), key.low()) >= 0;
  }

  /** Returns the value; 0 where the key is not known. */
  long get(Key key) {
    return Math.max(0, values.get(key.high(), key.low()));
  }

  /** Puts a value in the place of any other. */
  void put(Key key, long value) {
    values.put(key.high(), key.low(), value);
  }
}
