package pmm.mind.conversation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import pmm.ledger.v1.Event;
import pmm.mind.contract.MindReason;
import pmm.mind.contract.Requests;
import pmm.mind.ledger.Draft;
import pmm.mind.ledger.EventReader;
import pmm.mind.ledger.Ledger;
import pmm.mind.ledger.MindKeeper;
import pmm.mind.ledger.RequestIds;
import pmm.mind.v1.ConverseRequest;
import pmm.mindstate.Conversation;
import pmm.mindstate.MindState;
import pmm.mindstate.Node;
import pmm.rpc.Problem;

/** The first step of a turn: what the person does becomes durable, in one append. */
final class Acceptance {
  private final Ledger ledger;
  private final EventReader reader;
  private final MindKeeper keeper;

  Acceptance(Ledger ledger, EventReader reader, MindKeeper keeper) {
    this.ledger = ledger;
    this.reader = reader;
    this.keeper = keeper;
  }

  /** Returns the conversation that a request is about; the same new one for the same request. */
  static String conversationId(ConverseRequest request) {
    if (!request.getConversationId().isEmpty()) {
      return Requests.uuid("conversation_id", request.getConversationId());
    }
    if (request.getActCase() != ConverseRequest.ActCase.SAY) {
      throw Requests.bad("conversation_id", "nothing", "the conversation of the message");
    }
    return RequestIds.derive(request.getRequestId(), "conversation");
  }

  Accepted accept(ConverseRequest request, String conversationId) {
    MindState mind = keeper.levelState();
    boolean begins = request.getConversationId().isEmpty();
    Conversation talk = mind.conversations().find(conversationId).orElse(null);
    if (talk == null && !begins) {
      throw new Problem(
          MindReason.CONVERSATION_NOT_FOUND,
          "conversation_id: " + conversationId + " is not known");
    }
    String modelId = Requests.modelId(request.getModelId(), mind.models());
    String attemptId = request.getRequestId();
    List<Draft> drafts = new ArrayList<>();
    if (begins) {
      drafts.add(new Draft("conversation_started", null, facts(conversationId)));
    }
    Plan plan = plan(request, talk);
    if (plan.text() != null) {
      drafts.add(new Draft("user_message", plan.text(), message(conversationId, plan)));
    }
    drafts.add(
        new Draft("generation_started", null, start(conversationId, attemptId, modelId, plan)));
    List<Event> stored = ledger.append(RequestIds.derive(attemptId, "accept"), drafts, List.of());
    MindState after = keeper.take(stored);
    Event message =
        plan.text() == null
            ? reader.find(plan.event()).orElseThrow()
            : stored.get(stored.size() - 2);
    Event continued = plan.continues() == 0 ? null : reader.find(plan.continues()).orElseThrow();
    return new Accepted(conversationId, attemptId, modelId, message, continued, after);
  }

  /**
   * What an act means in its tree.
   *
   * @param text the words of a new message; null for another answer to an old one
   * @param event with a text its parent, else the message to answer; 0 for none
   * @param continues the stopped answer that goes on; 0 for none
   */
  private record Plan(@Nullable String text, long event, long continues) {}

  private static Plan plan(ConverseRequest request, @Nullable Conversation talk) {
    return switch (request.getActCase()) {
      case SAY ->
          new Plan(
              Requests.words("say.text", request.getSay().getText()),
              talk == null ? 0 : talk.leaf(),
              0);
      case EDIT -> {
        Node old = node(talk, request.getEdit().getEventId(), Node.Kind.PERSON);
        yield new Plan(Requests.words("edit.text", request.getEdit().getText()), old.parent(), 0);
      }
      case REGENERATE ->
          new Plan(
              null,
              remembered(node(talk, request.getRegenerate().getEventId(), Node.Kind.PERSON)).id(),
              0);
      case RETRY -> {
        Node message = node(talk, request.getRetry().getEventId(), Node.Kind.PERSON);
        yield new Plan(null, failedLast(talk, remembered(message)).id(), 0);
      }
      case CONTINUE -> {
        Node stopped = node(talk, request.getContinue().getEventId(), Node.Kind.STOPPED);
        yield new Plan(null, stopped.parent(), stopped.id());
      }
      case ACT_NOT_SET -> throw Requests.bad("act", "nothing", "what the person does");
    };
  }

  private static Node node(@Nullable Conversation talk, long eventId, Node.Kind kind) {
    Node node = talk == null ? null : talk.node(eventId);
    if (node == null) {
      throw new Problem(
          MindReason.MESSAGE_NOT_FOUND,
          "event_id: " + eventId + " is no message of this conversation");
    }
    if (node.kind() != kind) {
      throw new Problem(
          MindReason.ACT_NOT_POSSIBLE,
          "event_id: "
              + eventId
              + (kind == Node.Kind.PERSON
                  ? " is no message of the person"
                  : " is no stopped answer"));
    }
    return node;
  }

  /** There is nothing to answer in what was forgotten. */
  private static Node remembered(Node message) {
    if (!message.worded()) {
      throw new Problem(
          MindReason.ACT_NOT_POSSIBLE, "event_id: " + message.id() + " was forgotten");
    }
    return message;
  }

  private static Node failedLast(@Nullable Conversation talk, Node message) {
    Node last =
        talk == null || message.children().isEmpty()
            ? null
            : message.children().stream()
                .map(talk::node)
                .filter(child -> child != null && !child.fromPerson())
                .reduce((earlier, later) -> later)
                .orElse(null);
    if (last == null || last.kind() != Node.Kind.FAILED) {
      throw new Problem(
          MindReason.ACT_NOT_POSSIBLE,
          "event_id: " + message.id() + " has no failed answer to try again");
    }
    return message;
  }

  private static ObjectNode facts(String conversationId) {
    return Draft.facts().put("conversation_id", conversationId);
  }

  private static ObjectNode message(String conversationId, Plan plan) {
    ObjectNode meta = facts(conversationId);
    return plan.event() == 0
        ? meta.putNull("parent_event_id")
        : meta.put("parent_event_id", plan.event());
  }

  /**
   * Without a user_event_id the attempt answers the message right before it: its number is not
   * known yet.
   */
  private static ObjectNode start(
      String conversationId, String attemptId, String modelId, Plan plan) {
    ObjectNode meta = facts(conversationId).put("attempt_id", attemptId).put("model_id", modelId);
    if (plan.text() == null) {
      meta.put("user_event_id", plan.event());
    }
    if (plan.continues() > 0) {
      meta.put("continues", plan.continues());
    }
    return meta;
  }
}
