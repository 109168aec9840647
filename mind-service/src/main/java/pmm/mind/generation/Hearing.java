package pmm.mind.generation;

import java.util.function.Consumer;

/** Takes an answer that nobody reads while it is written. */
public final class Hearing implements Generation.Listener {
  private static final int MOST_CHARACTERS = 1 << 16;

  private final StringBuilder text = new StringBuilder();
  private final Consumer<Generation.Step> steps;
  private Speaker speaker = Speaker.unknown("");

  /** Passes on what is going on before the first word. */
  public Hearing(Consumer<Generation.Step> steps) {
    this.steps = steps;
  }

  /** Returns what was said so far. */
  public String text() {
    return text.toString();
  }

  /** Returns who speaks, as far as that is known. */
  public Speaker speaker() {
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
