package pmm.mind.context;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import pmm.ledger.v1.Event;
import pmm.mind.ledger.EventReader;
import pmm.mind.ledger.Ledger;
import pmm.mindstate.Commitment;
import pmm.mindstate.Conversation;
import pmm.mindstate.MindState;
import pmm.mindstate.Node;

/**
 * Builds what a model is given: a deterministic function of the ledger, the message and the model's
 * window.
 */
public final class ContextBuilder {
  private static final int MOST_TURNS = 60;
  private static final int MOST_MEMORIES = 12;
  private static final int MOST_RECALLED = 12;
  private static final int MOST_PROMISES = 20;

  private final EventReader reader;
  private final Recall recall;

  /** A builder that reads from this ledger. */
  public ContextBuilder(Ledger ledger, EventReader reader) {
    this.reader = reader;
    this.recall = new Recall(ledger, reader);
  }

  /**
   * Builds the context of one attempt.
   *
   * @param mind the mind, which has taken in the message
   * @param conversationId the conversation
   * @param message the person's message
   * @param continued the stopped answer that goes on; null for a new one
   * @param modelId the model that will read it
   */
  public BuiltContext build(
      MindState mind,
      String conversationId,
      Event message,
      @Nullable Event continued,
      String modelId) {
    List<Source> end = new ArrayList<>();
    end.add(Source.of(Section.MESSAGE, message, 0));
    if (continued != null && !continued.getContent().isEmpty()) {
      end.add(Source.of(Section.TURN, continued, 0));
    }
    Conversation talk = mind.conversations().find(conversationId).orElseThrow();
    // Other answers to the same message would only be said again.
    Set<Long> shown = new HashSet<>(talk.children(message.getEventId()));
    return build(mind, earlierTurns(talk, message.getEventId()), end, shown, modelId);
  }

  /** Builds the context of talk that no event holds; {@code earlier} is oldest first. */
  public BuiltContext buildUnrecorded(
      MindState mind, List<Source> earlier, String message, long nowMs, String modelId) {
    List<Source> end = List.of(Source.unrecorded(Section.MESSAGE, true, message, nowMs));
    return build(mind, earlier.reversed(), end, new HashSet<>(), modelId);
  }

  /** The turns come newest first, so that the oldest have to go. */
  private BuiltContext build(
      MindState mind, List<Source> turns, List<Source> end, Set<Long> shown, String modelId) {
    Source message = end.getFirst();
    String frame = Frame.template(mind);
    List<Source> namings =
        reader.all(Frame.namings(mind.identity())).stream()
            .map(event -> Source.of(Section.FRAME, event, 0))
            .toList();
    Window window = window(mind, modelId, Frame.fill(frame, namings), end);
    end.forEach(source -> shown.add(source.eventId()));
    turns.forEach(source -> shown.add(source.eventId()));
    List<Source> memories = recall.memories(mind, message.text());
    memories.forEach(memory -> shown.add(memory.originId()));
    List<Source> past = recall.past(mind, message.text(), shown, message.tsMs());

    LeftOut leftOut = new LeftOut();
    List<Source> sources = new ArrayList<>(namings);
    sources.addAll(fill(window, Section.MEMORY, memories, MOST_MEMORIES, leftOut));
    sources.addAll(fill(window, Section.COMMITMENT, promises(mind), MOST_PROMISES, leftOut));
    sources.addAll(fill(window, Section.RECALL, past, MOST_RECALLED, leftOut));
    sources.addAll(fill(window, Section.TURN, turns, MOST_TURNS, leftOut).reversed());
    sources.addAll(end);
    List<String> missing = leftOut.sentences();
    Prompt prompt = Prompt.compose(frame, sources, missing);
    return new BuiltContext(mind, frame, sources, missing, prompt, window.gauge());
  }

  /** The window of an added model, or a usual one where it is not known. */
  static Window window(MindState mind, String modelId, String frame, List<Source> end) {
    Integer known = mind.models().added().get(modelId);
    int tokens = known == null || known <= 0 ? Window.DEFAULT_TOKENS : known;
    return new Window(tokens, mind.models().counted().of(modelId), frame, end);
  }

  private static List<Source> fill(
      Window window, Section section, List<Source> candidates, int most, LeftOut leftOut) {
    List<Source> few = candidates.subList(0, Math.min(candidates.size(), most));
    List<Source> fitting = window.fill(section, few);
    leftOut.add(section, candidates.size() - fitting.size());
    return fitting;
  }

  private List<Source> promises(MindState mind) {
    List<Commitment> open = mind.commitments().open();
    List<Long> newest =
        open.subList(Math.max(0, open.size() - MOST_PROMISES), open.size()).stream()
            .map(Commitment::id)
            .toList();
    return reader.all(newest).stream()
        .map(event -> Source.of(Section.COMMITMENT, event, 0))
        .toList();
  }

  /** Returns the turns above a message on its branch, newest first. */
  private List<Source> earlierTurns(Conversation talk, long messageId) {
    List<Long> ids = new ArrayList<>();
    Node message = talk.node(messageId);
    Node node = message == null ? null : talk.node(message.parent());
    while (node != null && ids.size() < MOST_TURNS) {
      if (node.worded() && node.kind() != Node.Kind.FAILED) {
        ids.add(node.id());
      }
      node = talk.node(node.parent());
    }
    return reader.all(ids).stream().map(event -> Source.of(Section.TURN, event, 0)).toList();
  }
}
