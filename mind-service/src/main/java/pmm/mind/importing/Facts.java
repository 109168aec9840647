package pmm.mind.importing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;

/**
 * What an archive says, as the meta of an event can hold it: without NUL and halves of characters,
 * and none so long that the append would be refused.
 */
final class Facts {
  private static final int LONGEST = 1_000;

  private Facts() {}

  /** Returns a text as a fact: the same for what is there already. */
  static String of(String text) {
    String storable = Mended.text(text);
    if (storable.length() <= LONGEST) {
      return storable;
    }
    int end = Character.isHighSurrogate(storable.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
    return storable.substring(0, end);
  }

  /**
   * Makes all texts of a meta facts.
   *
   * @param about where those that were changed stand whole, under their key
   */
  static void mend(ObjectNode meta, ObjectNode about) {
    for (Map.Entry<String, JsonNode> fact : meta.properties()) {
      fact.setValue(mended(fact.getKey(), fact.getValue(), about));
    }
  }

  private static JsonNode mended(String key, JsonNode fact, ObjectNode about) {
    switch (fact) {
      case ObjectNode object -> mend(object, about);
      case ArrayNode list -> {
        for (int i = 0; i < list.size(); i++) {
          list.set(i, mended(key, list.get(i), about));
        }
      }
      case TextNode text -> {
        String of = of(text.textValue());
        if (!of.equals(text.textValue())) {
          about.put(key, text.textValue());
          return TextNode.valueOf(of);
        }
      }
      default -> {}
    }
    return fact;
  }
}
