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
import pmm.mindstate.Models;
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
    Node node = talk.node(message.getEventId());
    Earlier earlier = earlier(talk, node == null ? 0 : node.parent());
    return build(mind, earlier, end, shown, modelId, acts(modelId));
  }

  /**
   * Builds what the next turn of a conversation would be given.
   *
   * @param talk the conversation; null for one that begins
   * @param draft what the person is about to say; may be empty
   */
  public BuiltContext buildNext(
      MindState mind, @Nullable Conversation talk, String draft, long nowMs, String modelId) {
    List<Source> end = List.of(Source.unrecorded(Section.MESSAGE, true, draft, nowMs));
    Earlier earlier = talk == null ? Earlier.all(List.of()) : earlier(talk, talk.leaf());
    return build(mind, earlier, end, new HashSet<>(), modelId, acts(modelId));
  }

  /** Builds the context of talk that no event holds; {@code earlier} is oldest first. */
  public BuiltContext buildUnrecorded(
      MindState mind, List<Source> earlier, String message, long nowMs, String modelId) {
    List<Source> end = List.of(Source.unrecorded(Section.MESSAGE, true, message, nowMs));
    return build(mind, Earlier.all(earlier.reversed()), end, new HashSet<>(), modelId, "");
  }

  /** What stands beside the prompt, and takes room in the window. */
  private static String acts(String modelId) {
    return modelId.equals(Models.BUILT_IN) ? "" : ActTools.text();
  }

  /**
   * What was said before on a branch.
   *
   * @param turns the turns, newest first, so that the oldest have to go: no more than a prompt
   *     takes
   * @param count how many there are in all
   * @param talk the conversation; null where no event holds it
   * @param lastId the last message of the branch
   */
  private record Earlier(List<Source> turns, int count, @Nullable Conversation talk, long lastId) {
    static Earlier all(List<Source> turns) {
      return new Earlier(turns, turns.size(), null, 0);
    }
  }

  private BuiltContext build(
      MindState mind,
      Earlier earlier,
      List<Source> end,
      Set<Long> shown,
      String modelId,
      String acts) {
    Source message = end.getFirst();
    String frame = Frame.template(mind);
    List<Source> namings =
        reader.all(Frame.namings(mind.identity())).stream()
            .map(event -> Source.of(Section.FRAME, event, 0))
            .toList();
    Window window = window(mind, modelId, Frame.fill(frame, namings) + acts, end);
    end.forEach(source -> shown.add(source.eventId()));
    earlier.turns().forEach(source -> shown.add(source.eventId()));
    List<Source> memories = recall.memories(mind, message.text());
    memories.forEach(memory -> shown.add(memory.originId()));
    List<Source> past = recall.past(mind, message.text(), shown, message.tsMs());

    LeftOut leftOut = new LeftOut();
    List<Source> sources = new ArrayList<>(namings);
    sources.addAll(fill(window, Section.MEMORY, memories, MOST_MEMORIES, leftOut));
    sources.addAll(fill(window, Section.COMMITMENT, promises(mind), MOST_PROMISES, leftOut));
    sources.addAll(fill(window, Section.RECALL, past, MOST_RECALLED, leftOut));
    sources.addAll(said(mind, window, earlier, leftOut));
    sources.addAll(end);
    List<String> missing = leftOut.sentences();
    Prompt prompt = Prompt.compose(frame, sources, missing);
    return new BuiltContext(mind, frame, sources, missing, prompt, window.gauge());
  }

  /** The turns win where all of them fit; where not, a summary stands for the oldest. */
  private List<Source> said(MindState mind, Window window, Earlier earlier, LeftOut leftOut) {
    List<Source> few = first(earlier.turns(), MOST_TURNS);
    boolean whole = window.fitting(Section.TURN, few).size() == earlier.count();
    List<Source> said = new ArrayList<>();
    int stands = 0;
    Conversation talk = earlier.talk();
    if (!whole && talk != null) {
      Standing standing = Standing.of(mind, talk, earlier.lastId(), reader);
      Event summary = standing.summary();
      if (summary != null) {
        List<Source> one = List.of(Source.of(Section.SUMMARY, summary, 0));
        said.addAll(fill(window, Section.SUMMARY, one, 1, leftOut));
        stands = talk.turns(standing.throughEventId());
      }
    }
    List<Source> turns = window.fill(Section.TURN, few);
    int missing = earlier.count() - turns.size();
    int summarized = said.isEmpty() ? 0 : Math.min(missing, stands);
    if (summarized > 0) {
      leftOut.summarized(summarized, said.getFirst().eventId());
    }
    leftOut.add(Section.TURN, missing - summarized);
    said.addAll(turns.reversed());
    return said;
  }

  /** The window of an added model, or a usual one where it is not known. */
  static Window window(MindState mind, String modelId, String frame, List<Source> end) {
    int tokens = mind.models().window(modelId).orElse(Window.DEFAULT_TOKENS);
    return new Window(tokens, mind.models().counted().of(modelId), frame, end);
  }

  private static List<Source> fill(
      Window window, Section section, List<Source> candidates, int most, LeftOut leftOut) {
    List<Source> fitting = window.fill(section, first(candidates, most));
    leftOut.add(section, candidates.size() - fitting.size());
    return fitting;
  }

  private static List<Source> first(List<Source> all, int most) {
    return all.subList(0, Math.min(all.size(), most));
  }

  private List<Source> promises(MindState mind) {
    List<Commitment> open = mind.commitments().openInWords();
    List<Long> newest =
        open.subList(Math.max(0, open.size() - MOST_PROMISES), open.size()).stream()
            .map(Commitment::id)
            .toList();
    return reader.all(newest).stream()
        .map(event -> Source.of(Section.COMMITMENT, event, 0))
        .toList();
  }

  /** Returns what was said on a branch up to a message. */
  private Earlier earlier(Conversation talk, long lastId) {
    List<Long> ids = new ArrayList<>();
    Node node = talk.node(lastId);
    while (node != null && ids.size() < MOST_TURNS) {
      if (node.isTurn()) {
        ids.add(node.id());
      }
      node = talk.node(node.parent());
    }
    List<Source> turns =
        reader.all(ids).stream().map(event -> Source.of(Section.TURN, event, 0)).toList();
    return new Earlier(turns, talk.turns(lastId), talk, lastId);
  }
}
