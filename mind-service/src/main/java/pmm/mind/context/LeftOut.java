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

  List<String> sentences() {
    return List.copyOf(sentences);
  }

  private static String what(Section section, int count) {
    String plural = count == 1 ? "" : "s";
    return switch (section) {
      case MEMORY -> count == 1 ? "memory that matches" : "memories that match";
      case COMMITMENT -> "open promise" + plural;
      case RECALL -> "matching message" + plural + " of earlier talk";
      case FRAME, TURN, MESSAGE -> "earlier turn" + plural + " of this conversation";
    };
  }
}
