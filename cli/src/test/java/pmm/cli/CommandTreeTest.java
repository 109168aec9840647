package pmm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class CommandTreeTest {
  @TempDir Path home;

  static Stream<String> everyCommand() {
    List<String> names = new ArrayList<>();
    Screen nowhere = new Screen(System.out, System.err, false, false, false);
    Shell shell = new Shell(Map.of(), nowhere, System.in, false);
    CommandTree.whole(shell)
        .getSubcommands()
        .forEach((name, command) -> {
          names.add(name);
          command.getSubcommands().keySet().forEach(sub -> names.add(name + " " + sub));
        });
    return names.stream();
  }

  @ParameterizedTest
  @MethodSource("everyCommand")
  void helpsWithAnExampleOfItself(String command) {
    Ran help = Ran.pmm(home, (command + " --help").split(" "));

    assertEquals(0, help.exit());
    assertTrue(help.out().contains("Usage: pmm " + command), help.out());
    String examples = help.out().substring(help.out().indexOf("Examples:"));
    assertTrue(examples.contains("pmm " + command.split(" ")[0]), help.out());
    assertEquals("", help.err());
  }

  @Test
  void listsEveryCommandOnce() {
    Ran overview = Ran.pmm(home);

    for (CommandTree command : CommandTree.values()) {
      String line = "\n  " + command.id() + " ";
      assertEquals(2, overview.out().split(line, -1).length, command.id());
    }
    assertEquals(overview.out(), Ran.pmm(home, "--help").out());
    assertEquals(overview.out(), Ran.pmm(home, "help").out());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nonsense                       | There is no command nonsense
          statsu                         | Did you mean: status?
          strat                          | Did you mean: start?
          events list --knid talk        | Did you mean: --kind?
          start --nonsense               | There is no option --nonsense
          stop now                       | One word too many: now
          events                         | Say what to do: list, show
          events show                    | ID
          events show x                  | Not the number of an event: x
          events show 0                  | Not the number of an event: 0
          stats --at x                   | Not the number of an event: x
          memory list --at -1            | Not the number of an event: -1
          memory search Ana --at 0       | Not the number of an event: 0
          commitments list --at 1.5      | Not the number of an event: 1.5
          events list -n -1              | Not a number of events: -1
          events list -n many            | Not a number: many (expected: a whole number, such as --limit 20)
          events list --kind nonsense    | There is no kind of event nonsense
          events list --since someday    | Not a time: someday
          events list -f --json          | give one of the two
          mind --history --at 3          | Say only one of --history, --at
          mind --history -n 0            | Not a number of steps: 0
          feedback 3 nice                | Not a feedback: nice (expected: kind, harsh, more or shorter)
          feedback x kind                | Not the number of an event: x
          autonomy                       | Say what to do
          autonomy on --budget much      | Not a number: much
          mind --at x                    | Not the number of an event: x
          prove                          | Say what to prove
          prove 3 --from 2               | Say what to prove
          sign --key /no/such/key        | There is no key /no/such/key
          trace nonsense                 | Neither an event nor a conversation: nonsense
          logs nonsense                  | expected: ledger, mind, provider, ui
          export                         | --jsonl
          import                         | FILE
          import /no/such/file           | There is no file /no/such/file
          completion tcsh                | expected: bash, zsh or fish
          chat hello you                 | pmm chat -m "hello you"
          chat                           | There is no terminal to talk at
          chat --json                    | it needs -m
          chat -m -                      | The message is empty
          chat -m x --continue --off-record | Say only one of --continue, --off-record
          model list --ollama --suggested | give one of the two
          model list --url http://x      | --url says where an Ollama is: it needs --ollama
          model list --ollama            | PMM is not running
          model pull                     | ID
          model pull openai:gpt-x        | Not a model of an Ollama: openai:gpt-x (expected: ollama:NAME)
          model pull ollama:x            | PMM is not running
          model pull ollama:x --json     | PMM is not running
          doctor now                     | One word too many: now
          model add                      | ID
          model add nonsense             | Not the name of a model: nonsense
          model add local:x --api soap   | Not a way to speak to a model: soap
          model add local:x              | local:x needs --api (openai, anthropic or ollama: how it is spoken to) and --url
          model add openai:x --key-file a --key-stdin | give one of the two
          consent grant https://x.org/   | Not a host: https://x.org/
          consent grant x.org --purpose fun | Not a purpose: fun
          consent grant x.org --until yesterday | Not a time to come: yesterday
          consent revoke x               | Not the number of an event: x
          commitments close x            | Not the number of an event: x
          commitments snooze 5 yesterday | Not a time to come: yesterday
          commitments snooze 5 next week | PMM is not running
          """)
  void refusesWhatItCannotDoWithOnePlainMessage(String command, String message) {
    Ran refused = Ran.pmm(home, command.strip().split(" "));

    assertEquals(ExitCode.NOT_DONE, refused.exit(), refused.err());
    if (!command.contains("--json")) {
      assertEquals("", refused.out());
    }
    assertTrue(refused.err().contains(message), refused.err());
    assertFalse(refused.err().contains("Exception"), refused.err());
  }

  @ParameterizedTest
  @MethodSource("everyCommand")
  void saysThatNothingRunsInsteadOfFailing(String command) {
    Map<String, String> arguments =
        Map.ofEntries(
            Map.entry("events show", "42"),
            Map.entry("trace", "42"),
            Map.entry("model use", "builtin:voice"),
            Map.entry("model test", "ollama:x"),
            Map.entry("model pull", "ollama:x"),
            Map.entry("model remove", "ollama:x"),
            Map.entry("model fallback", "ollama:x"),
            Map.entry("codec use", "python python.sock"),
            Map.entry("feedback", "42 kind"),
            Map.entry("template apply", "coach"),
            Map.entry("codec remove", "python"),
            Map.entry("memory show", "42"),
            Map.entry("memory keep", "42"),
            Map.entry("memory correct", "42 tea"),
            Map.entry("memory reject", "42"),
            Map.entry("memory add", "tea"),
            Map.entry("memory search", "tea"),
            Map.entry("memory forget", "42"),
            Map.entry("consent grant", "api.openai.com"),
            Map.entry("consent revoke", "42"),
            Map.entry("commitments show", "42"),
            Map.entry("commitments confirm", "42"),
            Map.entry("commitments reject", "42"),
            Map.entry("commitments close", "42"),
            Map.entry("commitments snooze", "42 tomorrow"),
            Map.entry("chat", "-m hello"),
            Map.entry("search", "bread"));
    List<String> needNothing =
        List.of(
            "start",
            "stop",
            "restart",
            "logs",
            "verify",
            "sign",
            "prove",
            "keygen",
            "export",
            "import",
            "snapshot",
            "snapshot create",
            "snapshot list",
            "snapshot restore",
            "snapshot prune",
            "snapshot drill",
            "backup",
            "move",
            "delete",
            "forget",
            "doctor",
            "diff",
            "codec",
            "version",
            "completion",
            "events",
            "model",
            "consent",
            "commitments",
            "offline",
            "memory",
            "autonomy",
            "template",
            "model add");
    if (needNothing.contains(command)) {
      return;
    }

    Ran ran =
        Ran.pmm(home, (command + " " + arguments.getOrDefault(command, "")).strip().split(" "));

    assertTrue(
        (ran.out() + ran.err()).contains("PMM is not running. Start it with: pmm start"),
        ran.err());
    assertEquals(command.equals("status") ? ExitCode.NOT_SO : ExitCode.NOT_DONE, ran.exit());
  }

  @Test
  void namesTheHomeInWhatItProposes() {
    Ran ran = Ran.pmm(home, "--home", "/nowhere/else", "stats");

    assertEquals("PMM is not running. Start it with: pmm --home /nowhere/else start\n", ran.err());
    assertEquals(ran, Ran.pmm(home, "stats", "--home", "/nowhere/else"));
  }

  @Test
  void takesOnlyAFolderForAHome() throws IOException {
    Path file = Files.createFile(home.resolve("file"));

    for (String command : List.of("start", "stop", "status", "chat -m x")) {
      Ran empty = Ran.pmm(home, ("--home= " + command).split(" "));
      Ran noFolder = Ran.pmm(home, ("--home " + file + " " + command).split(" "));

      assertEquals(new Ran(2, "", "--home is empty (expected: a folder)\n"), empty);
      assertEquals(ExitCode.NOT_DONE, noFolder.exit());
      assertTrue(noFolder.err().startsWith(file + " is no folder"), noFolder.err());
    }
  }

  @Test
  void startsOnlyWhereItCanWrite() throws IOException {
    Path file = Files.createFile(home.resolve("file"));
    Ran inAFile = Ran.pmm(file.resolve("home"), "start");
    assertEquals(ExitCode.NOT_DONE, inAFile.exit());
    assertTrue(inAFile.err().startsWith(file + " is no folder"), inAFile.err());

    Path closed = Files.createDirectory(home.resolve("closed"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-xr-xr-x"));
    assumeFalse(Files.isWritable(closed), "root may write everywhere");
    for (Path refusing : List.of(closed, closed.resolve("home"))) {
      Ran refused = Ran.pmm(refusing, "start");

      assertEquals(ExitCode.NOT_DONE, refused.exit());
      assertTrue(refused.err().startsWith(closed + " cannot be written"), refused.err());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "stats --json, NOT_RUNNING, PMM is not running.",
    "events list --json, NOT_RUNNING, PMM is not running.",
    "events show x --json, ARGUMENTS, Not the number of an event: x",
    "events list -f --json, NOT_DONE, give one of the two",
    "trace nonsense --json, NOT_DONE, Neither an event nor a conversation"
  })
  void failsWithADocumentWhereOneWasAskedFor(String command, String reason, String message) {
    Ran failed = Ran.pmm(home, command.split(" "));

    assertEquals(ExitCode.NOT_DONE, failed.exit());
    assertTrue(
        Json.object(failed.out()).get("error") instanceof Map<?, ?> error
            && reason.equals(error.get("reason"))
            && String.valueOf(error.get("message")).contains(message),
        failed.out());
  }

  @Test
  void keepsNoWordsWhoseLettersWereLost() {
    Ran refused = Ran.pmm(home, "chat", "-m", "Gr\uFFFD\uFFFDe");

    assertEquals(ExitCode.NOT_DONE, refused.exit());
    assertTrue(refused.err().contains("LC_ALL=C.UTF-8"), refused.err());
  }

  @Test
  void stopsWhatDoesNotRunWithoutComplaint() {
    assertEquals(new Ran(0, "PMM was not running.\n", ""), Ran.pmm(home, "stop"));
  }

  @Test
  void showsStackTracesOnlyWhenAsked() {
    Ran plain = Ran.pmm(home, "trace", "x");
    Ran debug = Ran.pmm(home, "", Map.of("PMM_DEBUG", "1"), "trace", "x");

    assertFalse(plain.err().contains("\tat "), plain.err());
    assertTrue(debug.err().contains("\tat pmm.cli.TraceCommand"), debug.err());
  }

  @Test
  void knowsNoCommandThatIsNotListed() {
    CommandLine root =
        CommandTree.whole(
            new Shell(
                Map.of(),
                new Screen(System.out, System.err, false, false, false),
                System.in,
                false));

    assertEquals(CommandTree.values().length, root.getSubcommands().size());
  }
}
