package pmm.mind.search;

import java.util.ArrayList;
import java.util.List;
import pmm.mind.v1.MatchedRange;

/**
 * A short text and which parts of it match.
 *
 * @param text the text
 * @param matches the parts, in their order
 */
record Passage(String text, List<MatchedRange> matches) {
  private static final char MARK = '\uE000';
  private static final char MARK_END = '\uE001';

  /** Copies the list. */
  Passage {
    matches = List.copyOf(matches);
  }

  /** Reads a snippet of the ledger, whose matches stand between two marks. */
  static Passage marked(String snippet) {
    StringBuilder text = new StringBuilder(snippet.length());
    List<MatchedRange> matches = new ArrayList<>();
    int start = -1;
    for (int i = 0; i < snippet.length(); i++) {
      switch (snippet.charAt(i)) {
        case MARK -> start = text.length();
        case MARK_END -> {
          if (start >= 0 && start < text.length()) {
            matches.add(range(start, text.length()));
          }
          start = -1;
        }
        default -> text.append(snippet.charAt(i));
      }
    }
    return new Passage(text.toString(), matches);
  }

  static MatchedRange range(int start, int end) {
    return MatchedRange.newBuilder().setStart(start).setEnd(end).build();
  }

  /** Returns the words that match. */
  List<String> words() {
    return matches.stream().map(match -> text.substring(match.getStart(), match.getEnd())).toList();
  }
}
