package pmm.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import pmm.mind.v1.Conversation;
import pmm.mind.v1.GetConversationRequest;
import pmm.mind.v1.ListConversationsRequest;

/** Talking with the mind: at a terminal, or one turn for a script. */
@Command(
    footer = {
      "  pmm chat",
      "  pmm chat --continue",
      "  pmm chat -m \"Where does Ana live?\"",
      "  pmm chat -m - --json < question.txt",
      "",
      "Words leave this device only where you allowed it: a question about that is never answered by --yes."
    })
final class ChatCommand implements Callable<Integer> {
  private static final int MAX_BYTES = 1 << 20;

  /** What stands where an argument could not be decoded; the mind would keep it for ever. */
  private final Shell shell;

  @Option(
      names = {"-m", "--message"},
      paramLabel = "TEXT",
      description = "Say this, print the answer, and end; - reads standard input.")
  @Nullable String message;

  @Option(names = "--json", description = "With -m: print one JSON document.")
  boolean json;

  @ArgGroup Where where = new Where();

  @Option(names = "--model", paramLabel = "ID", description = "Answer with this model, this time.")
  String model = "";

  @Parameters(hidden = true)
  @Nullable List<String> words;

  ChatCommand(Shell shell) {
    this.shell = shell;
  }

  /** Which conversation it is: one of these, or a new one. */
  static final class Where {
    @Option(names = "--continue", description = "Go on with the latest conversation.")
    boolean latest;

    @Option(
        names = "--conversation",
        paramLabel = "ID",
        description = "Go on with this conversation.")
    String conversation = "";

    @Option(
        names = "--off-record",
        description = "Keep nothing of it, but that something was said off the record.")
    boolean offRecord;
  }

  @Override
  public Integer call() throws IOException {
    if (words != null) {
      throw Failure.notDone(
          "To say one thing, give it with -m: pmm chat -m \"" + String.join(" ", words) + "\"");
    }
    if (json && message == null) {
      throw Failure.notDone("--json prints one turn as a document, so it needs -m TEXT");
    }
    if (message == null && !shell.canAsk()) {
      throw Failure.notDone(
          "There is no terminal to talk at. For one turn from a script: pmm chat -m TEXT, or -m - to read standard input");
    }
    String text = message == null ? "" : text(message);
    Mesh mesh = shell.runningMesh();
    Doubts.tell(shell);
    TurnRunner runner = new TurnRunner(mesh, shell.screen(), !json);
    Talk talk = new Talk(shell, runner, conversation(mesh), where.offRecord, model);
    return message == null
        ? new ChatLoop(shell, talk, runner, where.offRecord).run()
        : once(talk, text);
  }

  private int once(Talk talk, String text) {
    Turn turn = talk.say(text);
    Screen screen = shell.screen();
    if (json) {
      screen.json(turn.document());
    } else if (!turn.shown().isEmpty()) {
      screen.result("");
    }
    if (!json && screen.errIsTerminal()) {
      talk.notes(turn).forEach(note -> screen.say("· " + note));
    }
    // An answer may say that it has forgotten: nothing else says that this is not so.
    talk.forgettable(turn).ifPresent(screen::say);
    String trouble = talk.trouble(turn);
    if (!trouble.isEmpty()) {
      screen.say(trouble);
    }
    return turn.exitCode();
  }

  private String text(String given) throws IOException {
    String text = given;
    if (given.equals("-")) {
      byte[] bytes = shell.in().readNBytes(MAX_BYTES + 1);
      try {
        text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      } catch (CharacterCodingException e) {
        throw Failure.notDone("Standard input is not text in UTF-8, so it cannot be said");
      }
    }
    if (!given.equals("-")) {
      Typed.words(given, ", or use -m - and standard input");
    }
    if (text.isBlank()) {
      throw Failure.notDone("The message is empty (expected: some words)");
    }
    if (text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      throw Failure.notDone("The message is longer than 1 MiB, the most that can be said at once");
    }
    return text.stripTrailing();
  }

  private String conversation(Mesh mesh) {
    if (where.latest) {
      List<Conversation> latest =
          mesh.conversations()
              .listConversations(ListConversationsRequest.newBuilder().setPageSize(1).build())
              .getConversationsList();
      if (latest.isEmpty()) {
        throw Failure.notSo("There is no conversation yet to go on with. Begin one with: pmm chat");
      }
      return latest.getFirst().getConversationId();
    }
    if (!where.conversation.isEmpty()) {
      // A wrong id must be said before the person has typed anything.
      mesh.conversations()
          .getConversation(
              GetConversationRequest.newBuilder()
                  .setConversationId(where.conversation)
                  .setPageSize(1)
                  .build());
    }
    return where.conversation;
  }
}
