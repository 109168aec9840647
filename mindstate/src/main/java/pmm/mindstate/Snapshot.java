package pmm.mindstate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.ObjIntConsumer;

/**
 * A mind's canonical form in parts that fit into one row each. It is written and read part by part:
 * a long life would not fit in memory twice.
 */
public final class Snapshot {
  private static final String KEY = "mind.";
  private static final int PART_BYTES = 1 << 20;

  /** Says in each part but the first which one it is. */
  private static final String NUMBER = "part";

  private Snapshot() {}

  /** Returns the key of a part, from 0. */
  public static String key(int part) {
    return KEY + part;
  }

  /**
   * Writes the parts, each with its number. Part 0 comes last: it says how many there are, and
   * holds all but the lists that grow with a life.
   */
  public static void write(MindState state, ObjIntConsumer<JsonNode> parts) {
    write(state, PART_BYTES, parts);
  }

  /** Writes parts of about at most {@code maxBytes}. */
  static void write(MindState state, int maxBytes, ObjIntConsumer<JsonNode> parts) {
    int count = 1;
    for (Map.Entry<String, Iterable<JsonNode>> list : state.lists().entrySet()) {
      ArrayNode part = JsonNodeFactory.instance.arrayNode();
      int bytes = 0;
      for (JsonNode row : list.getValue()) {
        int size = 3 * row.toString().length();
        if (bytes + size > maxBytes && bytes > 0) {
          parts.accept(part(count, list.getKey(), part), count++);
          part = JsonNodeFactory.instance.arrayNode();
          bytes = 0;
        }
        part.add(row);
        bytes += size;
      }
      if (!part.isEmpty()) {
        parts.accept(part(count, list.getKey(), part), count++);
      }
    }
    parts.accept(
        JsonNodeFactory.instance.objectNode().put("parts", count).set("state", state.head()), 0);
  }

  private static ObjectNode part(int number, String list, ArrayNode rows) {
    return JsonNodeFactory.instance.objectNode().put(NUMBER, number).set(list, rows);
  }

  /**
   * Returns the mind of the parts, each of which is asked for once, in order; nothing if other
   * reducers made it, or if a part is missing or stands in another's place.
   *
   * @param parts gives a part by its number, or a missing node
   * @throws RuntimeException where a row is damaged
   */
  public static Optional<MindState> read(IntFunction<JsonNode> parts) {
    JsonNode head = parts.apply(0);
    try {
      Reading reading = new Reading(parts, head.path("parts").asInt());
      return MindState.fromJson(head.path("state"), reading::list);
    } catch (NotInPlaceException e) {
      return Optional.empty();
    }
  }

  /** A part is missing, or another stands in its place. */
  private static final class NotInPlaceException extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** Goes through the lists, which follow each other, each in one part or in several. */
  private static final class Reading {
    private final IntFunction<JsonNode> parts;
    private final int count;
    private int next = 1;
    private JsonNode part = JsonNodeFactory.instance.objectNode();

    Reading(IntFunction<JsonNode> parts, int count) {
      this.parts = parts;
      this.count = count;
      turn();
    }

    private void turn() {
      part = JsonNodeFactory.instance.objectNode();
      if (next < count) {
        part = parts.apply(next);
        if (part.path(NUMBER).asInt() != next++) {
          throw new NotInPlaceException();
        }
      }
    }

    Iterable<JsonNode> list(String name) {
      return () ->
          new Iterator<>() {
            private Iterator<JsonNode> rows = Collections.emptyIterator();

            @Override
            public boolean hasNext() {
              while (!rows.hasNext() && part.has(name)) {
                rows = part.path(name).iterator();
                turn();
              }
              return rows.hasNext();
            }

            @Override
            public JsonNode next() {
              if (!hasNext()) {
                throw new NoSuchElementException();
              }
              return rows.next();
            }
          };
    }
  }
}
