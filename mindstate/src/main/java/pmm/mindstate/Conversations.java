package pmm.mindstate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Everything that was said, as trees.
 *
 * @param all the conversations, by id
 * @param attempts the tries to answer
 * @param exchanged how many messages were said here, not imported
 */
public record Conversations(
    PersistentMap<String, Conversation> all, Attempts attempts, long exchanged) {
  static final Conversations EMPTY = new Conversations(PersistentMap.empty(), Attempts.NONE, 0);

  /** Returns a conversation, if there is one of that id. */
  public Optional<Conversation> find(String id) {
    return Optional.ofNullable(all.get(id));
  }

  /** Returns an attempt, if one of that id is known still. */
  public Optional<Attempt> attempt(String id) {
    return attempts.find(id);
  }

  Conversations reduce(StateEvent event) {
    return switch (event.kind()) {
      case "conversation_started" -> started(event);
      case "conversation_renamed" ->
          change(event, old -> old.withTitle(event.words().orElse(old.title())));
      case "conversation_archived" ->
          change(event, old -> old.withArchived(event.meta().path("archived").asBoolean(true)));
      case "branch_selected" -> change(event, old -> old.withLeaf(event.reference("leaf")));
      case "summary" -> change(event, old -> old.withSummary(event));
      case "user_message" -> message(event, Node.Kind.PERSON, event.reference("parent"));
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
      case "imported_record" -> laterFiles(event);
      default -> this;
    };
  }

  private Conversations started(StateEvent event) {
    String id = event.text("conversation_id");
    boolean imported = event.isImported();
    return id.isEmpty() || all.containsKey(id)
        ? this
        : with(all.put(id, Conversation.started(id, event.saidMs(), imported)));
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
    long before = event.number("in_place_of_event_id");
    Conversations next =
        change(id, old -> old.withMessage(event, kind, parent).withRestored(before, event.id()));
    boolean here = next != this && !event.isImported();
    return here ? new Conversations(next.all, attempts, exchanged + 1) : next;
  }

  /**
   * A message of the same append has no known id when the attempt is written: it is the event right
   * before.
   */
  private Conversations attemptStarted(StateEvent event) {
    String id = event.text("attempt_id");
    String conversationId = event.text("conversation_id");
    if (id.isEmpty() || attempt(id).isPresent() || find(conversationId).isEmpty()) {
      return this;
    }
    long named = event.number("user_event_id");
    long user = named == 0 ? event.id() - 1 : named;
    Attempt attempt = new Attempt(id, conversationId, user, event.id(), 0);
    Conversations next = change(event, old -> old.withLeaf(user));
    return new Conversations(next.all, attempts.with(attempt), exchanged);
  }

  /** The first outcome of an attempt counts; imported talk has none to close. */
  private Conversations outcome(StateEvent event, Node.Kind kind) {
    Optional<Attempt> attempt = attempt(event.text("attempt_id"));
    if (attempt.isEmpty()) {
      return message(event, kind, event.reference("parent"));
    }
    if (!attempt.get().isOpen()) {
      return this;
    }
    Conversations next =
        message(attempt.get().conversationId(), event, kind, attempt.get().userEventId());
    return new Conversations(
        next.all, attempts.with(attempt.get().ended(event.id())), next.exchanged);
  }

  /** Files that came after their message are noted at it. */
  private Conversations laterFiles(StateEvent event) {
    Conversations next = this;
    if (event.text("record").equals("files")) {
      for (long message : event.references("source")) {
        next = next.change(event, old -> old.withNote(message, event.id()));
      }
    }
    return next;
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
    return new Conversations(changed, attempts, exchanged);
  }

  /** Each conversation is an object, followed by an array for each of its messages. */
  Iterable<JsonNode> toJson() {
    return () ->
        StreamSupport.stream(all.rows(Conversations::rows).spliterator(), false)
            .flatMap(Function.identity())
            .iterator();
  }

  private static Stream<JsonNode> rows(Conversation talk) {
    return Stream.concat(Stream.of(talk.toJson()), talk.nodes().stream().map(Node::toJson));
  }

  static Conversations fromJson(Iterable<JsonNode> rows, Attempts attempts, long exchanged) {
    PersistentMap<String, Conversation> all = PersistentMap.empty();
    Conversation last = null;
    for (JsonNode row : rows) {
      if (row.isObject()) {
        all = last == null ? all : all.put(last.id(), last);
        last = Conversation.fromJson(row);
      } else if (last != null) {
        last = last.withStored(Node.fromJson(row));
      }
    }
    all = last == null ? all : all.put(last.id(), last);
    return new Conversations(all, attempts, exchanged);
  }
}
