package pmm.cli;

import pmm.mind.v1.CommitmentFigures;
import pmm.mind.v1.Stage;
import pmm.mindstate.Commitment;

/** What the mind is like, in plain English. */
final class MindWords {
  private static final int ENOUGH = 5;

  private MindWords() {}

  static String stage(Stage stage) {
    return switch (stage) {
      case STAGE_S0 -> "Waking";
      case STAGE_S1 -> "Noticing";
      case STAGE_S2 -> "Reflecting consistently";
      case STAGE_S3 -> "Keeping its word";
      case STAGE_S4 -> "Self-directed";
      case STAGE_UNSPECIFIED, UNRECOGNIZED -> "not known yet";
    };
  }

  /** Says a stage by its number, from 0 to 4. */
  static String stage(int stage) {
    return stage(Stage.forNumber(1 + stage));
  }

  static String state(Commitment.State state) {
    return switch (state) {
      case OPEN -> "open";
      case CLOSED -> "kept";
      case EXPIRED -> "let go";
    };
  }

  static String promises(CommitmentFigures figures) {
    if (figures.getOpened() == 0) {
      return "none made yet";
    }
    return figures.getClosed()
        + " kept, "
        + figures.getExpired()
        + " let go, "
        + figures.getOpen()
        + " open; "
        + success(figures);
  }

  /** Kept out of all that came to an end. */
  private static String success(CommitmentFigures figures) {
    int finished = figures.getClosed() + figures.getExpired();
    return finished < ENOUGH
        ? "too early to say how reliable it is"
        : Math.round(100.0 * figures.getClosed() / finished) + " % of those finished were kept";
  }
}
