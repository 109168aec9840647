package pmm.mindstate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;

/**
 * Everything the mind is after an event. It never changes; {@link #reduce} makes the next one and
 * shares the rest.
 *
 * @param through the last event taken in; 0 before the first
 */
public record MindState(
    long through,
    Identity identity,
    Persona persona,
    Models models,
    Commitments commitments,
    Proposals proposals,
    Memories memories,
    Conversations conversations,
    Traits traits,
    Growth growth,
    Feedback feedback,
    Reflections reflections,
    Autonomy autonomy,
    Steps steps) {
  /** The version of the reducers; a snapshot of another one is ignored. */
  public static final String VERSION = "pmm-state/16";

  /** The mind before its first event. */
  public static final MindState EMPTY =
      new MindState(
          0,
          Identity.EMPTY,
          Persona.EMPTY,
          Models.EMPTY,
          Commitments.EMPTY,
          Proposals.EMPTY,
          Memories.EMPTY,
          Conversations.EMPTY,
          Traits.EMPTY,
          Growth.EMPTY,
          Feedback.EMPTY,
          Reflections.EMPTY,
          Autonomy.EMPTY,
          Steps.EMPTY);

  /** Returns the mind after one more event. An event that was taken in already changes nothing. */
  public static MindState reduce(MindState state, StateEvent event) {
    return event.id() <= state.through ? state : state.next(event);
  }

  private MindState next(StateEvent event) {
    MindState after = withoutItsSteps(event);
    List<Step> taken = Step.of(this, event, after);
    return taken.isEmpty() ? after : after.with(steps.and(taken));
  }

  private MindState with(Steps more) {
    return new MindState(
        through,
        identity,
        persona,
        models,
        commitments,
        proposals,
        memories,
        conversations,
        traits,
        growth,
        feedback,
        reflections,
        autonomy,
        more);
  }

  private MindState withoutItsSteps(StateEvent event) {
    Traits inclined = traits.reduce(event, !commitments.openByText().isEmpty(), feedback);
    return new MindState(
        event.id(),
        identity.reduce(event),
        persona.reduce(event),
        models.reduce(event),
        commitments.reduce(event),
        proposals.reduce(event),
        memories.reduce(event),
        conversations.reduce(event),
        inclined,
        growth.reduce(event, identity, models, commitments, traits),
        feedback.reduce(event, traits, inclined),
        reflections.reduce(event),
        autonomy.reduce(event),
        steps);
  }

  /**
   * Returns the SHA-256 in hex over the canonical form of what the mind is: all but the model it
   * speaks through, the ones it took its steps with, and the event it has reached, so that a switch
   * of models leaves it equal. Each row stands in a line of its own behind the name of its list.
   */
  public String projectionHash() {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      ObjectNode head = head();
      head.remove("models");
      head.remove("through");
      line(sha, head.toString());
      SequencedMap<String, Iterable<JsonNode>> lists = lists();
      lists.remove("courses");
      lists.remove("steps");
      lists.forEach((name, rows) -> {
        line(sha, name);
        rows.forEach(row -> line(sha, row.toString()));
      });
      return HexFormat.of().formatHex(sha.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Returns whether both have the same projection hash, at once where one came of the other. */
  public boolean isSameAs(MindState other) {
    MindState likeOther =
        new MindState(
            other.through,
            identity,
            persona,
            other.models,
            commitments,
            proposals,
            memories,
            conversations,
            traits,
            growth,
            feedback,
            reflections,
            autonomy,
            other.steps);
    return likeOther.equals(other);
  }

  private static void line(MessageDigest sha, String text) {
    sha.update(text.getBytes(StandardCharsets.UTF_8));
    sha.update((byte) '\n');
  }

  /** Returns the canonical form: keys in alphabetical order, lists by event. */
  public ObjectNode toJson() {
    ObjectNode json = head();
    lists()
        .forEach((name, rows) -> {
          ArrayNode list = json.putArray(name);
          rows.forEach(list::add);
        });
    return json;
  }

  /** Returns the canonical form but for the lists that grow with a life. */
  ObjectNode head() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("autonomy", autonomy.toJson());
    json.put("exchanged", conversations.exchanged());
    json.set("growth", growth.toJson());
    json.set("identity", identity.toJson());
    json.set("models", models.toJson());
    json.set("persona", persona.toJson());
    json.set("reflections", reflections.toJson());
    json.put("scanned", commitments.scanned());
    json.set("step_counts", steps.counts());
    json.put("through", through);
    json.set("traits", traits.toJson());
    json.put("version", VERSION);
    return json;
  }

  /** Returns the rows of the lists that grow with a life, made as they are asked for. */
  SequencedMap<String, Iterable<JsonNode>> lists() {
    SequencedMap<String, Iterable<JsonNode>> lists = new LinkedHashMap<>();
    lists.put("attempts", conversations.attempts().toJson());
    lists.put("commitments", commitments.toJson());
    lists.put("conversations", conversations.toJson());
    lists.put("courses", steps.coursesToJson());
    lists.put("feedback", feedback.toJson());
    lists.put("memories", memories.toJson());
    lists.put("proposals", proposals.toJson());
    lists.put("steps", steps.toJson());
    return lists;
  }

  /** Returns the mind of a canonical form, unless other reducers made it. */
  public static Optional<MindState> fromJson(JsonNode json) {
    return fromJson(json, json::path);
  }

  /** The lists are asked for in the order of {@link #lists}, each once. */
  static Optional<MindState> fromJson(JsonNode head, Function<String, Iterable<JsonNode>> lists) {
    if (!head.path("version").asText().equals(VERSION)) {
      return Optional.empty();
    }
    Attempts attempts = Attempts.fromJson(lists.apply("attempts"));
    Commitments commitments =
        Commitments.fromJson(lists.apply("commitments"), head.path("scanned").asLong());
    Conversations conversations =
        Conversations.fromJson(
            lists.apply("conversations"), attempts, head.path("exchanged").asLong());
    // Rows can be asked for once, in their place.
    List<JsonNode> courses = new ArrayList<>();
    lists.apply("courses").forEach(courses::add);
    Feedback feedback = Feedback.fromJson(lists.apply("feedback"));
    Memories memories = Memories.fromJson(lists.apply("memories"));
    Proposals proposals = Proposals.fromJson(lists.apply("proposals"));
    Steps steps = Steps.fromJson(courses, lists.apply("steps"), head.path("step_counts"));
    return Optional.of(
        new MindState(
            head.path("through").asLong(),
            Identity.fromJson(head.path("identity")),
            Persona.fromJson(head.path("persona")),
            Models.fromJson(head.path("models")),
            commitments,
            proposals,
            memories,
            conversations,
            Traits.fromJson(head.path("traits")),
            Growth.fromJson(head.path("growth")),
            feedback,
            Reflections.fromJson(head.path("reflections")),
            Autonomy.fromJson(head.path("autonomy")),
            steps));
  }
}
