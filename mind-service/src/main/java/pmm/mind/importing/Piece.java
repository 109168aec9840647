package pmm.mind.importing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import pmm.mind.archive.model.Part;

/**
 * One event that comes of a message, but for where it came from and where it hangs.
 *
 * @param kind the event's kind
 * @param content its words; null if it has none
 * @param facts what the meta says of the words
 * @param files what belongs to it, in order
 * @param details what has no place in the event, or is words too; empty if there is nothing
 */
record Piece(
    String kind,
    @Nullable String content,
    ObjectNode facts,
    List<Part.Attachment> files,
    ObjectNode details) {
  static final String RECORD = "imported_record";
  static final String PERSON = "user_message";
  static final String ASSISTANT = "assistant_message";

  /** Copies the list. */
  Piece {
    files = List.copyOf(files);
  }

  /** Its words; empty if it has none. */
  String words() {
    return content == null ? "" : content;
  }

  /** Its kind, and of a record what it is a record of. */
  String kindOfRecord() {
    return kind + facts.path("record").asText("");
  }

  /** Whether it is a message that is shown as said. */
  boolean isSaid() {
    return isSaid(kind);
  }

  static boolean isSaid(String kind) {
    return kind.equals(PERSON) || kind.equals(ASSISTANT);
  }
}
