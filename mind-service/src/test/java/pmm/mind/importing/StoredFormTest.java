package pmm.mind.importing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pmm.mindstate.StateEvent;

/** What stands in the events of an import, and what of it forgetting reaches. */
@Timeout(120)
class StoredFormTest {
  private static final String TALES =
      """
      {"user_name": "Ana", "character_name": "NAME", "create_date": "2024-7-12@01h31m37s"}
      {"name": "NAME", "is_user": false, "send_date": 1700000000001, "mes": "FIRST"}
      {"name": "Ana", "is_user": true, "send_date": 1700000000002, "mes": "SECOND"}
      {"name": "NAME", "is_user": false, "send_date": 1700000000003, "mes": "THIRD",
       "swipes": ["THIRD", "OTHER"], "swipe_id": 0}
      """
          .replace(",\n ", ",");

  @TempDir Path folder;

  private ImportFixture start() throws IOException {
    return new ImportFixture(Files.createTempDirectory(folder, "home"));
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  private static String tales(String name, String first, String second, String third) {
    return TALES
        .replace("NAME", name)
        .replace("FIRST", first)
        .replace("SECOND", second)
        .replace("THIRD", third);
  }

  private static ChatGptFile harbour(String words, String topic) {
    ChatGptFile file = new ChatGptFile();
    file.talk("harbour", topic)
        .remembers("ctx", "root", "Sails on " + topic, "Owns a " + topic)
        .says("q", "root", "user", words)
        .thinks("t", "q", "Why " + words + "?")
        .says("a", "t", "assistant", "Because " + words)
        .shows("a");
    return file;
  }

  /** All metas but for what is made up or says which bytes they came from. */
  private List<String> metas(Path archive) throws IOException {
    try (ImportFixture mind = start()) {
      mind.run(archive);
      return mind.events().stream()
          .filter(event -> event.meta().has("import_id"))
          .map(event -> event.kind() + " " + event.meta())
          .map(meta ->
              meta.replaceAll(
                  "\"(conversation_id|import_id|request_id|archive_sha256|archive_bytes)\":(\"[^\"]*\"|[0-9]+)",
                  ""))
          .toList();
    }
  }

  @Test
  void factsDoNotDependOnTheWords() throws IOException {
    assertEquals(
        metas(harbour("red", "fog").write(folder.resolve("a.json"))),
        metas(harbour("hay", "ice").write(folder.resolve("b.json"))));
    assertEquals(
        metas(file("a.jsonl", tales("Seraphina", "red", "fog", "ice"))),
        metas(file("b.jsonl", tales("Ebenezer!", "hay", "sun", "sea"))));
    assertEquals(metas(file("a.json", activity("red"))), metas(file("b.json", activity("hay"))));
    assertEquals(
        metas(file("c.json", card("Seraphina"))), metas(file("d.json", card("Ebenezer!"))));
  }

  private static String activity(String words) {
    return """
    [{"header": "Gemini Apps", "title": "Prompted WORDS", "time": "2024-05-01T10:00:00.123Z",
      "products": ["Gemini Apps"], "safeHtmlItem": [{"html": "<p>WORDS indeed</p>"}]}]
    """
        .replace("WORDS", words);
  }

  private static String card(String name) {
    return """
    {"spec": "chara_card_v2", "spec_version": "2.0", "data": {"name": "NAME",
     "description": "NAME is kind", "personality": "", "scenario": "", "first_mes": "Hello",
     "mes_example": ""}}
    """
        .replace("NAME", name);
  }

  @Test
  void whatHasNoIdIsFoundAgain() throws IOException {
    try (ImportFixture mind = start()) {
      Path one = file("one.jsonl", tales("Sera", "Well met", "Hello", "A tale"));
      Path two = file("two.jsonl", tales("Sera", "Well met", "Good day", "A song"));
      mind.run(one);
      mind.run(two);
      assertEquals(2, mind.events("conversation_started").size());
      int events = mind.events().size();

      assertEquals(0, mind.run(one).getAddedEventCount());
      assertEquals(0, mind.run(two).getAddedEventCount());
      assertEquals(events, mind.events().size());

      String more =
          tales("Sera", "Well met", "Hello", "A tale")
              + "{\"name\": \"Ana\", \"is_user\": true, \"send_date\": 1700000000009, \"mes\": \"On\"}\n";
      assertEquals(1, mind.run(file("more.jsonl", more)).getAdded().getMessages());
      assertEquals(2, mind.events("conversation_started").size());
      assertEquals(
          one(mind, "Hello").text("conversation_id"), one(mind, "On").text("conversation_id"));
    }
  }

  @Test
  void whatWasForgottenDoesNotComeBack() throws IOException {
    try (ImportFixture mind = start()) {
      Path talk = harbour("rain", "a boat").write(folder.resolve("a.json"));
      Path tale = file("tale.jsonl", tales("Sera", "Well met", "Hello", "A tale"));
      mind.run(talk);
      mind.run(tale);
      List<Long> forgotten =
          mind.events().stream()
              .filter(event -> event.words().isPresent())
              .filter(event ->
                  List.of("rain", "Why rain?", "Well met", "A tale", "a boat", "Owns a a boat")
                      .contains(event.words().orElse("")))
              .map(StateEvent::id)
              .toList();
      assertTrue(forgotten.size() >= 5, "found " + forgotten);

      mind.forget(forgotten, false);
      int events = mind.events().size();

      assertEquals(0, mind.run(talk).getAddedEventCount());
      assertEquals(0, mind.run(tale).getAddedEventCount());
      assertEquals(events, mind.events().size());
    }
  }

  @Test
  void whatWasForgottenWithItsFactsCanBeTakenInAgain() throws IOException {
    try (ImportFixture mind = start()) {
      Path talk = harbour("rain", "a boat").write(folder.resolve("a.json"));
      mind.run(talk);
      List<Long> all =
          mind.events().stream()
              .filter(event -> event.meta().has("source"))
              .map(StateEvent::id)
              .toList();

      mind.forget(all, true);

      assertEquals(3, mind.run(talk).getAdded().getMessagesByRoleMap().size());
      assertEquals("rain", one(mind, "rain").words().orElse(""));
    }
  }

  @Test
  void leftoversOfAnyLengthChangeNothing() throws IOException {
    try (ImportFixture mind = start()) {
      mind.run(withLeftovers(1 << 10, "short.json"));
      mind.run(withLeftovers(1 << 10, "short.json"));
      int events = mind.events().size();
      assertEquals(0, mind.run(withLeftovers(100 << 10, "long.json")).getAddedEventCount());
      assertEquals(events, mind.events().size());
    }
    try (ImportFixture mind = start()) {
      mind.run(withLeftovers(3 << 20, "huge.json"));
      StateEvent said = one(mind, "What is left?");
      String whole =
          mind.events("imported_record").stream()
              .filter(event -> event.references("source").contains(said.id()))
              .map(event -> event.words().orElse(""))
              .collect(Collectors.joining());
      assertEquals(4, said.number("details"));
      assertTrue(whole.startsWith("[{") && whole.endsWith("}]"), whole.substring(0, 10));
      assertTrue(whole.length() > 3 << 20);
      assertEquals(0, mind.run(withLeftovers(1 << 10, "short.json")).getAddedEventCount());
    }
  }

  private Path withLeftovers(int length, String name) throws IOException {
    String content =
        """
        [{"uuid": "c1", "name": "Left", "created_at": "2024-05-01T10:00:00Z", "chat_messages": [
          {"uuid": "m1", "sender": "human", "created_at": "2024-05-01T10:00:01Z", "odd": "LEFT",
           "content": [{"type": "text", "text": "What is left?"},
                       {"type": "tool_use", "name": "t", "input": {}},
                       {"type": "text", "text": "And more"}]}]}]
        """;
    return file(name, content.replace("LEFT", "x".repeat(length)));
  }

  @Test
  void detailsOfManyMessagesAreNotForgottenAtOnce() throws IOException {
    try (ImportFixture mind = start()) {
      mind.run(new ChatGptFile().many(1, 100).write(folder.resolve("a.json")));
      List<StateEvent> details =
          mind.events("imported_record").stream()
              .filter(event -> event.text("record").equals("details"))
              .toList();
      assertTrue(details.size() > 2);
      assertFalse(details.stream().anyMatch(event -> event.references("source").size() > 20));
    }
  }

  private static StateEvent one(ImportFixture mind, String words) {
    List<StateEvent> found =
        mind.events().stream()
            .filter(event -> event.words().orElse("").equals(words))
            .filter(event -> Piece.isSaid(event.kind()))
            .toList();
    assertEquals(1, found.size(), words);
    return found.getFirst();
  }
}
