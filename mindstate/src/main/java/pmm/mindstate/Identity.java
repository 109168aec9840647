package pmm.mindstate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * Who the mind is, and whom it talks with.
 *
 * @param createdMs when the mind was created, in milliseconds; 0 before its first event
 * @param name the name it has taken; empty until it has one, and once that was forgotten
 * @param nameEventId the event that gave it; 0 if none
 * @param personName the person's name, if told
 * @param personNameEventId the event that told it; 0 if none
 */
public record Identity(
    long createdMs, String name, long nameEventId, String personName, long personNameEventId) {
  /** Where the person's name stands in the words of a memory, in code points: start and length. */
  static final String NAME_AT = "name_at";

  static final Identity EMPTY = new Identity(0, "", 0, "", 0);

  Identity reduce(StateEvent event) {
    return switch (event.kind()) {
      case "mind_created" ->
          createdMs == 0
              ? new Identity(event.tsMs(), name, nameEventId, personName, personNameEventId)
              : this;
      case "name_adopted" ->
          new Identity(
              createdMs, event.words().orElse(""), event.id(), personName, personNameEventId);
      case "memory_kept" -> withPerson(event);
      case "memory_corrected" -> withoutPerson(event).withPerson(event);
      case "memory_rejected" -> withoutPerson(event);
      default -> this;
    };
  }

  /** Returns whether it has taken a name, also where that was forgotten since. */
  public boolean isNamed() {
    return nameEventId > 0;
  }

  private Identity withoutPerson(StateEvent event) {
    return personNameEventId > 0 && event.number("memory_id") == personNameEventId
        ? new Identity(createdMs, name, nameEventId, "", 0)
        : this;
  }

  private Identity withPerson(StateEvent event) {
    if (!event.text("attribute").equals("name")) {
      return this;
    }
    JsonNode place = event.meta().path(NAME_AT);
    if (event.words().isEmpty()) {
      return place.isEmpty() ? this : new Identity(createdMs, name, nameEventId, "", 0);
    }
    return event
        .words()
        .flatMap(text -> personName(text, place))
        .map(told -> new Identity(createdMs, name, nameEventId, told, event.id()))
        .orElse(this);
  }

  /** Only older events, which do not say where it stands, are read by a grammar. */
  private static Optional<String> personName(String text, JsonNode place) {
    if (place.isMissingNode()) {
      return NameGrammar.personName(text);
    }
    int start = place.path(0).asInt(-1);
    int length = place.path(1).asInt(0);
    int all = text.codePointCount(0, text.length());
    if (start < 0 || length < 1 || length > all - start) {
      return Optional.empty();
    }
    int begin = text.offsetByCodePoints(0, start);
    return Optional.of(text.substring(begin, text.offsetByCodePoints(begin, length)));
  }

  ObjectNode toJson() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("created_ms", createdMs)
        .put("name", name)
        .put("name_event_id", nameEventId)
        .put("person_name", personName)
        .put("person_name_event_id", personNameEventId);
  }

  static Identity fromJson(JsonNode json) {
    return new Identity(
        json.path("created_ms").asLong(),
        json.path("name").asText(),
        json.path("name_event_id").asLong(),
        json.path("person_name").asText(),
        json.path("person_name_event_id").asLong());
  }
}
