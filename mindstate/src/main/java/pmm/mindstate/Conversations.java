package pmm.mindstate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Everything that was said, as trees.
 *
 * @param all the conversations, by id
 * @param attempts every try to answer, by id
 * @param open the attempts without an outcome, by the event that started them
 * @param exchanged how many messages were said here, not imported
 */
public record Conversations(
    PersistentMap<String, Conversation> all,
    PersistentMap<String, Attempt> attempts,
    PersistentMap<Long, String> open,
    long exchanged) {
  static final Conversations EMPTY =
      new Conversations(PersistentMap.empty(), PersistentMap.empty(), PersistentMap.empty(), 0);

  /** Returns a conversation, if there is one of that id. */
  public Optional<Conversation> find(String id) {
    return Optional.ofNullable(all.get(id));
  }

  /** Returns an attempt, if there is one of that id. */
  public Optional<Attempt> attempt(String id) {
    return Optional.ofNullable(attempts.get(id));
  }

  /** Returns the attempts without an outcome, oldest first. */
  public List<Attempt> openAttempts() {
    List<Attempt> found = new ArrayList<>();
    for (Map.Entry<Long, String> entry : open) {
      attempt(entry.getValue()).ifPresent(found::add);
    }
    return found;
  }

  Conversations reduce(StateEvent event) {
    return switch (event.kind()) {
      case "conversation_started" -> started(event);
      case "conversation_renamed" ->
          change(event, old -> old.withTitle(event.words().orElse(old.title())));
      case "conversation_archived" ->
          change(event, old -> old.withArchived(event.meta().path("archived").asBoolean(true)));
      case "branch_selected" -> change(event, old -> old.withLeaf(event.number("leaf_event_id")));
      case "user_message" -> message(event, Node.Kind.PERSON, event.number("parent_event_id"));
      case "generation_started" -> attemptStarted(event);
      case "assistant_message" -> outcome(event, Node.Kind.ANSWERED);
      case "generation_stopped" -> outcome(event, Node.Kind.STOPPED);
      case "generation_failed" -> outcome(event, Node.Kind.FAILED);
      case "commitment_opened",
          "commitment_closed",
          "memory_kept",
          "memory_proposed",
          "name_adopted" ->
          note(event);
      default -> this;
    };
  }

  private Conversations started(StateEvent event) {
    String id = event.text("conversation_id");
    boolean imported = !event.meta().path("source").isMissingNode();
    return id.isEmpty() || all.containsKey(id)
        ? this
        : with(all.put(id, Conversation.started(id, event.tsMs(), imported)));
  }

  private Conversations change(StateEvent event, UnaryOperator<Conversation> change) {
    return change(event.text("conversation_id"), change);
  }

  private Conversations change(String id, UnaryOperator<Conversation> change) {
    return find(id).map(old -> with(all.put(id, change.apply(old)))).orElse(this);
  }

  private Conversations message(StateEvent event, Node.Kind kind, long parent) {
    return message(event.text("conversation_id"), event, kind, parent);
  }

  private Conversations message(String id, StateEvent event, Node.Kind kind, long parent) {
    Conversations next = change(id, old -> old.withMessage(event, kind, parent));
    boolean here = next != this && event.meta().path("source").isMissingNode();
    return here ? new Conversations(next.all, attempts, open, exchanged + 1) : next;
  }

  /**
   * A message of the same append has no known id when the attempt is written: it is the event right
   * before.
   */
  private Conversations attemptStarted(StateEvent event) {
    String id = event.text("attempt_id");
    String conversationId = event.text("conversation_id");
    if (id.isEmpty() || attempts.containsKey(id) || find(conversationId).isEmpty()) {
      return this;
    }
    long named = event.number("user_event_id");
    long user = named == 0 ? event.id() - 1 : named;
    Attempt attempt = new Attempt(id, conversationId, user, event.id(), 0);
    Conversations next = change(event, old -> old.withLeaf(user));
    return new Conversations(
        next.all, attempts.put(id, attempt), open.put(event.id(), id), exchanged);
  }

  /** The first outcome of an attempt counts; imported talk has none to close. */
  private Conversations outcome(StateEvent event, Node.Kind kind) {
    Optional<Attempt> attempt = attempt(event.text("attempt_id"));
    if (attempt.isEmpty()) {
      return message(event, kind, event.number("parent_event_id"));
    }
    if (!attempt.get().isOpen()) {
      return this;
    }
    Conversations next =
        message(attempt.get().conversationId(), event, kind, attempt.get().userEventId());
    return new Conversations(
        next.all,
        attempts.put(attempt.get().id(), attempt.get().ended(event.id())),
        open.remove(attempt.get().startEventId()),
        next.exchanged);
  }

  private Conversations note(StateEvent event) {
    return attempt(event.text("attempt_id"))
        .filter(attempt -> !attempt.isOpen())
        .map(attempt ->
            change(
                attempt.conversationId(),
                old -> old.withNote(attempt.outcomeEventId(), event.id())))
        .orElse(this);
  }

  private Conversations with(PersistentMap<String, Conversation> changed) {
    return new Conversations(changed, attempts, open, exchanged);
  }

  /** Each conversation is an object, followed by an array for each of its messages. */
  ArrayNode toJson() {
    ArrayNode rows = JsonNodeFactory.instance.arrayNode();
    for (Map.Entry<String, Conversation> entry : all) {
      ObjectNode head = entry.getValue().toJson();
      rows.add(head);
      for (Map.Entry<Long, Node> node : entry.getValue().nodes()) {
        rows.add(node.getValue().toJson());
      }
    }
    return rows;
  }

  ArrayNode attemptsToJson() {
    ArrayNode rows = JsonNodeFactory.instance.arrayNode();
    for (Map.Entry<String, Attempt> entry : attempts) {
      rows.add(entry.getValue().toJson());
    }
    return rows;
  }

  static Conversations fromJson(JsonNode conversationRows, JsonNode attemptRows, long exchanged) {
    PersistentMap<String, Conversation> all = PersistentMap.empty();
    Conversation last = null;
    for (JsonNode row : conversationRows) {
      if (row.isObject()) {
        all = last == null ? all : all.put(last.id(), last);
        last = Conversation.fromJson(row);
      } else if (last != null) {
        last = last.withStored(Node.fromJson(row));
      }
    }
    all = last == null ? all : all.put(last.id(), last);
    PersistentMap<String, Attempt> attempts = PersistentMap.empty();
    PersistentMap<Long, String> open = PersistentMap.empty();
    for (JsonNode row : attemptRows) {
      Attempt attempt = Attempt.fromJson(row);
      attempts = attempts.put(attempt.id(), attempt);
      open = attempt.isOpen() ? open.put(attempt.startEventId(), attempt.id()) : open;
    }
    return new Conversations(all, attempts, open, exchanged);
  }
}
