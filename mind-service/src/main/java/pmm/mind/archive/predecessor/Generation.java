package pmm.mind.archive.predecessor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import pmm.mind.archive.json.JsonFile;

/** What of a row went into its hash, which changed over the years. */
enum Generation {
  /** The first one. */
  A("August and September 2025"),
  /** The second one, which also holds the number of the row. */
  B("September and October 2025"),
  /** The last one, without number and time. */
  C("since November 2025");

  private final String years;

  Generation(String years) {
    this.years = years;
  }

  /** Its name and when it was in use, for a person. */
  String title() {
    return name() + " (" + years + ")";
  }

  private List<String> members() {
    return switch (this) {
      case A -> List.of("ts", "kind", "content", "meta", "prev_hash");
      case B -> List.of("id", "ts", "kind", "content", "meta", "prev_hash");
      case C -> List.of("kind", "content", "meta", "prev_hash");
    };
  }

  /** The hash that a row should have. */
  String digest(JsonNode row, JsonNode meta) {
    ObjectNode hashed = JsonNodeFactory.instance.objectNode();
    for (String member : members()) {
      JsonNode value = member.equals("meta") ? meta : row.path(member);
      hashed.set(member, value.isMissingNode() ? JsonNodeFactory.instance.nullNode() : value);
    }
    byte[] json = PythonJson.of(hashed).getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(JsonFile.sha256().digest(json));
  }
}
