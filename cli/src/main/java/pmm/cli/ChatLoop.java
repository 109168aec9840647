package pmm.cli;

import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.regex.Pattern;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import pmm.mind.v1.GetMindRequest;
import pmm.mind.v1.Message;
import pmm.mind.v1.Mind;

/** Talking at a terminal, until the person leaves. */
final class ChatLoop {
  private static final int EARLIER = 4;
  private static final String CONTEXT = "/context";
  private static final String SUMMARISE = "/summarise";
  private static final Pattern COMMAND = Pattern.compile("/\\p{L}+(?:\\s.*)?");

  private final Shell shell;
  private final Screen screen;
  private final Talk talk;
  private final TurnRunner runner;
  private final SummaryRunner summaries;
  private final boolean offRecord;

  ChatLoop(Shell shell, Talk talk, TurnRunner runner, boolean offRecord) {
    this.shell = shell;
    this.screen = shell.screen();
    this.talk = talk;
    this.runner = runner;
    this.summaries = new SummaryRunner(shell);
    this.offRecord = offRecord;
  }

  int run() throws IOException {
    Mind mind = shell.mesh().mind().getMind(GetMindRequest.getDefaultInstance()).getMind();
    greet(mind);
    remind();
    talk.lastMessages(EARLIER).forEach(this::show);
    try (Terminal terminal = TerminalBuilder.builder().system(true).build()) {
      LineReader reader = reader(terminal);
      terminal.handle(Terminal.Signal.INT, signal -> interrupt());
      while (true) {
        String line;
        try {
          line = reader.readLine("you> ");
        } catch (UserInterruptException interrupted) {
          if (interrupted.getPartialLine().isBlank()) {
            return ExitCode.INTERRUPTED;
          }
          continue;
        } catch (EndOfFileException left) {
          return ExitCode.DONE;
        }
        if (!line.isBlank()) {
          act(line);
        }
      }
    }
  }

  /**
   * While a line is typed the reader sees Ctrl-C itself; here it is an answer or a question that
   * ends.
   */
  private void interrupt() {
    if (!runner.stop() && !summaries.stop()) {
      System.exit(ExitCode.INTERRUPTED);
    }
  }

  private void greet(Mind mind) {
    String name = mind.getName().isEmpty() ? "A mind without a name yet" : mind.getName();
    screen.say(screen.bold(Text.oneLine(name)) + screen.dim("  through " + talk.modelId(mind)));
    if (offRecord) {
      screen.say(screen.dim("Off the record: nothing of this is kept, but that it happened."));
    }
    screen.say(screen.dim("Ctrl-C stops an answer, again leaves. Ctrl-D leaves."));
    if (!offRecord) {
      screen.say(
          screen.dim(
              CONTEXT
                  + " tells how full the model's window is, "
                  + SUMMARISE
                  + " sums up what fits no more."));
    }
    screen.say("");
  }

  private void remind() {
    DuePromises promises = new DuePromises(shell, Clock.systemDefaultZone());
    List<String> due = promises.lines(promises.find());
    if (!due.isEmpty()) {
      screen.say(screen.yellow("Promised, and due today or overdue:"));
      due.forEach(line -> screen.say("  " + line));
      screen.say("");
    }
  }

  private void show(Message message) {
    String words = message.getText().isBlank() ? message.getActsText() : message.getText();
    if (!words.isEmpty()) {
      String who = message.getFromPerson() ? "you> " : "";
      screen.say(screen.dim(who + Text.safe(words)));
      if (!message.getFromPerson()) {
        screen.say("");
      }
    }
  }

  private void act(String line) {
    try {
      switch (line.strip()) {
        case CONTEXT -> tellContext();
        case SUMMARISE -> summarise();
        default -> {
          if (COMMAND.matcher(line).matches()) {
            // A typing error is not for the model, which may be elsewhere.
            screen.say(
                screen.yellow(
                    Text.oneLine(line.strip())
                        + " is no command (expected: "
                        + CONTEXT
                        + " or "
                        + SUMMARISE
                        + "). To say it, begin with a space."));
          } else {
            exchange(line.strip());
          }
        }
      }
    } catch (StatusRuntimeException | Failure e) {
      // The conversation goes on: what failed may be back by the next message.
      screen.say(screen.yellow(Problems.explain(e, shell).text()));
    }
    screen.say("");
  }

  private void tellContext() {
    List<String> lines =
        talk.gauge()
            .map(WindowWords::lines)
            .orElse(List.of("Off the record nothing is measured, as nothing is kept."));
    lines.forEach(line -> screen.say(screen.dim(line)));
  }

  private void summarise() {
    if (talk.conversationId().isEmpty()) {
      throw Failure.notSo("There is nothing to sum up yet.");
    }
    summaries.tell(summaries.run(shell.mesh(), talk.conversationId(), talk.modelId()));
  }

  private void exchange(String text) {
    Turn turn = talk.say(text);
    if (!turn.shown().isEmpty()) {
      screen.result("");
    }
    talk.notes(turn).forEach(note -> screen.say(screen.dim("· " + note)));
    talk.forgettable(turn).ifPresent(note -> screen.say(screen.dim("· " + note)));
    String trouble = talk.trouble(turn);
    if (!trouble.isEmpty()) {
      screen.say(screen.yellow(trouble));
    }
  }

  private LineReader reader(Terminal terminal) throws IOException {
    LineReaderBuilder builder =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .appName("pmm")
            // An exclamation mark is an exclamation mark.
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .option(LineReader.Option.HISTORY_IGNORE_SPACE, true)
            .option(LineReader.Option.INSERT_TAB, true);
    return offRecord
        ? builder.build()
        : builder.variable(LineReader.HISTORY_FILE, history()).build();
  }

  private Path history() throws IOException {
    Path file = shell.home().file("chat_history");
    if (!Files.exists(file)) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    return file;
  }
}
