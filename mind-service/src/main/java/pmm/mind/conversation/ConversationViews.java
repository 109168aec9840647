package pmm.mind.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import pmm.ledger.v1.Event;
import pmm.mind.context.Source;
import pmm.mind.contract.Requests;
import pmm.mind.generation.Failure;
import pmm.mind.ledger.EventReader;
import pmm.mind.ledger.Events;
import pmm.mind.ledger.Ledger;
import pmm.mind.v1.GetConversationResponse;
import pmm.mind.v1.Message;
import pmm.mind.v1.Note;
import pmm.mindstate.Conversation;
import pmm.mindstate.Feedback;
import pmm.mindstate.ForgetGrammar;
import pmm.mindstate.MarkerParser;
import pmm.mindstate.Node;
import pmm.mindstate.transcript.ImportedMessages;
import pmm.mindstate.transcript.StoredEvent;

/** Conversations as they are shown. */
final class ConversationViews {
  /** No event: what the person's own words ask for, to be shown beneath them. */
  private static final String FORGET_ASKED = "forget_asked";

  /** No event: what an answer was given was forgotten while it was written. */
  private static final String GIVEN_FORGOTTEN = "given_forgotten";

  /** The words of a page, in bytes: an answer may hold 4 MiB. */
  private static final int MOST_BYTES = 5 << 19;

  /** What is kept free of that for what stands beside imported messages. */
  private static final int ROOM_BESIDE = 1 << 19;

  private static final int READ_AT_ONCE = 128;

  private final Ledger ledger;
  private final EventReader reader;

  ConversationViews(Ledger ledger, EventReader reader) {
    this.ledger = ledger;
    this.reader = reader;
  }

  static pmm.mind.v1.Conversation summary(Conversation talk) {
    pmm.mind.v1.Conversation.Builder summary =
        pmm.mind.v1.Conversation.newBuilder()
            .setConversationId(talk.id())
            .setTitle(talk.title())
            .setMessageCount(talk.nodes().size())
            .setArchived(talk.archived())
            .setImported(talk.imported());
    Requests.setTime(summary::setCreateTime, talk.createMs());
    Requests.setTime(summary::setUpdateTime, talk.updateMs());
    return summary.build();
  }

  /**
   * Returns the messages of the shown branch that end before an event; 0 means at the branch's end.
   */
  GetConversationResponse page(
      Conversation talk, long before, int size, String liveAttemptId, Feedback feedback) {
    Node first = talk.node(before == 0 ? talk.leaf() : before);
    List<Node> branch = new ArrayList<>();
    Node node = before == 0 || first == null ? first : talk.node(first.parent());
    // One more than asked for tells whether there are older ones, and which model spoke before.
    while (node != null && branch.size() <= size) {
      branch.add(node);
      node = talk.node(node.parent());
    }
    boolean more = branch.size() > size;
    List<Event> events = reader.all(branch.stream().map(Node::id).toList());
    Deque<Message.Builder> messages = new ArrayDeque<>();
    List<String> spoke = spoke(events);
    int room = MOST_BYTES;
    for (int i = 0; i < Math.min(size, branch.size()); i++) {
      Message.Builder message =
          message(talk, branch.get(i), events.get(i), spoke.get(i + 1))
              .addAllFeedback(words(feedback, branch.get(i)));
      room -= message.build().getSerializedSize();
      if (room < 0 && i > 0) {
        more = true;
        break;
      }
      messages.addFirst(message);
    }
    addImported(messages, talk, room + ROOM_BESIDE);
    GetConversationResponse.Builder response =
        GetConversationResponse.newBuilder()
            .setConversation(summary(talk))
            .setHasMore(more)
            .setLiveAttemptId(liveAttemptId);
    messages.forEach(response::addMessages);
    return response.build();
  }

  /** Which model spoke last, up to each of these events, and to none of them; the newest first. */
  private static List<String> spoke(List<Event> events) {
    LinkedList<String> spoke = new LinkedList<>(List.of(""));
    for (Event event : events.reversed()) {
      String model = Events.meta(event).path("model_id").asText();
      spoke.addFirst(model.isEmpty() ? spoke.getFirst() : model);
    }
    return new ArrayList<>(spoke);
  }

