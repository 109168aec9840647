package pmm.mind.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pmm.mind.archive.model.ArchivedConversation;
import pmm.mind.archive.model.ArchivedNode;
import pmm.mind.archive.model.Content;
import pmm.mind.archive.model.Format;
import pmm.mind.archive.model.Part;
import pmm.mind.archive.model.Role;
import pmm.mind.archive.model.Unreadable;

/** Chats of SillyTavern and of the programs whose chats it takes in too. */
class RoleplayTest {
  private static final String HEADER =
      "{'user_name': 'Ana', 'character_name': 'Seraphina', 'create_date': '2024-7-12@01h31m37s', 'chat_metadata': {'integrity': 'slug-1', 'note': 'x'}}";

  @TempDir Path folder;
  private Given given;

  @BeforeEach
  void give() {
    given = new Given(folder);
  }

  private Path chat(String... lines) throws IOException {
    return given.file("chat.jsonl", HEADER + "\n" + String.join("\n", lines));
  }

  private static List<String> said(ArchivedConversation chat) {
    return chat.nodes().stream()
        .map(node -> node.role() + " " + String.join("|", Given.texts(node)))
        .toList();
  }

  @Test
  void swipesAreSiblings() throws IOException {
    ArchivedConversation read =
        Given.conversation(
            chat(
                "{'name': 'Ana', 'is_user': true, 'is_system': false, 'send_date': 1689101497000, 'mes': 'hi'}",
                "{'name': 'Seraphina', 'is_user': false, 'send_date': 'June 19, 2023 2:20pm', 'mes': 'two', 'swipe_id': 1, 'swipes': ['one', 'two', 'three'], 'swipe_info': [{'extra': {'model': 'm1'}}], 'extra': {'model': 'm2', 'reasoning': 'hm', 'api': 'x'}}",
                "{'name': 'Ana', 'is_user': true, 'send_date': 1689101500000, 'mes': 'bye'}"));
    assertEquals("slug-1 Seraphina", read.originalId() + " " + read.title());
    assertEquals(
        4,
        read.nodes().stream()
                .filter(node -> node.role() == Role.ASSISTANT || node.role() == Role.PERSON)
                .count()
            - 1);
    ArchivedNode chosen = find(read, "two");
    assertEquals(List.of(new Part.Reasoning("hm"), Part.Text.of("two")), chosen.parts());
    assertEquals(Optional.of("m2"), chosen.model());
    assertEquals(Optional.of("m1"), find(read, "one").model());
    assertEquals(find(read, "hi").originalId(), find(read, "three").parent().orElseThrow());
    assertEquals(Optional.of(chosen.originalId()), find(read, "bye").parent());
    assertEquals(read.currentLeaf(), Optional.of(find(read, "bye").originalId()));
    assertTrue(chosen.raw().contains("\"api\":\"x\""), chosen.raw());
    assertTrue(
        read.raw().contains("\"note\":\"x\"") && read.raw().contains("\"user_name\":\"Ana\""),
        read.raw());
  }

  @Test
  void aSwipeThatDiffersFromItsMessageIsAnAnswerOfItsOwn() throws IOException {
    String line =
        "{'name': 'S', 'mes': 'edited', 'swipe_id': %d, 'swipes': [%s], 'swipe_info': [{'gen': 'x'}]}";
    assertEquals(
        List.of("edited", "first"), answers(chat(line.formatted(0, "'first'"))), "changed later");
    assertEquals(
        List.of("edited", "first"),
        answers(chat(line.formatted(7, "'first', 'edited'"))),
        "there is no such swipe, and no answer comes twice");
    assertTrue(
        Given.conversation(chat(line.formatted(0, "'edited'")))
            .nodes()
            .getFirst()
            .raw()
            .contains("x"));
  }

  private static List<String> answers(Path chat) throws IOException {
    return Given.conversation(chat).nodes().stream()
        .map(node -> Given.texts(node).getFirst())
        .sorted()
        .toList();
  }

