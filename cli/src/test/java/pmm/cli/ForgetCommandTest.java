package pmm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
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

/** Forgetting with nothing running, through the file itself. */
class ForgetCommandTest {
  private static final String SECRET = "the orchid blooms at Quellenweg 17";
  private static final String TALK = "0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b";

  @TempDir Path home;

  @BeforeEach
  void write() {
    String meta = "{\"conversation_id\":\"" + TALK + "\"}";
    try (MindFile mind = MindFile.open(home, Options.defaults())) {
      mind.append(
              AppendRequest.of(
                  new Draft("user_message", SECRET, meta),
                  new Draft("assistant_message", "You told me: “" + SECRET + "”", meta),
                  Draft.of("note", "nothing of it")))
          .join();
    }
  }

  private boolean holds(String text) throws Exception {
    return new String(Files.readAllBytes(home.resolve("mind.db")), StandardCharsets.ISO_8859_1)
        .contains(text);
  }

  @Test
  void forgetsOnlyWhatIsNamedUnlessTheMentionsAreAskedFor() throws Exception {
    Ran named = Ran.pmm(home, "forget", "2", "--yes");

    assertEquals(ExitCode.DONE, named.exit(), named.err());
    assertTrue(named.out().startsWith("Forgotten: 1 item, at event 5."), named.out());
    assertTrue(named.err().contains("The same words are also here:"), named.err());
    assertTrue(named.err().contains("exports and other copies"), named.err());
    assertTrue(holds("Quellenweg"));
    assertEquals(ExitCode.DONE, Ran.pmm(home, "forget", "3", "--yes").exit());
    assertTrue(!holds("Quellenweg"));
    assertTrue(Ran.pmm(home, "verify").out().contains("2 items forgotten at events 5, 6"));
  }

  @Test
  void forgetsTheMentionsTooAndAnswersWithADocument() throws Exception {
    Map<String, ?> document =
        Json.object(Ran.pmm(home, "forget", "2", "--also-mentions", "--yes", "--json").out());

    assertEquals(List.of(2L, 3L), document.get("forgotten_contents"));
    assertEquals(List.of(5L), document.get("redaction_event_ids"));
    assertEquals(List.of(), document.get("pending"));
    assertTrue(!holds("Quellenweg"));
    assertTrue(holds("nothing of it"));
  }

  @Test
  void forgetsAConversation() throws Exception {
    Ran ran = Ran.pmm(home, "forget", "--conversation", TALK, "--yes");

    assertEquals(ExitCode.DONE, ran.exit(), ran.err());
    assertTrue(ran.out().startsWith("Forgotten: 2 items, at event 5."), ran.out());
    assertTrue(!holds("Quellenweg"));
    Ran again = Ran.pmm(home, "forget", "--conversation", TALK, "--yes");
    assertEquals(ExitCode.NOT_SO, again.exit());
  }

  @Test
  void forgetsNothingUnlessItIsToldTo() throws Exception {
    assertEquals(ExitCode.NOT_DONE, Ran.pmm(home, "forget").exit());
    assertEquals(ExitCode.NOT_DONE, Ran.pmm(home, "forget", "2").exit());
    Ran unknown = Ran.pmm(home, "forget", "2", "99", "--yes");
    assertEquals(ExitCode.NOT_SO, unknown.exit());
    assertTrue(unknown.err().contains("There is no event 99 (1 to 4)"), unknown.err());
    assertTrue(holds("Quellenweg"));
  }
}
