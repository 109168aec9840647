package pmm.mind.archive.chatgpt;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import pmm.mind.archive.json.Fields;
import pmm.mind.archive.json.Json;
import pmm.mind.archive.model.ArchivedItem;
import pmm.mind.archive.model.ArchivedRecord;
import pmm.mind.archive.model.Format;
import pmm.mind.archive.model.ItemSink;
import pmm.mind.archive.model.Place;
import pmm.mind.archive.reader.Clue;
import pmm.mind.archive.reader.FormatReader;
import pmm.mind.archive.reader.Reading;
import pmm.mind.archive.source.Member;

/** Reads what ChatGPT exports, in all shapes seen so far. */
public final class ChatGptReader implements FormatReader {
  private static final String FEEDBACK = "message_feedback.json";

  @Override
  public Format format() {
    return Format.CHATGPT;
  }

  @Override
  public boolean knows(Clue clue) {
    return clue.has("mapping")
        || (clue.name().equals(FEEDBACK) && clue.has("conversation_id", "rating"));
  }

  @Override
  public void read(List<Member> files, Reading reading, ItemSink sink) throws IOException {
    Assets assets = Assets.of(reading);
    Contexts contexts = new Contexts();
    for (Member file : files) {
      if (file.baseName().equals(FEEDBACK)) {
        reading.json().read(file, ChatGptReader::feedback, sink);
      } else {
        reading
            .json()
            .read(
                file,
                (parser, place) -> new ConversationReader(assets, contexts, place).read(parser),
                sink);
      }
    }
  }

  private static List<ArchivedItem> feedback(JsonParser parser, Place place) throws IOException {
    JsonNode entry = parser.readValueAsTree();
    String raw = Json.raw(entry);
    Fields fields = new Fields(entry);
    return List.of(
        new ArchivedRecord(
            place,
            "chatgpt.feedback",
            fields.text("id"),
            fields.time("create_time"),
            fields.text("content"),
            raw));
  }
}
