package pmm.mind.archive.roleplay;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import pmm.mind.archive.json.Fields;
import pmm.mind.archive.model.ArchivedConversation;
import pmm.mind.archive.model.ArchivedTime;
import pmm.mind.archive.model.Format;
import pmm.mind.archive.model.Place;
import pmm.mind.archive.model.Role;
import pmm.mind.archive.reader.Clue;
import pmm.mind.archive.reader.WholeFileReader;
import pmm.mind.archive.tree.Chain;
import pmm.mind.archive.tree.NodeBuilder;

/** A list of messages; those of a user have a user's id. */
public final class AgnaiReader extends WholeFileReader {
  /** A reader. */
  public AgnaiReader() {
    super(Format.AGNAI);
  }

  @Override
  public boolean knows(Clue clue) {
    return clue.has("messages", "greeting") || clue.has("messages", "sampleChat");
  }

  @Override
  protected List<ArchivedConversation> items(JsonNode entry, Place place) {
    Fields fields = new Fields(entry);
    Chain chain = new Chain();
    for (JsonNode item : fields.array("messages")) {
      if (!item.isObject()) {
        chain.add(NodeBuilder.unread("message", item));
        continue;
      }
      Fields message = new Fields(item);
      boolean person = !message.peek("userId").asText("").isEmpty();
      chain.add(
          new NodeBuilder(person ? Role.PERSON : Role.ASSISTANT)
              .id(message.text("_id"))
              .speaker(message.text("handle"))
              .created(message.time("createdAt"))
              .updated(message.time("updatedAt"))
              .text(message.words("msg"))
              .raw(message.rest()));
    }
    String title = fields.text("name");
    return List.of(
        chain.conversation(
            place,
            fields.text("_id"),
            title,
            ArchivedTime.UNKNOWN,
            Optional.empty(),
            false,
            fields.rest()));
  }
}
