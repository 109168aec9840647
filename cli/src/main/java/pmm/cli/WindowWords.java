package pmm.cli;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import pmm.mind.v1.GetGaugeResponse;
import pmm.mind.v1.WindowGauge;

/** How a model's window is shared out. */
final class WindowWords {
  private WindowWords() {}

  /** How full it would be in the next turn, for a person. */
  static List<String> lines(GetGaugeResponse next) {
    WindowGauge window = next.getWindow();
    int full = 100 - (int) (100L * window.getFreeTokens() / Math.max(1, window.getWindowTokens()));
    List<String> lines = new ArrayList<>();
    lines.add(
        "With your next message the window of "
            + Text.oneLine(next.getModelId())
            + " would be "
            + full
            + " % full, the room for the answer counted in"
            + (next.getWindowKnown()
                ? "."
                : ". How large it is is not known: a usual size is assumed."));
    lines.add(of(window));
    if (next.getMessageCount() > 0) {
      lines.add(
          "Word for word: "
              + number(next.getVerbatimCount())
              + " of "
              + Text.count(next.getMessageCount(), "message")
              + " said before.");
    }
    next.getLeftOutList().forEach(sentence -> lines.add(Text.oneLine(sentence)));
    if (next.getSummarizableCount() > 0 && !next.getLeftOutList().isEmpty()) {
      lines.add(
          "To keep what is left out in mind: /summarise, which can sum up "
              + Text.count(next.getSummarizableCount(), "message")
              + " now.");
    }
    return lines;
  }

  static String of(WindowGauge gauge) {
    String shares =
        gauge.getSharesList().stream()
            .filter(share -> share.getTokens() > 0)
            .map(share -> part(share.getSection()) + " " + number(share.getTokens()))
            .collect(joining(", "));
    return String.format(
        Locale.ROOT,
        "%s tokens, about: %s, kept for the answer %s, free %s",
        number(gauge.getWindowTokens()),
        shares,
        number(gauge.getAnswerTokens()),
        number(gauge.getFreeTokens()));
  }

  private static String number(int tokens) {
    return String.format(Locale.ROOT, "%,d", tokens);
  }

  private static String part(String section) {
    return switch (section) {
      case "frame" -> "who it is";
      case "memory" -> "memories";
      case "commitment" -> "promises";
      case "recall" -> "recalled";
      case "summary" -> "a summary";
      case "turn" -> "said before";
      case "message" -> "the message";
      default -> Text.oneLine(section);
    };
  }
}
