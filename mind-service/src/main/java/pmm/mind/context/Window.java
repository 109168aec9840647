package pmm.mind.context;

import java.util.ArrayList;
import java.util.List;

/**
 * A model's window and how the sections share what the frame, the message and the answer leave of
 * it.
 */
final class Window {
  static final int DEFAULT_TOKENS = 8192;
  private static final int MOST_ANSWER_TOKENS = 8192;
  private static final double MEMORY_SHARE = 0.2;
  private static final double COMMITMENT_SHARE = 0.1;
  private static final double RECALL_SHARE = 0.3;
  private static final int TURN_OVERHEAD = 8;

  private final int tokens;
  private final int left;
  private int used;

  /** A window of so many tokens, of which the frame and the message take some. */
  Window(int tokens, int taken) {
    this.tokens = tokens;
    this.left = Math.max(0, tokens - answerTokens() - taken);
  }

  int tokens() {
    return tokens;
  }

  int answerTokens() {
    return Math.min(tokens / 4, MOST_ANSWER_TOKENS);
  }

  /**
   * Returns the first of the candidates that fit into the share of a section; what it leaves goes
   * to the turns.
   */
  List<Source> fill(Section section, List<Source> candidates) {
    int room = room(section);
    int taken = 0;
    List<Source> fitting = new ArrayList<>();
    for (Source candidate : candidates) {
      int cost = TURN_OVERHEAD + Tokens.estimate(candidate.text());
      if (taken + cost > room) {
        break;
      }
      taken += cost;
      fitting.add(candidate);
    }
    used += taken;
    return fitting;
  }

  private int room(Section section) {
    return switch (section) {
      case MEMORY -> (int) (left * MEMORY_SHARE);
      case COMMITMENT -> (int) (left * COMMITMENT_SHARE);
      case RECALL -> (int) (left * RECALL_SHARE);
      case FRAME, TURN, MESSAGE -> left - used;
    };
  }
}
