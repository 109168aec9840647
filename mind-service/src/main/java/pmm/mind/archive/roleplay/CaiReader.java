package pmm.mind.archive.roleplay;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import pmm.mind.archive.json.Fields;
import pmm.mind.archive.model.ArchivedConversation;
import pmm.mind.archive.model.Format;
import pmm.mind.archive.model.Place;
import pmm.mind.archive.model.Role;
import pmm.mind.archive.reader.Clue;
import pmm.mind.archive.reader.WholeFileReader;
import pmm.mind.archive.tree.Chain;
import pmm.mind.archive.tree.NodeBuilder;

/** All chats with one character. */
public final class CaiReader extends WholeFileReader {
  /** A reader. */
  public CaiReader() {
    super(Format.CAI_TOOLS);
  }

  @Override
  public boolean knows(Clue clue) {
    return clue.has("histories");
  }

  @Override
  protected List<ArchivedConversation> items(JsonNode entry, Place place) {
    List<ArchivedConversation> chats = new ArrayList<>();
    Fields file = new Fields(entry);
    Fields character = file.object("info").object("character");
    String title = character.text("name");
    JsonNode histories = file.take("histories");
    for (JsonNode history : histories.isArray() ? histories : histories.path("histories")) {
      chats.add(chat(new Fields(history), title, place));
    }
    return chats;
  }

  private static ArchivedConversation chat(Fields history, String title, Place place) {
    Chain chain = new Chain();
    for (JsonNode item : history.array("msgs")) {
      Fields message = new Fields(item);
      Fields source = message.object("src");
      boolean person = source.flag("is_human");
      chain.add(
          new NodeBuilder(person ? Role.PERSON : Role.ASSISTANT)
              .id(message.text("uuid"))
              .speaker(source.text("name"))
              .created(message.time("created"))
              .text(message.words("text"))
              .raw(message.rest()));
    }
    return chain.conversation(
        place,
        history.text("external_id"),
        title,
        history.time("created"),
        Optional.empty(),
        false,
        history.rest());
  }
}
