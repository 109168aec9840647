package pmm.mindstate;

import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Some messages that follow each other, packed into arrays: a place holds one of them. */
final class NodeChunk {
  private static final int MOST = 32;
  private static final Node.Kind[] KINDS = Node.Kind.values();
  static final NodeChunk EMPTY =
      new NodeChunk(
          new long[0], new long[0], new long[0], new long[0], new long[0], new int[0], new byte[0]);

  private final long[] ids;
  private final long[] parents;

  /** The first child of each, or 0. */
  private final long[] children;

  /** The next child of the same parent, or 0. */
  private final long[] siblings;

  /** The last message down to each that a summary stands for, or 0. */
  private final long[] summarized;

  private final int[] turns;

  /** The kind, doubled, and 1 if it has words. */
  private final byte[] facts;

  private NodeChunk(
      long[] ids,
      long[] parents,
      long[] children,
      long[] siblings,
      long[] summarized,
      int[] turns,
      byte[] facts) {
    this.ids = ids;
    this.parents = parents;
    this.children = children;
    this.siblings = siblings;
    this.summarized = summarized;
    this.turns = turns;
    this.facts = facts;
  }

  NodeChunk with(Node node) {
    int size = size();
    if (size > 0 && node.id() <= id(size - 1)) {
      throw new IllegalArgumentException(
          "event " + node.id() + " (expected: later than " + id(size - 1) + ")");
    }
    int[] moreTurns = Arrays.copyOf(turns, size + 1);
    moreTurns[size] = node.turns();
    byte[] moreFacts = Arrays.copyOf(facts, size + 1);
    moreFacts[size] = (byte) (2 * node.kind().ordinal() + (node.worded() ? 1 : 0));
    return new NodeChunk(
        plus(ids, node.id()),
        plus(parents, node.parent()),
        plus(children, 0),
        plus(siblings, 0),
        plus(summarized, node.summarizedThrough()),
        moreTurns,
        moreFacts);
  }

  private static long[] plus(long[] all, long last) {
    long[] more = Arrays.copyOf(all, all.length + 1);
    more[all.length] = last;
    return more;
  }

  NodeChunk withChild(int at, long child) {
    return new NodeChunk(
        ids, parents, replaced(children, at, child), siblings, summarized, turns, facts);
  }

  NodeChunk withSibling(int at, long sibling) {
    return new NodeChunk(
        ids, parents, children, replaced(siblings, at, sibling), summarized, turns, facts);
  }

  /**
   * Returns the same where a summary stands for all down to a message.
   *
   * @param below the messages above these for which it stands as well, to which those of these are
   *     added: all but what stands below a later summary
   */
  NodeChunk summarized(long through, Set<Long> below) {
    long[] copy = summarized.clone();
    for (int i = 0; i < ids.length; i++) {
      boolean isLater = summarized[i] == ids[i];
      if (ids[i] == through || (!isLater && below.contains(parents[i]))) {
        copy[i] = through;
        below.add(ids[i]);
      }
    }
    return Arrays.equals(copy, summarized)
        ? this
        : new NodeChunk(ids, parents, children, siblings, copy, turns, facts);
  }

  private static long[] replaced(long[] all, int at, long by) {
    long[] copy = all.clone();
    copy[at] = by;
    return copy;
  }

  int size() {
    return ids.length;
  }

  boolean isFull() {
    return size() >= MOST;
  }

  /** Returns the first event. */
  long first() {
    return ids[0];
  }

  /** Returns the place of a message; negative if it is not here. */
  int at(long id) {
    return Arrays.binarySearch(ids, id);
  }

  long id(int at) {
    return ids[at];
  }

  long parent(int at) {
    return parents[at];
  }

  long child(int at) {
    return children[at];
  }

  long sibling(int at) {
    return siblings[at];
  }

  long summarizedThrough(int at) {
    return summarized[at];
  }

  int turns(int at) {
    return turns[at];
  }

  Node.Kind kind(int at) {
    return KINDS[facts[at] / 2];
  }

  boolean worded(int at) {
    return facts[at] % 2 == 1;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof NodeChunk that
        && Arrays.equals(ids, that.ids)
        && Arrays.equals(parents, that.parents)
        && Arrays.equals(facts, that.facts);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(ids);
  }
}
