package pmm.mindstate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one tree, by event. It never changes: each update shares nearly all with the one
 * before. They are packed, as a long life has a million of them.
 */
public final class Nodes implements Iterable<Node> {
  static final Nodes NONE = new Nodes(PersistentMap.empty(), PersistentMap.empty(), 0);

  /** By the first event of each. */
  private final PersistentMap<Long, NodeChunk> chunks;

  /** What came of messages, by message; most have none. */
  private final PersistentMap<Long, List<Long>> notes;

  private final int size;

  private Nodes(
      PersistentMap<Long, NodeChunk> chunks, PersistentMap<Long, List<Long>> notes, int size) {
    this.chunks = chunks;
    this.notes = notes;
    this.size = size;
  }

  /** Returns how many there are. */
  public int size() {
    return size;
  }

  /** Returns whether there is a message of this event. */
  public boolean contains(long id) {
    NodeChunk chunk = chunks.floor(id);
    return chunk != null && chunk.at(id) >= 0;
  }

  /** Returns a message, or null. */
  public @Nullable Node get(long id) {
    NodeChunk chunk = chunks.floor(id);
    int at = chunk == null ? -1 : chunk.at(id);
    return chunk == null || at < 0 ? null : node(chunk, at);
  }

  /** Returns all by ascending event. */
  @Override
  public Iterator<Node> iterator() {
    return stream().iterator();
  }

  Stream<Node> stream() {
    return StreamSupport.stream(chunks.rows(chunk -> chunk).spliterator(), false)
        .flatMap(chunk -> IntStream.range(0, chunk.size()).mapToObj(at -> node(chunk, at)));
  }

  /**
   * Hangs a message into the tree.
   *
   * @param node later than all that are here, under one of these or 0, and without children
   */
  Nodes with(Node node) {
    NodeChunk last = chunks.floor(Long.MAX_VALUE);
    NodeChunk grown = last == null || last.isFull() ? NodeChunk.EMPTY.with(node) : last.with(node);
    Nodes more =
        new Nodes(chunks.put(grown.first(), grown), notes, size + 1)
            .withNotes(node.id(), node.notes());
    return node.parent() == 0 ? more : more.linked(node.parent(), node.id());
  }

  Nodes withNotes(long id, List<Long> all) {
    return new Nodes(chunks, all.isEmpty() ? notes : notes.put(id, List.copyOf(all)), size);
  }

  /** Takes in that a summary stands for all down to a message: once for all that follows it. */
  Nodes summarized(long through) {
    Set<Long> below = new HashSet<>();
    PersistentMap<Long, NodeChunk> next = chunks;
    for (NodeChunk chunk : chunks.rows(each -> each)) {
      NodeChunk after = chunk.summarized(through, below);
      next = after == chunk ? next : next.put(after.first(), after);
    }
    return new Nodes(next, notes, size);
  }

  /** Returns the last message down to one that a summary stands for; 0 for none. */
  long summarizedThrough(long id) {
    NodeChunk chunk = chunks.floor(id);
    int at = chunk == null ? -1 : chunk.at(id);
    return chunk == null || at < 0 ? 0 : chunk.summarizedThrough(at);
  }

  /** Makes a message the last child of its parent. */
  private Nodes linked(long parent, long child) {
    NodeChunk above = chunk(parent);
    long sibling = above.child(above.at(parent));
    if (sibling == 0) {
      return replaced(above.withChild(above.at(parent), child));
    }
    while (true) {
      NodeChunk beside = chunk(sibling);
      long next = beside.sibling(beside.at(sibling));
      if (next == 0) {
        return replaced(beside.withSibling(beside.at(sibling), child));
      }
      sibling = next;
    }
  }

  private Nodes replaced(NodeChunk chunk) {
    return new Nodes(chunks.put(chunk.first(), chunk), notes, size);
  }

  private NodeChunk chunk(long id) {
    NodeChunk chunk = chunks.floor(id);
    if (chunk == null || chunk.at(id) < 0) {
      throw new NoSuchElementException("no message " + id);
    }
    return chunk;
  }

  private Node node(NodeChunk chunk, int at) {
    List<Long> children = new ArrayList<>();
    for (long child = chunk.child(at); child != 0; ) {
      children.add(child);
      NodeChunk holder = chunk(child);
      child = holder.sibling(holder.at(child));
    }
    List<Long> came = notes.get(chunk.id(at));
    return new Node(
        chunk.id(at),
        chunk.parent(at),
        chunk.kind(at),
        chunk.worded(at),
        chunk.turns(at),
        chunk.summarizedThrough(at),
        children,
        came == null ? List.of() : came);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Nodes that && chunks.equals(that.chunks) && notes.equals(that.notes);
  }

  @Override
  public int hashCode() {
    return 31 * chunks.hashCode() + notes.hashCode();
  }

  @Override
  public String toString() {
    return stream().toList().toString();
  }
}
