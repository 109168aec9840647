package pmm.mind.archive.roleplay;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import pmm.mind.archive.json.Fields;
import pmm.mind.archive.json.Json;
import pmm.mind.archive.model.ArchivedConversation;
import pmm.mind.archive.model.ArchivedItem;
import pmm.mind.archive.model.ArchivedRecord;
import pmm.mind.archive.model.ArchivedTime;
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
  protected List<ArchivedItem> items(JsonNode entry, Place place) {
    List<ArchivedItem> items = new ArrayList<>();
    Fields file = new Fields(entry);
    Fields info = file.object("info");
    Fields character = info.object("character");
    String title = character.text("name");
    info.keep("character", character);
    file.keep("info", info);
    Fields nested = file.object("histories");
    List<JsonNode> histories = nested.array("histories");
    file.keep("histories", nested);
    histories.addAll(file.array("histories"));
    for (JsonNode history : histories) {
      items.add(
          history.isObject()
              ? chat(new Fields(history), title, place)
              : record("cai.history", Json.raw(history), place));
    }
    if (!file.rest().equals(Json.NOTHING)) {
      items.add(record("cai.file", file.rest(), place));
    }
    return items;
  }

  private static ArchivedRecord record(String kind, String raw, Place place) {
    return new ArchivedRecord(place, kind, "", ArchivedTime.UNKNOWN, "", raw);
  }

  private static ArchivedConversation chat(Fields history, String title, Place place) {
    Chain chain = new Chain();
    for (JsonNode item : history.array("msgs")) {
      if (!item.isObject()) {
        chain.add(NodeBuilder.unread("message", item));
        continue;
      }
      Fields message = new Fields(item);
      Fields source = message.object("src");
      boolean person = source.flag("is_human");
      String speaker = source.text("name");
      message.keep("src", source);
      chain.add(
          new NodeBuilder(person ? Role.PERSON : Role.ASSISTANT)
              .id(message.text("uuid"))
              .speaker(speaker)
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
