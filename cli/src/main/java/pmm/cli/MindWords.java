package pmm.cli;

import java.util.Map;
import pmm.mind.v1.CommitmentFigures;
import pmm.mind.v1.Stage;
import pmm.mindstate.Commitment;
import pmm.mindstate.Sentences;

/** What the mind is like, in plain English. */
final class MindWords {
  private MindWords() {}

  static String stage(Stage stage) {
    return switch (stage) {
      case STAGE_UNSPECIFIED, UNRECOGNIZED -> Sentences.ENGLISH.say("stage.unknown");
      default -> stage(stage.getNumber() - 1);
    };
  }

  /** Says a stage by its number, from 0 to 4. */
  static String stage(int stage) {
    return Sentences.ENGLISH.say("stage." + stage);
  }

  /** Such as "Stage S2: reflecting consistently". */
  static String grown(Stage stage) {
    return switch (stage) {
      case STAGE_UNSPECIFIED, UNRECOGNIZED -> stage(stage);
      default -> Sentences.ENGLISH.say("stage.said", Map.of("stage", stage.getNumber() - 1));
    };
  }

  static String state(Commitment.State state) {
    return switch (state) {
      case OPEN -> "open";
      case CLOSED -> "kept";
      case EXPIRED -> "let go";
    };
  }

  static String promises(CommitmentFigures figures) {
    return Sentences.ENGLISH.say(
        "promises.figures",
        Map.of(
            "opened", figures.getOpened(),
            "closed", figures.getClosed(),
            "rate", rate(figures),
            "percent", Math.round(100 * figures.getSuccess()),
            "expired", figures.getExpired(),
            "open", figures.getOpen()));
  }

  private static String rate(CommitmentFigures figures) {
    if (figures.hasSuccess()) {
      return "SAID";
    }
    return figures.getClosed() + figures.getExpired() > 0 ? "EARLY" : "NONE";
  }
}
