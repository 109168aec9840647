package pmm.mind.context;

import java.util.ArrayList;
import java.util.List;

/** Counts what had no room and says it in plain sentences. */
final class LeftOut {
  private final List<String> sentences = new ArrayList<>();

  void add(Section section, int count) {
    if (count > 0) {
      sentences.add("Left out for want of room: " + count + " " + what(section, count) + ".");
    }
  }

  /** Says that a summary stands for the oldest turns, which have no room. */
  void summarized(int count, long summaryId) {
    String stand = count == 1 ? " earlier message stands" : " earlier messages stand";
    sentences.add(count + stand + " as a summary (event " + summaryId + ").");
  }

  List<String> sentences() {
    return List.copyOf(sentences);
  }

  private static String what(Section section, int count) {
    String plural = count == 1 ? "" : "s";
    return switch (section) {
      case MEMORY -> count == 1 ? "memory that matches" : "memories that match";
      case COMMITMENT -> "open promise" + plural;
      case RECALL -> "matching message" + plural + " of earlier talk";
      case SUMMARY -> "summary of what was said before";
      case FRAME, TURN, MESSAGE -> "earlier turn" + plural + " of this conversation";
    };
  }
}
