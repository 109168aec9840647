package pmm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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

  @Test
  void saysHowManyAnswersWereGivenItAndShowsSome() {
    String given = "{\"receipt\":{\"sources\":[{\"event_id\":2}]}}";
    try (MindFile mind = MindFile.open(home, Options.defaults())) {
      Draft[] answers = new Draft[150];
      Arrays.fill(answers, new Draft("assistant_message", "Good morning.", given));
      mind.append(AppendRequest.of(answers)).join();
    }
    Ran ran = Ran.pmm(home, "forget", "2", "--yes");

    assertTrue(ran.err().contains("Good morning."), ran.err());
    assertTrue(ran.err().contains("and 130 more"), ran.err());
  }

  @Test
  void keepsWhatWasNamedUntilNothingMoreHoldsItsWords() {
    Places place = new Places();
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(told, true, StandardCharsets.UTF_8);
    Screen screen = new Screen(print, print, false, true, false);
    ByteArrayInputStream yes = new ByteArrayInputStream("y\ny\n".getBytes(StandardCharsets.UTF_8));
    try (Shell shell = new Shell(Map.of("PMM_HOME", home.toString()), screen, yes, true)) {
      ForgetCommand command = new ForgetCommand(shell);
      command.events = List.of(2L);
      command.alsoMentions = true;

      assertEquals(ExitCode.NOT_SO, command.forget(place));
      assertEquals(List.of(List.of(3L)), place.forgotten);
      assertTrue(told.toString(StandardCharsets.UTF_8).contains("run it again"), told::toString);

      assertEquals(ExitCode.DONE, command.forget(place));
      assertEquals(List.of(List.of(3L), List.of(2L, 4L)), place.forgotten);
    }
  }

  /** Finds one of two events at a time. */
  private static final class Places implements ForgetPlace {
    private final List<List<Long>> forgotten = new ArrayList<>();

    @Override
    public Shown event(long id) {
      return new Shown(id, "note", SECRET, true);
    }

    @Override
    public List<Long> ofConversation(String id) {
      return List.of();
    }

    @Override
    public Found mentions(List<Long> ids) {
      long next = 3L + forgotten.size();
      return new Found(List.of(new Mention(event(next), "words", 2)), 0, next == 3);
    }

    @Override
    public Done forget(List<Long> ids, boolean withMeta) {
      forgotten.add(ids);
      return new Done(9, ids, List.of(), List.of(), List.of());
    }

    @Override
    public void close() {}
  }
}
