package pmm.mind.archive.predecessor;

import java.util.Arrays;

/**
 * Which messages of a tree are on its longest line: where two rows follow the same one, that is
 * where the ledger went on.
 */
final class MainLine {
  private int[] depths = new int[64];
  private int size;
  private int last;

  /** Adds the next message, under one by its number from 1; 0 for none. */
  void add(int parent) {
    size++;
    if (size >= depths.length) {
      depths = Arrays.copyOf(depths, 2 * size);
    }
    depths[size] = 1 + (parent == 0 ? 0 : depths[parent]);
    if (last == 0 || depths[size] > depths[last]) {
      last = size;
    }
  }

  /** The last message of the longest line, the first one of several; 0 where there is none. */
  int last() {
    return last;
  }

  void clear() {
    size = 0;
    last = 0;
  }
}
