package pmm.mindstate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A mind's canonical form in parts that fit into one row each: long lists go on in the next part.
 */
public final class Snapshot {
  private static final List<String> LISTS =
      List.of("attempts", "commitments", "conversations", "feedback", "memories", "proposals");

  private static final String KEY = "mind.";
  private static final int PART_BYTES = 1 << 20;

  private Snapshot() {}

  /** Returns the key of a part, from 0. */
  public static String key(int part) {
    return KEY + part;
  }

  /** Returns what the row of each part holds, in order. */
  public static List<JsonNode> rows(MindState state) {
    List<JsonNode> parts = split(state, PART_BYTES);
    return parts.stream()
        .<JsonNode>map(part ->
            JsonNodeFactory.instance.objectNode().put("parts", parts.size()).set("state", part))
        .toList();
  }

  /**
   * Returns the parts in order, each of about at most {@code maxBytes} beside the first one's small
   * state.
   */
  public static List<JsonNode> split(MindState state, int maxBytes) {
    ObjectNode head = state.toJson();
    List<JsonNode> parts = new ArrayList<>();
    parts.add(head);
    for (String name : LISTS) {
      ArrayNode all = (ArrayNode) head.path(name);
      ArrayNode part = head.putArray(name);
      int bytes = 0;
      for (JsonNode row : all) {
        int size = 3 * row.toString().length();
        if (bytes + size > maxBytes && bytes > 0) {
          ObjectNode next = head.objectNode();
          parts.add(next);
          part = next.putArray(name);
          bytes = 0;
        }
        part.add(row);
        bytes += size;
      }
    }
    return parts;
  }

  /** Returns the mind of all parts, unless other reducers made it. */
  public static Optional<MindState> join(List<JsonNode> parts) {
    if (parts.isEmpty() || !(parts.getFirst() instanceof ObjectNode first)) {
      return Optional.empty();
    }
    ObjectNode whole = first.deepCopy();
    for (JsonNode part : parts.subList(1, parts.size())) {
      for (String name : LISTS) {
        if (whole.path(name) instanceof ArrayNode list) {
          part.path(name).forEach(list::add);
        }
      }
    }
    return MindState.fromJson(whole);
  }
}
