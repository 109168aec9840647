package pmm.mindstate.transcript;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import pmm.mindstate.StateEvent;

/** How the meta of an imported event is read, as docs/events.md gives it. */
record ImportedEvent(StateEvent event) {
  private static final Set<String> PIECES =
      Set.of(
          "user_message", "assistant_message", "tool_called", "tool_returned", "imported_record");

  /** What may be odd about a message. */
  private static final List<String> MARKS =
      List.of("fork", "hash_wrong", "row_missing", "parent_missing", "cycle");

  /** What stands beside messages, and is none. */
  private static final Set<String> BESIDE =
      Set.of("details", "chunk", "files", "empty_conversation");

  /** The event as an imported one; empty for what was said here. */
  static Optional<ImportedEvent> of(StateEvent event) {
    return event.meta().path("source").isObject()
        ? Optional.of(new ImportedEvent(event))
        : Optional.empty();
  }

  /** Whether it is a message, or one of the pieces that a message became. */
  boolean isPiece() {
    return PIECES.contains(event.kind()) && !BESIDE.contains(record());
  }

  /** Whether it holds what an archive says of messages beside their words. */
  boolean isDetails() {
    return record().equals("details");
  }

  /** Whether it holds files of a message that came after it. */
  boolean isFiles() {
    return record().equals("files");
  }

  /** The first event of the message that it is a piece of. */
  long firstOfMessage() {
    long first = event.reference("message");
    return first == 0 ? event.id() : first;
  }

  /** The first event of the message that its own answers in the archive; 0 if it answers none. */
  long answers() {
    return event.reference("original_parent");
  }

  /** What kind of record it is; empty for other events. */
  String record() {
    return event.text("record");
  }

  /** Whether its words go on where those of the event before it end. */
  boolean goesOn() {
    return event.meta().path("goes_on").asBoolean();
  }

  /** Who speaks: "person", "assistant", "system", "tool" or "other". */
  String role() {
    return switch (event.kind()) {
      case "user_message" -> "person";
      case "assistant_message" -> "assistant";
      default -> event.meta().path("role").asText("other");
    };
  }

  /** The model that wrote it; empty if unknown. */
  String model() {
    return source("model");
  }

  /**
   * What the archive says of when it was said; empty if nothing. Only of a talk a guess is told.
   */
  ObjectNode time() {
    ObjectNode time = JsonNodeFactory.instance.objectNode();
    JsonNode micros = event.meta().path("source").path("original_time_us");
    boolean guessed = event.meta().path("source").path("time_guessed").asBoolean();
    boolean told = !guessed || event.kind().equals("conversation_started");
    if (told && micros.isIntegralNumber()) {
      time.put("utc", Moments.ofMicros(micros.longValue())).put("micros", micros.longValue());
    }
    if (told && guessed) {
      time.put("guessed", true);
    }
    String raw = source("original_time");
    return raw.isEmpty() ? time : time.put("raw", raw);
  }

  /** When it was last changed, letter by letter; empty if the archive does not say. */
  String updateTime() {
    return source("original_update_time");
  }

  /** Of the choice of a branch: the message that the archive showed last; empty if unknown. */
  String originalLeafId() {
    return source("original_leaf_id");
  }

  String originalId() {
    return source("original_id");
  }

  /** What is odd about it. */
  List<String> marks() {
    JsonNode source = event.meta().path("source");
    return MARKS.stream().filter(mark -> source.path(mark).asBoolean()).toList();
  }

  /** Where it comes from. */
  ObjectNode origin() {
    ObjectNode origin =
        JsonNodeFactory.instance
            .objectNode()
            .put("format", source("format"))
            .put("archive_sha256", source("archive_sha256"))
            .put("import_id", event.text("import_id"));
    for (String id : new String[] {"original_id", "original_parent_id"}) {
      if (!source(id).isEmpty()) {
        origin.put(id, source(id));
      }
    }
    return origin;
  }

  private String source(String key) {
    return event.meta().path("source").path(key).asText("");
  }
}
