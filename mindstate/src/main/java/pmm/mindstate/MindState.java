package pmm.mindstate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Everything the mind is after an event. It never changes; {@link #reduce} makes the next one and
 * shares the rest.
 *
 * @param through the last event taken in; 0 before the first
 */
public record MindState(
    long through,
    Identity identity,
    Models models,
    Commitments commitments,
    Proposals proposals,
    Memories memories,
    Conversations conversations,
    Traits traits,
    Growth growth,
    Feedback feedback,
    Reflections reflections,
    Autonomy autonomy) {
  /** The version of the reducers; a snapshot of another one is ignored. */
  public static final String VERSION = "pmm-state/4";

  /** The mind before its first event. */
  public static final MindState EMPTY =
      new MindState(
          0,
          Identity.EMPTY,
          Models.EMPTY,
          Commitments.EMPTY,
          Proposals.EMPTY,
          Memories.EMPTY,
          Conversations.EMPTY,
          Traits.EMPTY,
          Growth.EMPTY,
          Feedback.EMPTY,
          Reflections.EMPTY,
          Autonomy.EMPTY);

  /** Returns the mind after one more event. An event that was taken in already changes nothing. */
  public static MindState reduce(MindState state, StateEvent event) {
    return event.id() <= state.through ? state : state.next(event);
  }

  private MindState next(StateEvent event) {
    return new MindState(
        event.id(),
        identity.reduce(event),
        models.reduce(event),
        commitments.reduce(event),
        proposals.reduce(event),
        memories.reduce(event),
        conversations.reduce(event),
        traits.reduce(event, !commitments.openByText().isEmpty()),
        growth.reduce(event, identity, commitments, traits),
        feedback.reduce(event),
        reflections.reduce(event),
        autonomy.reduce(event));
  }

  /**
   * Returns the SHA-256 in hex over the canonical form of what the mind is: all but the model it
   * speaks through and the event it has reached, so that a switch of models leaves it equal.
   */
  public String projectionHash() {
    ObjectNode json = toJson();
    json.remove("models");
    json.remove("through");
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(json.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Returns the canonical form: keys in alphabetical order, lists by event. */
  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("attempts", conversations.attemptsToJson());
    json.set("autonomy", autonomy.toJson());
    json.set("commitments", commitments.toJson());
    json.set("conversations", conversations.toJson());
    json.put("exchanged", conversations.exchanged());
    json.set("feedback", feedback.toJson());
    json.set("growth", growth.toJson());
    json.set("identity", identity.toJson());
    json.set("memories", memories.toJson());
    json.set("models", models.toJson());
    json.set("proposals", proposals.toJson());
    json.set("reflections", reflections.toJson());
    json.put("scanned", commitments.scanned());
    json.put("through", through);
    json.set("traits", traits.toJson());
    json.put("version", VERSION);
    return json;
  }

  /** Returns the mind of a canonical form, unless other reducers made it. */
  public static Optional<MindState> fromJson(JsonNode json) {
    if (!json.path("version").asText().equals(VERSION)) {
      return Optional.empty();
    }
    return Optional.of(
        new MindState(
            json.path("through").asLong(),
            Identity.fromJson(json.path("identity")),
            Models.fromJson(json.path("models")),
            Commitments.fromJson(json.path("commitments"), json.path("scanned").asLong()),
            Proposals.fromJson(json.path("proposals")),
            Memories.fromJson(json.path("memories")),
            Conversations.fromJson(
                json.path("conversations"), json.path("attempts"), json.path("exchanged").asLong()),
            Traits.fromJson(json.path("traits")),
            Growth.fromJson(json.path("growth")),
            Feedback.fromJson(json.path("feedback")),
            Reflections.fromJson(json.path("reflections")),
            Autonomy.fromJson(json.path("autonomy"))));
  }
}
