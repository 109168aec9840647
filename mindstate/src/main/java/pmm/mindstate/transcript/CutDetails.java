package pmm.mindstate.transcript;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;

/** Details that were cut because they are long: events behind each other about the same ones. */
final class CutDetails {
  private final StringBuilder text = new StringBuilder();
  private List<Long> about = List.of();

  /** Takes the next event; returns what they say once they are whole, else a missing node. */
  JsonNode add(List<Long> events, String words) {
    if (!about.equals(events)) {
      text.setLength(0);
      about = events;
    }
    JsonNode read = RawJson.read(text.append(words).toString());
    if (read.isArray()) {
      about = List.of();
      return read;
    }
    return MissingNode.getInstance();
  }
}
