package pmm.mindfile;

/** A signed note over a head (C2SP tlog-checkpoint): origin, size, root, then signatures. */
final class CheckpointNote {
  private CheckpointNote() {}

  static String body(String mindId, long size, String rootBase64) {
    return "pmm.local/" + mindId + "\n" + size + "\n" + rootBase64 + "\n";
  }

  /** Whether a note is over {@code body} and has at least one signature line. */
  static boolean holds(String note, String body) {
    String signatures = note.startsWith(body + "\n") ? note.substring(body.length() + 1) : "";
    return !signatures.isEmpty()
        && signatures.endsWith("\n")
        && signatures.lines().allMatch(line -> line.matches("\u2014 \\S+ [A-Za-z0-9+/]+={0,2}"));
  }
}
