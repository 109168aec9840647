package pmm.mind.compaction;

import java.util.function.Consumer;
import pmm.mind.generation.Ending;
import pmm.mind.generation.Generation;
import pmm.mind.generation.Speaker;

/** Takes the summary that a model writes. */
final class SummaryHearing implements Generation.Listener {
  private static final int MOST_CHARACTERS = 1 << 16;

  private final StringBuilder text = new StringBuilder();
  private final Consumer<Generation.Step> steps;
  private Speaker speaker = Speaker.unknown("");
  private boolean promptCut;

  /** Passes on what is going on before the first word. */
  SummaryHearing(Consumer<Generation.Step> steps) {
    this.steps = steps;
  }

  String text() {
    return text.toString().strip();
  }

  Speaker speaker() {
    return speaker;
  }

  /** Returns why what was written is no summary of all that was given; empty if it is one. */
  String wrong(Ending ending) {
    if (promptCut) {
      return "The model read less than it was given: its window is smaller than it says.";
    }
    if (text.toString().isBlank()) {
      return "The model wrote nothing.";
    }
    return switch (ending.finishReason()) {
      case "LENGTH" -> "The model did not come to an end within the length of a summary.";
      case "FILTERED" -> "The provider's filter stopped the model.";
      default -> "";
    };
  }

  @Override
  public void step(Generation.Step step) {
    steps.accept(step);
  }

  @Override
  public void opened(Speaker who) {
    speaker = who;
  }

  @Override
  public boolean text(String piece) {
    text.append(piece.replace('\0', '\uFFFD'));
    return text.length() <= MOST_CHARACTERS;
  }

  @Override
  public void reasoning(String piece) {}

  @Override
  public void toolCall(int index, String callId, String name, String arguments) {}

  @Override
  public void promptCut() {
    promptCut = true;
  }
}
