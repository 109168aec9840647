package pmm.mind.archive.letta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import pmm.mind.archive.json.Json;
import pmm.mind.archive.json.Times;
import pmm.mind.archive.model.ArchivedItem;
import pmm.mind.archive.model.ArchivedMemory;
import pmm.mind.archive.model.ArchivedRecord;
import pmm.mind.archive.model.ArchivedTime;
import pmm.mind.archive.model.Format;
import pmm.mind.archive.model.Place;
import pmm.mind.archive.reader.Clue;
import pmm.mind.archive.reader.WholeFileReader;

/** Reads an agent: its memory blocks as memories, its talk, and its tools as inert text. */
public final class LettaReader extends WholeFileReader {
  private static final String AGENTS = "agents";
  private static final String MESSAGES = "messages";

  /** The block in which an agent keeps what it is itself: nothing that it remembers of anyone. */
  private static final String PERSONA = "persona";

  private static final List<String> LISTS =
      List.of("files", "sources", "groups", "mcp_servers", "skills");

  /** A reader. */
  public LettaReader() {
    super(Format.LETTA);
  }

  @Override
  public boolean knows(Clue clue) {
    return clue.has("agent_type", "core_memory")
        || clue.has(AGENTS, "blocks")
        || clue.has("core_memory", MESSAGES);
  }

  @Override
  protected List<ArchivedItem> items(JsonNode entry, Place place) {
    List<ArchivedItem> items = new ArrayList<>();
    JsonNode core = entry.path("core_memory");
    blocks(core.isObject() && core.has("memory") ? core.path("memory") : core, place, items);
    blocks(entry.path("blocks"), place, items);
    for (JsonNode tool : entry.path("tools")) {
      items.add(record("letta.tool", tool, tool.path("source_code").asText(""), place));
    }
    for (String kind : LISTS) {
      entry.path(kind).forEach(part -> items.add(record("letta." + kind, part, "", place)));
    }
    JsonNode rest = withoutRead(entry);
    if (rest.has(AGENTS)) {
      rest.path(AGENTS).forEach(agent -> agent(agent, place, items));
      ((ObjectNode) rest).remove(AGENTS);
      if (!rest.isEmpty()) {
        items.add(record("letta.file", rest, "", place));
      }
    } else {
      agent(rest, place, items);
    }
    return items;
  }

  /** What is left of a file when its blocks and what stands in its lists were read. */
  private static JsonNode withoutRead(JsonNode entry) {
    if (!(entry.deepCopy() instanceof ObjectNode rest)) {
      return entry;
    }
    JsonNode core = rest.remove("core_memory");
    if (core instanceof ObjectNode about && about.remove("memory") != null && !about.isEmpty()) {
      rest.set("core_memory", about);
    }
    rest.remove(List.of("blocks", "tools"));
    rest.remove(LISTS);
    return rest;
  }

  private static void agent(JsonNode agent, Place place, List<ArchivedItem> items) {
    if (!agent.path(MESSAGES).isEmpty()) {
      items.add(Talk.of(agent, place));
    }
    if (agent instanceof ObjectNode fields) {
      fields.remove(MESSAGES);
    }
    items.add(record("letta.agent", agent, agent.path("system").asText(""), place));
  }

  /** A list of blocks, or in the oldest files an object of them by label. */
  private static void blocks(JsonNode blocks, Place place, List<ArchivedItem> items) {
    blocks.properties().forEach(block -> block(block.getKey(), block.getValue(), place, items));
    if (blocks.isArray()) {
      blocks.forEach(block -> block(block.path("label").asText(""), block, place, items));
    }
  }

  private static void block(String label, JsonNode block, Place place, List<ArchivedItem> items) {
    String text =
        Json.whole(block.isTextual() ? block.textValue() : block.path("value").asText("")).strip();
    if (!text.isEmpty() && label.equals(PERSONA)) {
      items.add(record("letta.persona", block, text, place));
    } else if (!text.isEmpty()) {
      ArchivedTime noted = Times.of(block.path("created_at"));
      items.add(
          new ArchivedMemory(
              place, text, Json.whole(label), "letta.block", noted, Json.raw(block)));
    } else if (block.size() > 2) {
      items.add(record("letta.block", block, "", place));
    }
  }

  private static ArchivedRecord record(String kind, JsonNode part, String text, Place place) {
    String id = part.path("id").asText("");
    return new ArchivedRecord(
        place,
        kind,
        Json.whole(id),
        Times.of(part.path("created_at")),
        Json.whole(text),
        Json.raw(part));
  }
}
