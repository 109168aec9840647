package pmm.mindfile.proof;

import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * That a tree of {@code to} events continues one of {@code from}: nothing was changed, only added
 * (RFC 6962, section 2.1.2).
 *
 * @param from how many events the older tree has, at least 1
 * @param to how many the newer one has
 * @param path the roots that make up both
 */
public record ConsistencyProof(long from, long to, List<byte[]> path) {
  /**
   * Checks the numbers and the hashes.
   *
   * @throws MalformedException if the sizes are no two states or a hash has not 32 bytes
   */
  public ConsistencyProof {
    check(from, to);
    path = Hashes.copy(path);
  }

  private static void check(long from, long to) {
    if (from < 1 || from > to) {
      throw new MalformedException(
          "from %d to %d events (expected: at least 1, and no fewer than before)"
              .formatted(from, to));
    }
  }

  /** Makes the proof in one pass over the first {@code to} hashes. */
  public static <E extends Exception> ConsistencyProof of(long from, long to, EventHashes<E> hashes)
      throws E {
    check(from, to);
    return new ConsistencyProof(from, to, Subtrees.ofConsistency(from, to).roots(hashes));
  }

  /** Whether it leads to both roots (RFC 9162, section 2.1.4.2). */
  public boolean holds(byte[] fromRoot, byte[] toRoot) {
    if (from == to) {
      return path.isEmpty() && Arrays.equals(fromRoot, toRoot);
    }
    Deque<byte[]> rest = new ArrayDeque<>(path);
    if (Long.bitCount(from) == 1) {
      rest.addFirst(fromRoot);
    }
    byte[] start = rest.poll();
    if (start == null) {
      return false;
    }
    long at = from - 1;
    long last = to - 1;
    for (; at % 2 == 1; at >>= 1) {
      last >>= 1;
    }
    MessageDigest digest = Sha256.digest();
    byte[] older = start;
    byte[] newer = start;
    for (byte[] node : rest) {
      if (last == 0) {
        return false;
      }
      if (at % 2 == 1 || at == last) {
        older = Sha256.node(digest, node, older);
        newer = Sha256.node(digest, node, newer);
        while (at % 2 == 0 && at != 0) {
          at >>= 1;
          last >>= 1;
        }
      } else {
        newer = Sha256.node(digest, newer, node);
      }
      at >>= 1;
      last >>= 1;
    }
    return last == 0 && Arrays.equals(older, fromRoot) && Arrays.equals(newer, toRoot);
  }
}
