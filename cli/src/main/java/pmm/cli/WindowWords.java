package pmm.cli;

import static java.util.stream.Collectors.joining;

import java.util.Locale;
import pmm.mind.v1.WindowGauge;

/** How a model's window was shared out, on one line. */
final class WindowWords {
  private WindowWords() {}

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
      case "turn" -> "said before";
      case "message" -> "the message";
      default -> Text.oneLine(section);
    };
  }
}
