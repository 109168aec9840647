package pmm.mind.context;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

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
  private static final double SUMMARY_SHARE = 0.25;
  private static final int TURN_OVERHEAD = 8;
  private static final int ONE = 1000;

  private final int tokens;
  private final int ratioMilli;
  private final Map<Section, Integer> used = new EnumMap<>(Section.class);
  private final int left;

  /**
   * A window of so many tokens, of which the frame and the end of the talk take some.
   *
   * @param ratioMilli how many tokens the model counts for a thousand that are estimated
   */
  Window(int tokens, int ratioMilli, String frame, List<Source> end) {
    this.tokens = tokens;
    this.ratioMilli = ratioMilli;
    used.put(Section.FRAME, cost(frame));
    end.forEach(source -> used.merge(source.section(), cost(source.text()), Integer::sum));
    this.left = Math.max(0, tokens - answerTokens() - taken());
  }

  private int answerTokens() {
    return Math.min(tokens / 4, MOST_ANSWER_TOKENS);
  }

  private int taken() {
    return used.values().stream().mapToInt(Integer::intValue).sum();
  }

  private int cost(String text) {
    return (int) Math.ceilDiv((long) Tokens.estimate(text) * ratioMilli, ONE);
  }

  /** Returns what it holds so far. */
  Gauge gauge() {
    return new Gauge(tokens, answerTokens(), used);
  }

  /**
   * Returns the first of the candidates that fit into the share of a section; what it leaves goes
   * to the turns.
   */
  List<Source> fill(Section section, List<Source> candidates) {
    List<Source> fitting = fitting(section, candidates);
    used.merge(section, cost(fitting), Integer::sum);
    return fitting;
  }

  /** Returns what {@link #fill} would, and takes no room for it. */
  List<Source> fitting(Section section, List<Source> candidates) {
    int room = room(section);
    int taken = 0;
    List<Source> fitting = new ArrayList<>();
    for (Source candidate : candidates) {
      taken += cost(List.of(candidate));
      if (taken > room) {
        break;
      }
      fitting.add(candidate);
    }
    return fitting;
  }

  private int cost(List<Source> sources) {
    return sources.stream().mapToInt(source -> TURN_OVERHEAD + cost(source.text())).sum();
  }

  /** Returns how many tokens, as they are estimated, a part of what a section may take is. */
  int estimatedShare(Section section, double part) {
    return (int) (room(section) * part * ONE / ratioMilli);
  }

  /** Returns how many tokens a section may take, beside what it took. */
  int room(Section section) {
    return switch (section) {
      case MEMORY -> (int) (left * MEMORY_SHARE);
      case COMMITMENT -> (int) (left * COMMITMENT_SHARE);
      case RECALL -> (int) (left * RECALL_SHARE);
      case SUMMARY -> (int) (left * SUMMARY_SHARE);
      case FRAME, TURN, MESSAGE -> Math.max(0, tokens - answerTokens() - taken());
    };
  }
}
