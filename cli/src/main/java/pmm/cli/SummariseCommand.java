package pmm.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import pmm.mind.v1.Conversation;
import pmm.mind.v1.ListConversationsRequest;
import pmm.mind.v1.Summarized;

/** Has the begin of a conversation summed up, so that what fits no more is not just left out. */
@Command(
    footer = {
      "  pmm summarise",
      "  pmm summarise 0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b",
      "",
      "Nothing is replaced: the messages stay, and are given to the model wherever they fit."
    })
final class SummariseCommand implements Callable<Integer> {
  private final Shell shell;

  @Parameters(
      paramLabel = "CONVERSATION",
      arity = "0..1",
      description = "The conversation; the latest one if none is named.")
  String conversation = "";

  @Option(names = "--model", paramLabel = "ID", description = "Have this model sum up, this time.")
  String model = "";

  @Option(names = "--json", description = "Print one JSON document.")
  boolean json;

  SummariseCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    Mesh mesh = shell.runningMesh();
    SummaryRunner runner = new SummaryRunner(shell);
    String id = conversation.isEmpty() ? latest(mesh) : conversation;
    Summarized summarized = runner.run(mesh, id, model);
    if (json) {
      shell.screen().json(ProtoJson.of(summarized));
      return summarized.getResult() == Summarized.Result.RESULT_WRITTEN
          ? ExitCode.DONE
          : ExitCode.NOT_SO;
    }
    runner.tell(summarized);
    return ExitCode.DONE;
  }

  private static String latest(Mesh mesh) {
    return mesh
        .conversations()
        .listConversations(ListConversationsRequest.newBuilder().setPageSize(1).build())
        .getConversationsList()
        .stream()
        .findFirst()
        .map(Conversation::getConversationId)
        .orElseThrow(() -> Failure.notSo("There is no conversation yet to sum up."));
  }
}
