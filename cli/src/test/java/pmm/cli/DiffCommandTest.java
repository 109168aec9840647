package pmm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmm.mindfile.AppendRequest;
import pmm.mindfile.Draft;
import pmm.mindfile.MindFile;
import pmm.mindfile.Options;

class DiffCommandTest {
  @TempDir Path folder;
  private Path home;
  private Path elsewhere;
  private Path copy;

  @BeforeEach
  void beginAndCopy() throws IOException {
    home = Files.createDirectory(folder.resolve("home"));
    elsewhere = Files.createDirectory(folder.resolve("copy"));
    copy = elsewhere.resolve("mind.db");
    append(home, Draft.of("name_adopted", "Ada"), Draft.of("memory_kept", "I like tea"));
    Files.copy(home.resolve("mind.db"), copy);
  }

  @Test
  void saysThatTwoFilesHoldTheSame() {
    Ran ran = Ran.pmm(home, "diff", copy.toString());

    assertEquals(ExitCode.DONE, ran.exit(), ran.err());
    assertTrue(ran.out().contains("They are the same: both hold the same "), ran.out());
  }

  @Test
  void saysWhatAMindHasBecomeSinceTheCopy() {
    append(
        home,
        Draft.of("name_adopted", "Grace"),
        Draft.of("memory_kept", "I moved to Lisbon"),
        Draft.of("commitment_opened", "send the recipe"));

    Ran ran = Ran.pmm(home, "diff", copy.toString());

    assertEquals(ExitCode.NOT_SO, ran.exit(), ran.err());
    assertTrue(ran.out().contains("B goes on where A ends, with 3 events more."), ran.out());
    assertTrue(ran.out().lines().anyMatch(line -> line.matches("name +Ada +Grace *")), ran.out());
    assertTrue(ran.out().contains("Only B remembers:\n  I moved to Lisbon\n"), ran.out());
    assertTrue(ran.out().contains("  send the recipe (open)"), ran.out());
  }

  @Test
  void namesTheEventFromWhichTwoCopiesWentDifferentWays() {
    append(home, Draft.of("memory_kept", "I moved to Lisbon"));
    append(elsewhere, Draft.of("memory_kept", "I moved to Porto"));

    Map<String, ?> document =
        Json.object(
            Ran.pmm(home, "diff", copy.toString(), home.resolve("mind.db").toString(), "--json")
                .out());

    assertEquals("forked", document.get("relation"));
    assertEquals(List.of("I moved to Porto"), document.get("memories_only_a"));
    assertEquals(List.of("I moved to Lisbon"), document.get("memories_only_b"));
    assertEquals(
        document.get("b") instanceof Map<?, ?> b ? b.get("event_count") : "",
        document.get("common_through_event_id") instanceof Number n ? n.longValue() + 1 : "");
  }

  @Test
  void tellsTwoMindsApart() {
    Path other = folder.resolve("other");
    append(other, Draft.of("memory_kept", "I like tea"));

    Ran ran = Ran.pmm(home, "diff", other.resolve("mind.db").toString());

    assertEquals(ExitCode.NOT_SO, ran.exit(), ran.err());
    assertTrue(ran.out().contains("Two different minds"), ran.out());
  }

  @Test
  void namesAFileThatIsNone() throws IOException {
    Path text = Files.writeString(folder.resolve("text.db"), "no mind");

    Ran ran = Ran.pmm(home, "diff", text.toString());

    assertEquals(ExitCode.NOT_DONE, ran.exit());
    assertTrue(ran.err().contains("text.db"), ran.err());
    assertEquals(ExitCode.NOT_DONE, Ran.pmm(home, "diff").exit());
    assertEquals(ExitCode.NOT_DONE, Ran.pmm(home, "diff", "gone.db").exit());
  }

  private static void append(Path home, Draft... drafts) {
    try (MindFile mind = MindFile.open(home, Options.defaults())) {
      mind.append(AppendRequest.of(drafts)).join();
    }
  }
}