  private static ArchivedNode find(ArchivedConversation chat, String words) {
    return chat.nodes().stream()
        .filter(node -> Given.texts(node).contains(words))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "1689101497123; 1689101497123000",
        "'\"June 19, 2023 2:20pm\"'; 1687184400000000",
        "'\"2024-7-12@01h31m37s\"'; 1720747897000000",
        "'\"2024-07-12 @01h 31m 37s 250ms\"'; 1720747897250000",
        "'\"2024-07-12T01:31:37.5Z\"'; 1720747897500000"
      })
  void datesOfAllShapes(String date, long micros) throws IOException {
    ArchivedConversation read =
        Given.conversation(
            chat(
                "{\"name\": \"Ana\", \"is_user\": true, \"mes\": \"x\", \"send_date\": "
                    + date
                    + "}"));
    assertEquals(micros, read.nodes().getFirst().created().micros().orElseThrow());
    assertEquals(date.replace("\"", ""), read.nodes().getFirst().created().raw());
  }

  @Test
  void marksEmptyLinesAndOneBrokenLine() throws IOException {
    Path file =
        given.file(
            "chat.jsonl",
            "\uFEFF"
                + HEADER
                + "\r\n\r\n{'name': 'Ana', 'is_user': true, 'mes': 'one'}\r\n{'name': 'Ana', broken\r\n   \r\n{'name': 'Ana', 'is_user': true, 'mes': 'two'}\r\n");
    assertEquals(List.of("PERSON one", "PERSON two"), said(Given.conversation(file)));
    assertEquals(
        "chat.jsonl, entry 4", Given.read(file, Unreadable.class).getFirst().place().toString());
  }

  @Test
  void hiddenMessagesAndNarratorsAreNotTheCharacter() throws IOException {
    ArchivedConversation read =
        Given.conversation(
            chat(
                "{'name': 'Seraphina', 'is_user': false, 'is_system': true, 'mes': 'hidden'}",
                "{'name': 'Note', 'is_user': false, 'is_system': true, 'mes': 'told', 'extra': {'type': 'narrator'}}"));
    assertEquals(List.of("ASSISTANT hidden", "SYSTEM told"), said(read));
    assertTrue(read.nodes().stream().allMatch(ArchivedNode::hidden));
  }

  @Test
  void moreLinesLaterChangeNoIds() throws IOException {
    String one = "{'name': 'Ana', 'is_user': true, 'mes': 'one', 'send_date': 1689101497123}";
    String two =
        "{'name': 'Seraphina', 'is_user': false, 'mes': 'two', 'send_date': 1689101498123}";
    ArchivedConversation before = Given.conversation(chat(one));
    ArchivedConversation after = Given.conversation(chat(one, two));
    assertEquals(before.nodes(), after.nodes().subList(0, 1));
    assertEquals(before.originalId(), after.originalId());
  }

  @Test
  void chubNestsTheWords() throws IOException {
    assertEquals(
        List.of("ASSISTANT in", "ASSISTANT other"),
        said(
                Given.conversation(
                    chat(
                        "{'name': 'C', 'is_user': false, 'mes': {'message': 'in'}, 'swipes': [{'message': 'in'}, {'message': 'other'}]}")))
            .stream()
            .sorted()
            .toList());
  }

  @Test
  void oobabooga() throws IOException {
    Path old =
        given.file(
            "a.json", "{'data': [['x', 'y']], 'data_visible': [['', 'hello'], ['hi', 'yo']]}");
    assertEquals(
        List.of("ASSISTANT hello", "PERSON hi", "ASSISTANT yo"), said(Given.conversation(old)));
    Path now =
        given.file(
            "b.json",
            "{'internal': [['<|BEGIN-VISIBLE-CHAT|>', 'h']], 'visible': [['<|BEGIN-VISIBLE-CHAT|>', 'hello'], ['hi', 'yo']]}");
    assertEquals(
        List.of("ASSISTANT hello", "PERSON hi", "ASSISTANT yo"), said(Given.conversation(now)));
  }

  @Test
  void agnai() throws IOException {
    Path file =
        given.file(
            "a.json",
            "{'name': 'Talk', 'greeting': 'g', 'messages': [{'handle': 'You', 'userId': 'anon', 'msg': 'hi'}, {'handle': 'C', 'characterId': 'c', 'msg': 'yo'}]}");
    assertEquals(List.of("PERSON hi", "ASSISTANT yo"), said(Given.conversation(file)));
    assertEquals("Talk", Given.conversation(file).title());
  }

  @Test
  void caiTools() throws IOException {
    Path file =
        given.file(
            "a.json",
            "{'info': {'character': {'name': 'C'}}, 'histories': {'histories': [{'external_id': 'e1', 'msgs': [{'src': {'is_human': true, 'name': 'A'}, 'text': 'hi', 'created': '2023-01-01T00:00:00Z'}, {'src': {'is_human': false, 'name': 'C'}, 'text': 'yo'}]}, {'external_id': 'e2', 'msgs': []}]}}");
    List<ArchivedConversation> read = Given.read(file, ArchivedConversation.class);
    assertEquals(List.of("e1", "e2"), read.stream().map(ArchivedConversation::originalId).toList());
    assertEquals(List.of("PERSON hi", "ASSISTANT yo"), said(read.getFirst()));
  }

  @Test
  void aFolderOfChatsAndCards() throws IOException {
    Path data = Files.createDirectories(folder.resolve("data/chats"));
    Files.writeString(
        data.resolve("a.jsonl"),
        (HEADER + "\n{'name': 'A', 'is_user': true, 'mes': 'x'}").replace('\'', '"'));
    Files.write(
        folder.resolve("data/card.png"),
        CardTest.png("chara", "{\"name\":\"N\",\"description\":\"D\",\"first_mes\":\"F\"}"));
    Files.write(folder.resolve("data/plain.png"), CardTest.png("Comment", "x"));
    try (Archive archive = Archive.open(folder.resolve("data"))) {
      assertEquals(
          List.of(Format.CHARACTER_CARD, Format.SILLYTAVERN),
          archive.formats().stream().sorted(Comparator.comparing(Enum::name)).toList());
      assertEquals(
          List.of("plain.png"), archive.otherFiles().stream().map(Content::member).toList());
    }
  }
}