  /** Oldest first, as what belongs to them is stored. */
  private void addImported(Iterable<Message.Builder> messages, Conversation talk, int room) {
    ImportedMessages stored = new ImportedMessages(this::from);
    ImportedViews views = new ImportedViews(stored, Math.max(0, room));
    for (Message.Builder message : messages) {
      if (!message.getSource().isEmpty()) {
        long id = message.getEventId();
        Node node = talk.node(id);
        stored.note(id, node == null ? List.of() : node.notes());
        message.setImported(views.of(id, isLast(talk, id)));
      }
    }
  }

  /** Whether the old talk ended there; what was said here may follow. */
  private boolean isLast(Conversation talk, long eventId) {
    return reader.all(talk.children(eventId)).stream()
        .noneMatch(event -> Events.meta(event).has("source"));
  }

  private List<StoredEvent> from(long id) {
    return ledger.after(id - 1, READ_AT_ONCE).stream()
        .map(event -> new StoredEvent(Events.toState(event), event.getContentForgotten()))
        .toList();
  }

  private static List<pmm.mind.v1.Feedback> words(Feedback feedback, Node answer) {
    return feedback.of(answer.id()).stream()
        .map(word -> pmm.mind.v1.Feedback.valueOf("FEEDBACK_" + word.toUpperCase(Locale.ROOT)))
        .toList();
  }

  private Message.Builder message(Conversation talk, Node node, Event event, String spokeBefore) {
    JsonNode meta = Events.meta(event);
    String modelId = meta.path("model_id").asText();
    boolean imported = meta.has("source");
    boolean switched = !modelId.isEmpty() && !spokeBefore.isEmpty() && !modelId.equals(spokeBefore);
    Message.Builder message =
        Message.newBuilder()
            .setEventId(node.id())
            .setParentEventId(node.parent())
            .setFromPerson(node.fromPerson())
            .setText(text(node, event, imported))
            .setForgotten(event.getContentForgotten())
            .setOutcome(FinishedView.outcome(event.getKind()))
            .setModelId(imported ? meta.path("source").path("model").asText() : modelId)
            .addAllSiblingEventIds(siblings(talk, node))
            .setElapsedMs(meta.path("elapsed_ms").asLong())
            .setSource(meta.path("source").path("format").asText())
            .setFinishReason(meta.path("finish_reason").asText())
            .addAllToolCalls(FinishedView.toolCalls(meta))
            .setSwitchedFromModelId(switched ? spokeBefore : "")
            .setDriftEventId(FinishedView.drift(event, reader).map(Event::getEventId).orElse(0L));
    Requests.setTime(message::setCreateTime, Events.saidMillis(event));
    message.setTimeGuessed(meta.path("source").path("time_guessed").asBoolean());
    if (meta.has("failure")) {
      message.setFailure(Prompts.toProto(Failure.read(meta), null));
    }
    if (node.fromPerson() && !imported) {
      ForgetGrammar.asked(event.getContent())
          .map(about -> Note.newBuilder().setKind(FORGET_ASKED).setText(about))
          .ifPresent(note -> message.addNotes(note.setEventId(node.id())));
    }
    if (meta.has("forgotten_event_ids")) {
      message.addNotes(Note.newBuilder().setKind(GIVEN_FORGOTTEN).setEventId(node.id()));
    }
    // Files that came later are told with the message.
    List<Event> notes = imported ? List.of() : reader.all(node.notes());
    message.setActsText(ActWords.of(event, notes));
    for (Event note : notes) {
      message.addNotes(
          Note.newBuilder()
              .setEventId(note.getEventId())
              .setKind(note.getKind())
              .setText(noteText(note)));
    }
    return message;
  }

  /** What looks like a marker in imported talk is none. */
  private static String text(Node node, Event event, boolean imported) {
    boolean whole = node.fromPerson() || imported;
    return whole ? event.getContent() : MarkerParser.visible(event.getContent());
  }

  /** A closed promise has no words of its own: it shows those it was opened with. */
  private String noteText(Event note) {
    if (!note.getKind().equals("commitment_closed")) {
      return words(note);
    }
    long opened = Events.meta(note).path("commitment_id").asLong();
    return reader.find(opened).map(ConversationViews::words).orElse("");
  }

  private static String words(Event event) {
    return event.getContentForgotten() ? Source.FORGOTTEN : event.getContent();
  }

  private static List<Long> siblings(Conversation talk, Node node) {
    List<Long> siblings = new ArrayList<>();
    for (long id : talk.children(node.parent())) {
      @Nullable Node other = talk.node(id);
      if (other != null
          && other.fromPerson() == node.fromPerson()
          && (other.worded() || id == node.id())) {
        siblings.add(id);
      }
    }
    return siblings;
  }
}
