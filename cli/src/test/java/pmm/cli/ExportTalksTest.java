package pmm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmm.mindfile.AppendRequest;
import pmm.mindfile.Draft;
import pmm.mindfile.MindFile;
import pmm.mindfile.Options;

/** Conversations leave a mind at rest in three forms. */
class ExportTalksTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TITLE = "../../etc/passwd: a*b [c] \u202e CON. ";

  @TempDir Path home;
  @TempDir Path other;
  private final List<Long> ids = new ArrayList<>();

  /** A question, an answer, the same question put otherwise, and an answer that was stopped. */
  @BeforeEach
  void write() {
    try (MindFile mind = MindFile.open(home, Options.defaults())) {
      append(mind, "conversation_started", null, "");
      long question = append(mind, "user_message", "What is six times seven?", "");
      append(mind, "assistant_message", "42\n## You · not said", after(question));
      long edited = append(mind, "user_message", "And six times eight? \uD83E\uDDE0", "");
      append(mind, "generation_stopped", "It is", after(edited));
      append(mind, "conversation_renamed", TITLE, "");
    }
  }

  private long append(MindFile mind, String kind, @Nullable String content, String more) {
    String meta = "{\"conversation_id\":\"talk-1\",\"model_id\":\"local:x\"" + more + "}";
    ids.add(
        mind.append(AppendRequest.of(new Draft(kind, content, meta)))
            .join()
            .events()
            .getFirst()
            .id());
    return ids.getLast();
  }

  private static String after(long event) {
    return ",\"parent_event_id\":" + event;
  }

  @Test
  void aDocumentHoldsEveryBranchWithItsTimesAndItsModel() throws IOException {
    Path file = other.resolve("talks.json");
    Ran ran = Ran.pmm(home, "export", "--json", file.toString());
    assertEquals(ExitCode.DONE, ran.exit(), ran.err());
    assertEquals("Exported 1 conversation to " + file + "\n", ran.out());

    JsonNode document = JSON.readTree(file.toFile());
    assertEquals("pmm-conversations/1", document.path("format").asText());
    JsonNode talk = document.path("conversations").path(0);
    assertEquals(TITLE, talk.path("title").asText());
    assertEquals(ids.get(4), talk.path("shown_node_id").asLong());
    JsonNode nodes = talk.path("nodes");
    assertEquals(4, nodes.size());
    assertFalse(nodes.get(2).has("parent_node_id"), nodes.get(2).toString());
    assertEquals(ids.get(3), nodes.get(3).path("parent_node_id").asLong());
    assertEquals("stopped", nodes.get(3).path("outcome").asText());
    assertEquals("local:x", nodes.get(3).path("model").asText());
    assertEquals("It is", nodes.get(3).path("parts").path(0).path("text").asText());
    assertTrue(nodes.get(3).path("time").path("micros").asLong() > 0);
    assertEquals(Ran.pmm(home, "export", "--json").out(), Files.readString(file));
  }

  @Test
  void readersOfChatGptFindTheSameTree() throws IOException {
    JsonNode talk = JSON.readTree(Ran.pmm(home, "export", "--openai", "-").out()).path(0);
    JsonNode mapping = talk.path("mapping");
    assertEquals("talk-1", talk.path("conversation_id").asText());
    assertEquals(5, mapping.size());
    JsonNode shown = mapping.path(talk.path("current_node").asText());
    assertEquals("It is", shown.path("message").path("content").path("parts").path(0).asText());
    assertEquals("assistant", shown.path("message").path("author").path("role").asText());
    JsonNode root = mapping.path("client-created-root");
    assertTrue(root.path("message").isNull() && root.path("parent").isNull());
    assertEquals(2, root.path("children").size());
  }

  @Test
  void aFolderHoldsFilesOfNumbersWhateverTitlesSay() throws IOException {
    Path folder = other.resolve("talks");
    Ran ran = Ran.pmm(home, "export", "--markdown", folder.toString());
    assertEquals(ExitCode.DONE, ran.exit(), ran.err());
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(
          List.of("00001.md", "index.md"),
          files.map(file -> file.getFileName().toString()).sorted().toList());
    }
    String text = Files.readString(folder.resolve("00001.md"));
    assertTrue(text.contains("\n## Another branch · another beginning\n"), text);
    assertTrue(text.contains("\n\\## You · not said\n"), text);
    assertTrue(text.contains(" · stopped · message " + ids.get(4)), text);
    String index = Files.readString(folder.resolve("index.md"));
    assertTrue(index.contains("](00001.md) · 4 messages"), index);

    Ran again = Ran.pmm(home, "export", "--yes", "--markdown", folder.toString());
    assertEquals(ExitCode.NOT_DONE, again.exit());
    assertTrue(again.err().contains("is not empty"), again.err());
  }

  @Test
  void aBranchIsToldAtBothItsEnds() throws IOException {
    try (MindFile mind = MindFile.open(home, Options.defaults())) {
      append(mind, "generation_stopped", "Fifty-six, I", after(ids.get(3)));
    }
    Path folder = other.resolve("talks");
    assertEquals(ExitCode.DONE, Ran.pmm(home, "export", "--markdown", folder.toString()).exit());
    String text = Files.readString(folder.resolve("00001.md"));
    long other = text.contains("leaves here, with message " + ids.get(4)) ? ids.get(4) : ids.get(6);
    int here = text.indexOf("*Another branch leaves here, with message " + other + ".*");
    int there = text.indexOf("\n## Another branch · leaves after message " + ids.get(3) + "\n");
    assertTrue(here > text.indexOf("And six times eight?") && there > here, text);
    assertTrue(text.indexOf("message " + other, there) > there, text);
  }

  @Test
  void whatWasForgottenIsToldAsForgotten() throws IOException {
    Ran forget = Ran.pmm(home, "forget", "--yes", String.valueOf(ids.get(1)));
    assertEquals(ExitCode.DONE, forget.exit(), forget.err());
    Ran.pmm(home, "export", "--markdown", other.resolve("talks").toString());
    for (String text :
        List.of(
            Ran.pmm(home, "export", "--json").out(),
            Ran.pmm(home, "export", "--openai").out(),
            Files.readString(other.resolve("talks").resolve("00001.md")))) {
      assertFalse(text.contains("six times seven"), text);
      assertTrue(text.contains("forgotten"), text);
    }
  }

  @Test
  void oneConversationLeavesByItself() {
    assertEquals(
        ExitCode.DONE, Ran.pmm(home, "export", "--json", "--conversation", "talk-1").exit());
    Path file = other.resolve("x.json");
    Ran none = Ran.pmm(home, "export", "--conversation", "talk-2", "--openai", file.toString());
    assertEquals(ExitCode.NOT_SO, none.exit());
    assertTrue(none.err().contains("There is no conversation talk-2"), none.err());
    assertFalse(Files.exists(file));
  }

  @Test
  void asksBeforeItReplacesAndSaysWhatDoesNotGoTogether() throws IOException {
    Path file = Files.writeString(other.resolve("talks.json"), "precious");
    Ran refused = Ran.pmm(home, "export", "--json", file.toString());
    assertEquals(ExitCode.NOT_DONE, refused.exit());
    assertEquals("precious", Files.readString(file));
    assertEquals(ExitCode.DONE, Ran.pmm(home, "export", "--yes", "--json", file.toString()).exit());

    Ran two = Ran.pmm(home, "export", "--json", "--jsonl");
    assertTrue(two.err().startsWith("Say only one form: "), two.err());
    assertTrue(two.err().contains("one of --jsonl, --markdown DIR, --json, --openai"), two.err());
    Ran twice = Ran.pmm(home, "export", "--json", "a", "--out", "b");
    assertTrue(twice.err().contains("Say only one of a, --out b"), twice.err());
  }
}
