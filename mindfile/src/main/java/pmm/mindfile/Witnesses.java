package pmm.mindfile;

import java.util.ArrayList;
import java.util.List;

/** How a chain stands to the heads that were seen of it. */
final class Witnesses {
  private Witnesses() {}

  /** The last head of a log, and before it the first one that does not fit. */
  static List<Witness> compare(String source, List<HeadLog.Entry> heads, Verification chain) {
    List<Witness> witnesses = new ArrayList<>();
    for (int i = 0; i < heads.size(); i++) {
      HeadLog.Entry head = heads.get(i);
      boolean left = isLeft(head.size(), heads.subList(i, heads.size()), chain);
      Witness witness = new Witness(source, head.size(), standing(head, left, chain));
      boolean fits =
          switch (witness.standing()) {
            case EXTENDS, EQUAL, RESTORED -> true;
            case TRUNCATED, FORKED -> false;
          };
      if (!fits || head.equals(heads.getLast())) {
        witnesses.add(witness);
      }
      if (!fits) {
        break;
      }
    }
    return witnesses;
  }

  /**
   * Whether a restore says that it left a head of this size: its own line is noted before the file
   * is replaced, so what was seen up to then belongs to what was left, and what was seen later does
   * not.
   */
  private static boolean isLeft(long size, List<HeadLog.Entry> fromHere, Verification chain) {
    return fromHere.stream()
        .map(head -> chain.restoredFrom.get(head.hash()))
        .anyMatch(shared -> shared != null && size > shared);
  }

  private static Witness.Standing standing(HeadLog.Entry head, boolean left, Verification chain) {
    if (head.size() > chain.events) {
      return left ? Witness.Standing.RESTORED : Witness.Standing.TRUNCATED;
    }
    if (head.size() > chain.intactThrough()) {
      // The chain breaks before it: that is the finding, and this head cannot be judged.
      return Witness.Standing.EXTENDS;
    }
    boolean same =
        head.root().equals(chain.roots.get(head.size()))
            && head.hash().equals(chain.hashes.get(head.size()));
    if (!same) {
      return left ? Witness.Standing.RESTORED : Witness.Standing.FORKED;
    }
    return head.size() == chain.events ? Witness.Standing.EQUAL : Witness.Standing.EXTENDS;
  }
}
