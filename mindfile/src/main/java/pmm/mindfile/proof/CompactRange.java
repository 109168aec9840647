package pmm.mindfile.proof;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/**
 * The RFC 6962 tree over event hashes, kept as the roots of its perfect subtrees, largest first:
 * one for each bit that is set in its size.
 */
public final class CompactRange {
  private final MessageDigest digest = Sha256.digest();
  private final List<byte[]> nodes = new ArrayList<>();
  private long size;

  /** How many leaves it covers. */
  public long size() {
    return size;
  }

  /** Adds an event by its 32-byte hash. */
  public void add(byte[] eventHash) {
    addSubtree(1, Sha256.leaf(digest, eventHash));
  }

  /**
   * Adds a perfect subtree. Its leaf count is a power of two that divides the size so far, because
   * ranges are split at multiples of a power of two.
   */
  public void addSubtree(long leaves, byte[] root) {
    byte[] node = root;
    for (long span = leaves; (size & span) != 0; span <<= 1) {
      node = Sha256.node(digest, nodes.removeLast(), node);
    }
    nodes.add(node);
    size += leaves;
  }

  /** Adds what another range holds, which starts where this one ends. */
  public void addAll(Frontier frontier) {
    long rest = frontier.size();
    for (byte[] node : frontier.nodes()) {
      long span = Long.highestOneBit(rest);
      addSubtree(span, node);
      rest -= span;
    }
  }

  /** What it is made of now. */
  public Frontier frontier() {
    return new Frontier(size, List.copyOf(nodes));
  }

  /** Another one that goes on from here. */
  public CompactRange copy() {
    CompactRange copy = new CompactRange();
    copy.nodes.addAll(nodes);
    copy.size = size;
    return copy;
  }

  /** The root; of nothing, the hash of nothing. */
  public byte[] root() {
    if (nodes.isEmpty()) {
      return digest.digest();
    }
    byte[] root = nodes.getLast();
    for (int i = nodes.size() - 2; i >= 0; i--) {
      root = Sha256.node(digest, nodes.get(i), root);
    }
    return root;
  }

  /**
   * The nodes of a range at some size.
   *
   * @param size how many leaves they cover
   * @param nodes the roots of the perfect subtrees, largest first
   */
  public record Frontier(long size, List<byte[]> nodes) {
    /** The nodes one after the other, 32 bytes each. */
    public byte[] bytes() {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      nodes.forEach(bytes::writeBytes);
      return bytes.toByteArray();
    }
  }
}
