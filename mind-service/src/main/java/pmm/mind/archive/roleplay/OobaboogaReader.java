package pmm.mind.archive.roleplay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
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

/** Pairs of a question and its answer. */
public final class OobaboogaReader extends WholeFileReader {
  private static final String GREETING = "<|BEGIN-VISIBLE-CHAT|>";

  /** A reader. */
  public OobaboogaReader() {
    super(Format.OOBABOOGA);
  }

  @Override
  public boolean knows(Clue clue) {
    return clue.has("data_visible") || clue.has("internal", "visible");
  }

  @Override
  protected List<ArchivedConversation> items(JsonNode entry, Place place) {
    Fields fields = new Fields(entry);
    String name = fields.peek("data_visible").isEmpty() ? "visible" : "data_visible";
    ArrayNode rest = JsonNodeFactory.instance.arrayNode();
    Chain chain = new Chain();
    for (JsonNode pair : fields.array(name)) {
      say(Role.PERSON, pair.path(0), chain);
      say(Role.ASSISTANT, pair.path(1), chain);
      if (!isPair(pair)) {
        rest.add(pair);
      }
    }
    if (!rest.isEmpty()) {
      fields.keep(name, rest);
    }
    return List.of(
        chain.conversation(
            place, "", "", ArchivedTime.UNKNOWN, Optional.empty(), false, fields.rest()));
  }

  private static boolean isPair(JsonNode pair) {
    return pair.size() == 2 && pair.path(0).isValueNode() && pair.path(1).isValueNode();
  }

  private static void say(Role role, JsonNode words, Chain chain) {
    String text = words.asText("");
    if (!text.isEmpty() && !text.equals(GREETING)) {
      chain.add(new NodeBuilder(role).text(text));
    }
  }
}
