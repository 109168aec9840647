package pmm.mindfile.proof;

import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/**
 * That an event is one of the first {@code size}: its audit path (RFC 6962, section 2.1.1).
 *
 * @param index where the event stands, from 0: one less than its id
 * @param size how many events the tree has
 * @param path the roots beside its way up, the leaf's sibling first
 */
public record InclusionProof(long index, long size, List<byte[]> path) {
  /**
   * Checks the numbers and the hashes.
   *
   * @throws MalformedException if the index lies outside the tree or a hash has not 32 bytes
   */
  public InclusionProof {
    if (index < 0 || index >= size) {
      throw new MalformedException(
          "index %d (expected: 0 to %d, for a tree of %d)".formatted(index, size - 1, size));
    }
    path = Hashes.copy(path);
  }

  /** Makes the proof in one pass over the first {@code size} hashes. */
  public static <E extends Exception> InclusionProof of(
      long index, long size, EventHashes<E> hashes) throws E {
    if (index < 0 || index >= size) {
      throw new MalformedException(
          "index %d (expected: 0 to %d, for a tree of %d)".formatted(index, size - 1, size));
    }
    return new InclusionProof(index, size, Subtrees.ofInclusion(index, size).roots(hashes));
  }

  /**
   * The root that the path leads to from an event's hash; empty if it is longer or shorter than the
   * tree is high there.
   */
  public Optional<byte[]> rootFrom(byte[] eventHash) {
    MessageDigest digest = Sha256.digest();
    byte[] node = Sha256.leaf(digest, eventHash);
    long at = index;
    long last = size - 1;
    for (byte[] beside : path) {
      if (last == 0) {
        return Optional.empty();
      }
      if (at % 2 == 1 || at == last) {
        node = Sha256.node(digest, beside, node);
        while (at % 2 == 0 && at != 0) {
          at >>= 1;
          last >>= 1;
        }
      } else {
        node = Sha256.node(digest, node, beside);
      }
      at >>= 1;
      last >>= 1;
    }
    return last == 0 ? Optional.of(node) : Optional.empty();
  }
}
