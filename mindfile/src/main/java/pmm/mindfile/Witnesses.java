package pmm.mindfile;

import java.util.ArrayList;
import java.util.List;

/** How a chain stands to the heads that were seen of it. */
final class Witnesses {
  private Witnesses() {}

  /** The last head of a log, and before it the first one that does not fit. */
  static List<Witness> compare(String source, List<HeadLog.Entry> heads, Verification chain) {
    List<Witness> witnesses = new ArrayList<>();
    for (HeadLog.Entry head : heads) {
      Witness witness = new Witness(source, head.size(), standing(head, chain));
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

  private static Witness.Standing standing(HeadLog.Entry head, Verification chain) {
    boolean left = chain.restoredFrom.contains(head.hash());
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
