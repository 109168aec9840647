package pmm.mind.archive.generate;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Function;

/**
 * Conversations as they should not be, all of which were met in real archives or are to be expected
 * of hostile ones.
 */
final class ChatGptOddities {
  private static final long BEGAN = 1_700_000_000;

  /** Small ones, each of another kind. */
  static final List<Function<Chance, ObjectNode>> ALL =
      List.of(
          chance -> shell(),
          ChatGptOddities::cycle,
          ChatGptOddities::orphans,
          ChatGptOddities::severalRoots,
          ChatGptOddities::halfSurrogates,
          ChatGptOddities::oddTimes,
          ChatGptOddities::hollow,
          ChatGptOddities::tools,
          ChatGptOddities::unknownTypes,
          ChatGptOddities::spoken);

  private ChatGptOddities() {}

  static ObjectNode shell() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", "g-p-folder")
        .put("title", "A project")
        .put("create_time", 1_700_000_000);
  }

  static ObjectNode cycle(Chance chance) {
    ChatGptTalk talk = new ChatGptTalk(chance, BEGAN);
    talk.say("user", "first");
    String first = talk.last();
    talk.say("assistant", "second");
    ((ObjectNode) talk.mapping().get(first)).put("parent", talk.last());
    return talk.finish();
  }

  static ObjectNode orphans(Chance chance) {
    ChatGptTalk talk = new ChatGptTalk(chance, BEGAN);
    talk.say("user", "mine is lost");
    ((ObjectNode) talk.mapping().get(talk.last())).put("parent", chance.uuid()).remove("children");
    talk.say("assistant", "but I know mine");
    return talk.finish();
  }

  static ObjectNode severalRoots(Chance chance) {
    ChatGptTalk talk = new ChatGptTalk(chance, BEGAN);
    talk.say("user", "under the root");
    talk.say("user", "a root of its own");
    ((ObjectNode) talk.mapping().get(talk.last())).putNull("parent");
    talk.mapping().forEach(node -> ((ObjectNode) node).remove("children"));
    return talk.finish();
  }

  static ObjectNode halfSurrogates(Chance chance) {
    ChatGptTalk talk = new ChatGptTalk(chance, BEGAN);
    talk.say("user", "cut \ud83d here");
    talk.say("assistant", "\udc00 there, whole 🧠");
    return talk.finish().put("title", "half \ud83d");
  }

  static ObjectNode oddTimes(Chance chance) {
    ChatGptTalk talk = new ChatGptTalk(chance, BEGAN);
    talk.say("user", "as text").put("create_time", "1700000001.25");
    talk.say("assistant", "as ISO").put("create_time", "2023-11-14T22:13:22.5Z");
    talk.say("user", "before its parent").put("create_time", 1_600_000_000);
    talk.say("assistant", "none").putNull("create_time");
    talk.say("user", "no time at all").put("create_time", "yesterday");
    talk.say("assistant", "very fine").put("create_time", "1700000003.1234567891");
    return talk.finish().putNull("create_time");
  }

  static ObjectNode hollow(Chance chance) {
    ChatGptTalk talk = new ChatGptTalk(chance, BEGAN);
    talk.say("user", "").putNull("content");
    talk.say("assistant", "no author").putNull("author");
    talk.say("assistant", "no metadata").remove("metadata");
    talk.say("user", "no recipient").putNull("recipient");
    ObjectNode mixed = talk.content("multimodal_text");
    mixed.putArray("parts").add("kept").addNull().add(7).addObject().put("odd", true);
    talk.add("user", mixed);
    return talk.finish();
  }

  static ObjectNode tools(Chance chance) {
    ChatGptTalk talk = new ChatGptTalk(chance, BEGAN);
    talk.add(
        "user",
        talk.content("user_editable_context")
            .put("user_profile", "I am a baker.")
            .put("user_instructions", "Be brief."));
    talk.add(
        "user",
        talk.content("model_editable_context")
            .put(
                "model_set_context",
                "1. [2024-05-01]. Likes tea.\n\n2. [2024-06-02]. Lives in Porto."));
    talk.say("user", "What is 6 times 7?");
    ObjectNode thoughts = talk.content("thoughts");
    thoughts
        .putArray("thoughts")
        .addObject()
        .put("summary", "Multiplying")
        .put("content", "6 times 7 is 42")
        .put("finished", true)
        .putArray("chunks");
    talk.add("assistant", thoughts);
    talk.add(
            "assistant", talk.content("code").put("language", "python").put("text", "print(6 * 7)"))
        .put("recipient", "python");
    ((ObjectNode)
            talk.add("tool", talk.content("execution_output").put("text", "42")).get("author"))
        .put("name", "python");
    ((ObjectNode)
            talk.add(
                    "tool",
                    talk.content("tether_quote").put("title", "Sums").put("text", "of tables"))
                .get("author"))
        .put("name", "browser");
    talk.add("assistant", talk.content("reasoning_recap").put("content", "Thought for 2 seconds"));
    talk.say("assistant", "It is 42.");
    return talk.finish();
  }

  static ObjectNode unknownTypes(Chance chance) {
    ChatGptTalk talk = new ChatGptTalk(chance, BEGAN);
    talk.say("user", "show me");
    talk.add("assistant", talk.content("hologram").put("beam", 3));
    talk.add("tool", talk.content("computer_output").put("tether_id", 1));
    talk.say("critic", "an unknown role");
    return talk.finish();
  }

  static ObjectNode spoken(Chance chance) {
    ChatGptTalk talk = new ChatGptTalk(chance, BEGAN);
    ObjectNode voice = talk.content("multimodal_text");
    voice
        .putArray("parts")
        .addObject()
        .put("content_type", "audio_transcription")
        .put("text", "hello there")
        .put("direction", "in");
    voice
        .withArray("parts")
        .addObject()
        .put("content_type", "audio_asset_pointer")
        .put("asset_pointer", "sediment://file_0000abcd")
        .put("size_bytes", 12);
    talk.add("user", voice);
    talk.say("assistant", "hello");
    return talk.finish();
  }

  /** So many messages, each the answer to the one before it. */
  static ObjectNode chain(Chance chance, int length) {
    ChatGptTalk talk = new ChatGptTalk(chance, BEGAN);
    for (int i = 0; i < length; i++) {
      talk.say(i % 2 == 0 ? "user" : "assistant", "link " + i);
    }
    return talk.finish();
  }

  /** So many messages in a tree of many branches. */
  static ObjectNode bush(Chance chance, int size) {
    ChatGptTalk talk = new ChatGptTalk(chance, BEGAN);
    talk.say("user", "where it grows");
    String stem = talk.last();
    for (int i = 1; i < size; i++) {
      talk.say(i % 2 == 0 ? "user" : "assistant", "leaf " + i);
      if (chance.oneIn(20)) {
        talk.from(stem);
      } else if (chance.oneIn(200)) {
        stem = talk.last();
      }
    }
    return talk.finish();
  }
}
