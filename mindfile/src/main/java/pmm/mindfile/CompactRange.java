package pmm.mindfile;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/**
 * The RFC 6962 tree over event hashes, kept as the roots of its perfect subtrees, largest first:
 * one for each bit that is set in its size.
 */
final class CompactRange {
  private final MessageDigest digest = HashChain.sha256();
  private final List<byte[]> nodes = new ArrayList<>();
  private long size;

  long size() {
    return size;
  }

  /** Adds an event by its 32-byte hash. */
  void add(byte[] eventHash) {
    digest.update((byte) 0);
    digest.update(eventHash);
    addSubtree(1, digest.digest());
  }

  /**
   * Adds a perfect subtree. Its leaf count is a power of two that divides the size so far, because
   * ranges are split at multiples of a power of two.
   */
  void addSubtree(long leaves, byte[] root) {
    byte[] node = root;
    for (long span = leaves; (size & span) != 0; span <<= 1) {
      node = parent(nodes.removeLast(), node);
    }
    nodes.add(node);
    size += leaves;
  }

  /** Adds what another range holds, which starts where this one ends. */
  void addAll(Frontier frontier) {
    long rest = frontier.size();
    for (byte[] node : frontier.nodes()) {
      long span = Long.highestOneBit(rest);
      addSubtree(span, node);
      rest -= span;
    }
  }

  Frontier frontier() {
    return new Frontier(size, List.copyOf(nodes));
  }

  CompactRange copy() {
    CompactRange copy = new CompactRange();
    copy.nodes.addAll(nodes);
    copy.size = size;
    return copy;
  }

  /** The root; of nothing, the hash of nothing. */
  byte[] root() {
    if (nodes.isEmpty()) {
      return digest.digest();
    }
    byte[] root = nodes.getLast();
    for (int i = nodes.size() - 2; i >= 0; i--) {
      root = parent(nodes.get(i), root);
    }
    return root;
  }

  private byte[] parent(byte[] left, byte[] right) {
    digest.update((byte) 1);
    digest.update(left);
    digest.update(right);
    return digest.digest();
  }

  /** The nodes of a range at some size. */
  record Frontier(long size, List<byte[]> nodes) {
    byte[] bytes() {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      nodes.forEach(bytes::writeBytes);
      return bytes.toByteArray();
    }
  }
}
