package pmm.mindstate.transcript;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Map;

/**
 * Some parts of an imported message that follow each other and are of one nature.
 *
 * @param eventIds the events that hold its words; the first one names its files
 * @param kind the kind of these events
 * @param record what kind of record they are; empty for others
 * @param words all words; of several parts with an empty line in between
 * @param forgotten whether they were there once and have been forgotten
 * @param kept where those of its files are named that came later, by their numbers
 * @param parts each part, as docs/conversation-export.md has it; what it does not tell is missing
 */
public record Passage(
    List<Long> eventIds,
    String kind,
    String record,
    String words,
    boolean forgotten,
    Map<Integer, Kept> kept,
    List<JsonNode> parts) {
  /** What stands between the words of two parts. */
  public static final String BETWEEN = "\n\n";

  /**
   * Where a file is named with its bytes.
   *
   * @param eventId the event
   * @param index which of its files it is, from 0
   */
  public record Kept(long eventId, int index) {}

  /** Takes its own copies. */
  public Passage {
    kept = Map.copyOf(kept);
    eventIds = List.copyOf(eventIds);
    parts = List.copyOf(parts);
  }

  /** Returns where one of its files is named. */
  public Kept file(int number) {
    return kept.getOrDefault(number, new Kept(eventIds.getFirst(), number));
  }

  static Passage of(Run run) {
    ArrayNode parts = JsonNodeFactory.instance.arrayNode();
    run.addTo(parts);
    return new Passage(
        run.eventIds(),
        run.event().kind(),
        run.event().text("record"),
        run.words(),
        run.forgotten(),
        run.kept(),
        parts.valueStream().toList());
  }
}
