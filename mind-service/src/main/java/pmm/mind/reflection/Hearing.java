package pmm.mind.reflection;

import java.util.function.Consumer;
import pmm.mind.generation.Generation;
import pmm.mind.generation.Speaker;

/** Takes the answer of a model that looks back. */
final class Hearing implements Generation.Listener {
  private static final int MOST_CHARACTERS = 1 << 16;

  private final StringBuilder text = new StringBuilder();
  private final Consumer<Generation.Step> steps;
  private Speaker speaker = Speaker.unknown("");

  /** Passes on what is going on before the first word. */
  Hearing(Consumer<Generation.Step> steps) {
    this.steps = steps;
  }

  String text() {
    return text.toString();
  }

  Speaker speaker() {
    return speaker;
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
    text.append(piece);
    return text.length() <= MOST_CHARACTERS;
  }

  @Override
  public void reasoning(String piece) {}

  @Override
  public void toolCall(int index, String callId, String name, String arguments) {}

  @Override
  public void promptCut() {}
}
