package pmm.mind.context;

import java.util.ArrayList;
import java.util.List;
import pmm.mind.ledger.EventReader;
import pmm.mindstate.IdentityProbe;
import pmm.mindstate.MindState;

/**
 * Builds what a model is given for one question of the identity check: the mind's usual frame, and
 * of its memories and promises only those that are asked for.
 */
public final class ProbeContext {
  private static final int MOST_ANSWER_TOKENS = 600;

  private final EventReader reader;

  /** A builder that reads through this reader. */
  public ProbeContext(EventReader reader) {
    this.reader = reader;
  }

  /**
   * Builds the context of one question.
   *
   * @param probes all questions of the check: each is asked with what all of them ask for
   */
  public BuiltContext build(
      MindState mind, List<IdentityProbe> probes, IdentityProbe asked, long nowMs, String modelId) {
    String frame = Frame.template(mind);
    List<Source> namings = sources(Section.FRAME, Frame.namings(mind.identity()));
    List<Source> end = List.of(Source.unrecorded(Section.MESSAGE, true, asked.question(), nowMs));
    Window window = ContextBuilder.window(mind, modelId, Frame.fill(frame, namings), end);
    List<Source> sources = new ArrayList<>(namings);
    for (Section section : List.of(Section.MEMORY, Section.COMMITMENT)) {
      sources.addAll(window.fill(section, sources(section, events(probes, section))));
    }
    sources.addAll(end);
    Gauge full = window.gauge();
    int answer = Math.min(full.answerTokens(), MOST_ANSWER_TOKENS);
    Gauge gauge = new Gauge(full.windowTokens(), answer, full.used());
    Prompt prompt = Prompt.compose(frame, sources, List.of());
    return new BuiltContext(mind, frame, sources, List.of(), prompt, gauge);
  }

  private List<Source> sources(Section section, List<Long> ids) {
    return reader.all(ids).stream().map(event -> Source.of(section, event, 0)).toList();
  }

  private static List<Long> events(List<IdentityProbe> probes, Section section) {
    return probes.stream()
        .filter(probe -> sectionOf(probe) == section)
        .flatMap(probe -> probe.eventIds().stream())
        .toList();
  }

  private static Section sectionOf(IdentityProbe probe) {
    return switch (probe) {
      case IdentityProbe.Name name -> Section.FRAME;
      case IdentityProbe.Remembered memory -> Section.MEMORY;
      case IdentityProbe.Promised promises -> Section.COMMITMENT;
      case IdentityProbe.Tone tone -> Section.MESSAGE;
    };
  }
}
