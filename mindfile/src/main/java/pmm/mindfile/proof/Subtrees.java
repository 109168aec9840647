package pmm.mindfile.proof;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The subtrees whose roots make a proof up, in the order of RFC 6962 (section 2.1). They do not
 * overlap, so that one pass over the leaves finds all roots.
 */
final class Subtrees {
  /** The leaves {@code from} to {@code to}, without {@code to}. */
  record Span(long from, long to) {}

  private final List<Span> spans = new ArrayList<>();

  /** PATH(index, D[size]): from the leaf's sibling up. */
  static Subtrees ofInclusion(long index, long size) {
    Subtrees subtrees = new Subtrees();
    subtrees.path(index, 0, size);
    return subtrees;
  }

  /** PROOF(from, D[to]). */
  static Subtrees ofConsistency(long from, long to) {
    Subtrees subtrees = new Subtrees();
    if (from < to) {
      subtrees.subproof(from, 0, to, true);
    }
    return subtrees;
  }

  private void path(long index, long from, long to) {
    if (to - from > 1) {
      long middle = from + split(to - from);
      if (index < middle) {
        path(index, from, middle);
        spans.add(new Span(middle, to));
      } else {
        path(index, middle, to);
        spans.add(new Span(from, middle));
      }
    }
  }

  /** SUBPROOF(old, D[from:to], known): a subtree that is the whole old tree needs no root. */
  private void subproof(long old, long from, long to, boolean known) {
    if (old == to) {
      if (!known) {
        spans.add(new Span(from, to));
      }
      return;
    }
    long middle = from + split(to - from);
    if (old <= middle) {
      subproof(old, from, middle, known);
      spans.add(new Span(middle, to));
    } else {
      subproof(old, middle, to, false);
      spans.add(new Span(from, middle));
    }
  }

  /** The largest power of two below {@code leaves}, which are at least two. */
  static long split(long leaves) {
    return Long.highestOneBit(leaves - 1);
  }

  /** Their roots, in the order of the proof, by one pass over as many hashes as they need. */
  <E extends Exception> List<byte[]> roots(EventHashes<E> hashes) throws E {
    List<Span> inOrder = spans.stream().sorted(Comparator.comparingLong(Span::from)).toList();
    byte[][] roots = new byte[spans.size()][];
    long at = 0;
    for (Span span : inOrder) {
      for (; at < span.from(); at++) {
        hashes.next();
      }
      CompactRange range = new CompactRange();
      for (; at < span.to(); at++) {
        range.add(hashes.next());
      }
      roots[spans.indexOf(span)] = range.root();
    }
    return List.of(roots);
  }
}
