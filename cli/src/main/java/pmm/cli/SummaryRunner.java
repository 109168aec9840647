package pmm.cli;

import io.grpc.Context;
import java.util.Iterator;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import pmm.mind.v1.Failure;
import pmm.mind.v1.SummarizeConversationRequest;
import pmm.mind.v1.SummarizeConversationResponse;
import pmm.mind.v1.Summarized;

/** Has a conversation summed up, and tells how that ended. */
final class SummaryRunner {
  private final Shell shell;
  private volatile Context.@Nullable CancellableContext liveCall;

  SummaryRunner(Shell shell) {
    this.shell = shell;
  }

  /** Sums up what can be of a conversation. */
  Summarized run(Mesh mesh, String conversationId, String modelId) {
    SummarizeConversationRequest request =
        SummarizeConversationRequest.newBuilder()
            .setConversationId(conversationId)
            .setRequestId(UUID.randomUUID().toString())
            .setModelId(modelId)
            .build();
    Context.CancellableContext context = Context.current().withCancellation();
    liveCall = context;
    Context before = context.attach();
    try {
      return follow(mesh.contexts().summarizeConversation(request));
    } finally {
      liveCall = null;
      context.detach(before);
      context.cancel(null);
      shell.screen().clearProgress();
    }
  }

  private Summarized follow(Iterator<SummarizeConversationResponse> parts) {
    while (parts.hasNext()) {
      SummarizeConversationResponse part = parts.next();
      if (part.hasSummarized()) {
        return part.getSummarized();
      }
      shell.screen().progress("Summing up…");
    }
    throw pmm.cli.Failure.notDone(
        "The summary ended without saying how. See the log with: pmm logs mind");
  }

  /** Ends a summary that is being written; answers whether there was one. */
  boolean stop() {
    Context.CancellableContext call = liveCall;
    if (call == null) {
      return false;
    }
    call.cancel(null);
    return true;
  }

  /** Tells the summary and what it stands for. */
  void tell(Summarized summarized) {
    if (summarized.getResult() != Summarized.Result.RESULT_WRITTEN) {
      throw pmm.cli.Failure.notSo(why(summarized));
    }
    Screen screen = shell.screen();
    screen.result(Text.safe(summarized.getText()));
    summarized.getLeftOutList().forEach(each -> screen.say(Text.oneLine(each)));
    screen.say(
        "It stands for the first "
            + Text.count(summarized.getMessageCount(), "message")
            + " where they do not fit; they are kept as they are. See: "
            + shell.commandLine("trace " + summarized.getEventId()));
    if (summarized.getSummarizableCount() > 0) {
      screen.say(
          Text.count(summarized.getSummarizableCount(), "later message")
              + " had no room this time; do it again to add them.");
    }
  }

  private String why(Summarized summarized) {
    Failure failure = summarized.getFailure();
    String message = Text.oneLine(summarized.getMessage());
    if (failure.getReason().equals("CONSENT_REQUIRED")) {
      return "You have not allowed a summary to go to "
          + failure.getHost()
          + ", so nothing was sent. Allow it with: "
          + shell.commandLine(
              "consent grant "
                  + failure.getHost()
                  + " --purpose summary --data "
                  + String.join(",", failure.getDataClassesList()));
    }
    return failure.getReason().equals(Turn.OFFLINE) ? Problems.offline(message, shell) : message;
  }
}
