package pmm.mind.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import pmm.ledger.v1.Event;
import pmm.mind.context.Source;
import pmm.mind.contract.Requests;
import pmm.mind.generation.Failure;
import pmm.mind.ledger.EventReader;
import pmm.mind.ledger.Events;
import pmm.mind.v1.GetConversationResponse;
import pmm.mind.v1.Message;
import pmm.mind.v1.Note;
import pmm.mindstate.Conversation;
import pmm.mindstate.ForgetGrammar;
import pmm.mindstate.MarkerParser;
import pmm.mindstate.Node;

/** Conversations as they are shown. */
final class ConversationViews {
  /** No event: what the person's own words ask for, to be shown beneath them. */
  private static final String FORGET_ASKED = "forget_asked";

  /** No event: what an answer was given was forgotten while it was written. */
  private static final String GIVEN_FORGOTTEN = "given_forgotten";

  private final EventReader reader;

  ConversationViews(EventReader reader) {
    this.reader = reader;
  }

  static pmm.mind.v1.Conversation summary(Conversation talk) {
    return pmm.mind.v1.Conversation.newBuilder()
        .setConversationId(talk.id())
        .setTitle(talk.title())
        .setCreateTime(Requests.timestamp(talk.createMs()))
        .setUpdateTime(Requests.timestamp(talk.updateMs()))
        .setMessageCount(talk.nodes().size())
        .setArchived(talk.archived())
        .setImported(talk.imported())
        .build();
  }

  /**
   * Returns the messages of the shown branch that end before an event; 0 means at the branch's end.
   */
  GetConversationResponse page(Conversation talk, long before, int size, String liveAttemptId) {
    Node first = talk.node(before == 0 ? talk.leaf() : before);
    List<Node> branch = new ArrayList<>();
    Node node = before == 0 || first == null ? first : talk.node(first.parent());
    // One more than asked for tells whether there are older ones, and which model spoke before.
    while (node != null && branch.size() <= size) {
      branch.add(node);
      node = talk.node(node.parent());
    }
    Collections.reverse(branch);
    boolean more = branch.size() > size;
    List<Event> events = reader.all(branch.stream().map(Node::id).toList());
    GetConversationResponse.Builder response =
        GetConversationResponse.newBuilder()
            .setConversation(summary(talk))
            .setHasMore(more)
            .setLiveAttemptId(liveAttemptId);
    String spoke = "";
    for (int i = 0; i < branch.size(); i++) {
      String model = Events.meta(events.get(i)).path("model_id").asText();
      if (!more || i > 0) {
        response.addMessages(message(talk, branch.get(i), events.get(i), spoke));
      }
      spoke = model.isEmpty() ? spoke : model;
    }
    return response.build();
  }

  private Message message(Conversation talk, Node node, Event event, String spokeBefore) {
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
            .setCreateTime(Requests.timestamp(Events.saidMillis(event)))
            .setOutcome(FinishedView.outcome(event.getKind()))
            .setModelId(imported ? meta.path("source").path("model").asText() : modelId)
            .addAllSiblingEventIds(siblings(talk, node))
            .setElapsedMs(meta.path("elapsed_ms").asLong())
            .setSource(meta.path("source").path("format").asText())
            .setFinishReason(meta.path("finish_reason").asText())
            .addAllToolCalls(FinishedView.toolCalls(meta))
            .setSwitchedFromModelId(switched ? spokeBefore : "")
            .setDriftEventId(FinishedView.drift(event, reader).map(Event::getEventId).orElse(0L));
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
    List<Event> notes = reader.all(node.notes());
    message.setActsText(ActWords.of(event, notes));
    for (Event note : notes) {
      message.addNotes(
          Note.newBuilder()
              .setEventId(note.getEventId())
              .setKind(note.getKind())
              .setText(noteText(note)));
    }
    return message.build();
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
