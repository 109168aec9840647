package pmm.mindfile;

/** How much two words have in common. */
final class Likeness {
  private static final int SHORTEST = 3;
  private static final int SHORT = 5;
  private static final int LONG_BEGIN = 5;
  private static final int BEGIN = 4;
  private static final double SHARE = 0.6;

  private Likeness() {}

  /**
   * From 0 to 1: the share of letters that are right where one or two are wrong, or that begin
   * both.
   */
  static double of(String one, String other) {
    int longer = Math.max(one.length(), other.length());
    int shorter = Math.min(one.length(), other.length());
    if (shorter < SHORTEST) {
      return 0;
    }
    double likeness = 0;
    int begin = begin(one, other);
    if (begin >= BEGIN && (begin >= SHARE * longer || (begin >= LONG_BEGIN && begin == shorter))) {
      likeness = (double) begin / longer;
    }
    int allowed = longer <= SHORT ? 1 : 2;
    if (longer - shorter <= allowed) {
      int wrong = wrong(one, other);
      if (wrong <= allowed) {
        likeness = Math.max(likeness, 1 - (double) wrong / longer);
      }
    }
    return likeness;
  }

  private static int begin(String one, String other) {
    int shorter = Math.min(one.length(), other.length());
    int same = 0;
    while (same < shorter && one.charAt(same) == other.charAt(same)) {
      same++;
    }
    return same;
  }

  /** Letters that are missing, too many, others, or two that changed places. */
  private static int wrong(String one, String other) {
    int[] older = new int[other.length() + 1];
    int[] old = new int[other.length() + 1];
    int[] row = new int[other.length() + 1];
    for (int k = 0; k < row.length; k++) {
      row[k] = k;
    }
    for (int i = 1; i <= one.length(); i++) {
      int[] spare = older;
      older = old;
      old = row;
      row = spare;
      row[0] = i;
      for (int k = 1; k <= other.length(); k++) {
        int same = one.charAt(i - 1) == other.charAt(k - 1) ? 0 : 1;
        row[k] = Math.min(Math.min(old[k], row[k - 1]) + 1, old[k - 1] + same);
        if (i > 1
            && k > 1
            && one.charAt(i - 1) == other.charAt(k - 2)
            && one.charAt(i - 2) == other.charAt(k - 1)) {
          row[k] = Math.min(row[k], older[k - 2] + 1);
        }
      }
    }
    return row[other.length()];
  }
}
