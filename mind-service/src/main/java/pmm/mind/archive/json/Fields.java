package pmm.mind.archive.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import pmm.mind.archive.model.ArchivedTime;

/**
 * The fields of an object, taken one by one. What has another type than was asked for counts as
 * absent; what was never taken stays, so that {@link #rest} loses nothing.
 */
public final class Fields {
  private final ObjectNode object;

  /** The fields of an object, which is emptied by it; anything else has none. */
  public Fields(JsonNode object) {
    this.object =
        object instanceof ObjectNode fields ? fields : JsonNodeFactory.instance.objectNode();
  }

  /** What stands there, missing if nothing does; it stays. */
  public JsonNode peek(String name) {
    return object.path(name);
  }

  /** Takes whatever stands there; missing if nothing does. */
  public JsonNode take(String name) {
    JsonNode value = object.remove(name);
    return value == null ? MissingNode.getInstance() : value;
  }

  /** Takes a string, empty if there is none. */
  public String text(String name) {
    return maybe(name).orElse("");
  }

  /** Takes a string that is not empty. One with lone surrogates also stays as it was. */
  public Optional<String> maybe(String name) {
    JsonNode value = object.path(name);
    if (value.isNull()) {
      object.remove(name);
    }
    if (!value.isTextual()) {
      return Optional.empty();
    }
    String text = Json.whole(value.textValue());
    if (text.equals(value.textValue())) {
      object.remove(name);
    }
    return Optional.of(text).filter(words -> !words.isEmpty());
  }

  /**
   * Takes words letter by letter, with what no event can hold; empty if there are none. Ids and
   * names are {@link #text}.
   */
  public String words(String name) {
    JsonNode value = object.path(name);
    if (value.isNull() || value.isTextual()) {
      object.remove(name);
    }
    return value.isTextual() ? value.textValue() : "";
  }

  /** Takes a time. */
  public ArchivedTime time(String name) {
    return Times.of(take(name));
  }

  /** Takes a boolean, false if there is none. */
  public boolean flag(String name) {
    return object.path(name).isBoolean() && take(name).booleanValue();
  }

  /** Takes a whole number. */
  public long number(String name, long otherwise) {
    return object.path(name).canConvertToExactIntegral() && object.path(name).canConvertToLong()
        ? take(name).longValue()
        : otherwise;
  }

  /** Takes an object; one without fields if there is none. */
  public Fields object(String name) {
    return new Fields(object.path(name).isObject() ? take(name) : MissingNode.getInstance());
  }

  /** Takes an array, empty if there is none. */
  public List<JsonNode> array(String name) {
    List<JsonNode> items = new ArrayList<>();
    if (object.path(name).isArray()) {
      take(name).forEach(items::add);
    }
    return items;
  }

  /** Puts back what of a taken object was not used. */
  public void keep(String name, Fields rest) {
    if (!rest.object.isEmpty()) {
      object.set(name, rest.object);
    }
  }

  /** Puts something back. */
  public void keep(String name, JsonNode value) {
    object.set(name, value);
  }

  /** Takes all that is left. */
  public void clear() {
    object.removeAll();
  }

  /** What was not taken, as JSON. */
  public String rest() {
    return object.isEmpty() ? Json.NOTHING : Json.raw(object);
  }
}
