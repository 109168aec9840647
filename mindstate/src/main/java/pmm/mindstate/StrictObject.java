package pmm.mindstate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A JSON object of a model, read so that whatever was not asked for is refused. */
final class StrictObject {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();
  private static final int MOST_IDS = 50;
  private static final int SHOWN = 60;

  private final String place;
  private final JsonNode object;

  private StrictObject(String place, JsonNode object, Set<String> keys) {
    this.place = place;
    this.object = object;
    if (!object.isObject()) {
      throw new MisshapenException(place, shown(object), "an object");
    }
    object
        .fieldNames()
        .forEachRemaining(key -> {
          if (!keys.contains(key)) {
            throw new MisshapenException(at(key), "not known", "one of " + new TreeSet<>(keys));
          }
        });
  }

  /**
   * Reads an object.
   *
   * @param keys all that it may hold
   */
  static StrictObject parse(String json, Set<String> keys) {
    try {
      return new StrictObject("the whole", JSON.readTree(json), keys);
    } catch (JsonProcessingException e) {
      throw new MisshapenException("the whole", Words.first(json, SHOWN), "one JSON object");
    }
  }

  /** Returns whether it holds the key. */
  boolean has(String key) {
    return object.has(key);
  }

  /** Returns words on one line. */
  String text(String key, int longest) {
    JsonNode value = object.path(key);
    String text = value.isTextual() ? value.asText().strip().replaceAll("\\s+", " ") : "";
    if (text.isEmpty() || text.length() > longest || text.indexOf('\0') >= 0) {
      throw new MisshapenException(
          at(key), shown(value), "a text of at most " + longest + " characters");
    }
    return text;
  }

  /** Returns one of the words that there are. */
  String oneOf(String key, Set<String> words) {
    JsonNode value = object.path(key);
    if (!value.isTextual() || !words.contains(value.asText())) {
      throw new MisshapenException(at(key), shown(value), "one of " + new TreeSet<>(words));
    }
    return value.asText();
  }

  /** Returns a number between two. */
  double number(String key, double least, double most) {
    JsonNode value = object.path(key);
    if (!value.isNumber() || !(value.asDouble() >= least && value.asDouble() <= most)) {
      throw new MisshapenException(at(key), shown(value), "a number from " + least + " to " + most);
    }
    return value.asDouble();
  }

  /** Returns the number of an event. */
  long id(String key) {
    return id(at(key), object.path(key));
  }

  /** Returns the numbers of at least one event, in order and each once. */
  List<Long> ids(String key) {
    JsonNode list = object.path(key);
    if (!list.isArray() || list.isEmpty() || list.size() > MOST_IDS) {
      throw new MisshapenException(at(key), shown(list), "1 to " + MOST_IDS + " event numbers");
    }
    Set<Long> ids = new TreeSet<>();
    list.forEach(each -> ids.add(id(at(key), each)));
    return List.copyOf(ids);
  }

  /** Returns objects; none where the key is not there. */
  List<StrictObject> objects(String key, int most, Set<String> keys) {
    if (!has(key)) {
      return List.of();
    }
    JsonNode list = object.path(key);
    if (!list.isArray() || list.size() > most) {
      throw new MisshapenException(at(key), shown(list), "a list of at most " + most);
    }
    List<StrictObject> objects = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      objects.add(new StrictObject(at(key) + "[" + i + "]", list.path(i), keys));
    }
    return objects;
  }

  private static long id(String place, JsonNode value) {
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.asLong() < 1) {
      throw new MisshapenException(place, shown(value), "the number of an event, from 1");
    }
    return value.asLong();
  }

  private String at(String key) {
    return place.equals("the whole") ? key : place + "." + key;
  }

  private static String shown(JsonNode value) {
    return value.isMissingNode() ? "nothing" : Words.first(value.toString(), SHOWN);
  }
}
