package pmm.cli;

import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import pmm.mind.v1.Feedback;
import pmm.mind.v1.GiveFeedbackRequest;
import pmm.mind.v1.GiveFeedbackResponse;
import pmm.mind.v1.Step;

/** What you think of an answer. It moves the mind a little, by rules that can be read. */
@Command(footer = {"  pmm feedback 42 kind", "  pmm feedback 42 kind --withdraw"})
final class FeedbackCommand implements Callable<Integer> {
  private final Shell shell;

  @Parameters(
      index = "0",
      paramLabel = "ANSWER",
      description = "The event of the answer.",
      converter = EventId.class)
  Long answer = 0L;

  @Parameters(index = "1", paramLabel = "WORD", description = "kind, harsh, more or shorter.")
  String word = "";

  @Option(names = "--withdraw", description = "Take that word back, with what it moved.")
  boolean withdraw;

  FeedbackCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    GiveFeedbackRequest request =
        GiveFeedbackRequest.newBuilder()
            .setAnswerEventId(answer)
            .setFeedback(feedback())
            .setWithdraw(withdraw)
            .setRequestId(UUID.randomUUID().toString())
            .build();
    GiveFeedbackResponse given = shell.runningMesh().growth().giveFeedback(request);
    for (Step step : given.getStepsList()) {
      String done = step.getReason().equals("withdrawn") ? "It is taken back. " : "It is kept. ";
      shell.screen().result(done + MindHistory.words(step) + ".");
    }
    if (given.getStepsCount() == 0) {
      shell.screen().result(Text.oneLine(given.getWhyUnmoved()));
    }
    return ExitCode.DONE;
  }

  private Feedback feedback() {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "kind" -> Feedback.FEEDBACK_KIND;
      case "harsh" -> Feedback.FEEDBACK_HARSH;
      case "more" -> Feedback.FEEDBACK_MORE;
      case "shorter" -> Feedback.FEEDBACK_SHORTER;
      default ->
          throw Failure.notDone(
              "Not a feedback: " + word + " (expected: kind, harsh, more or shorter)");
    };
  }
}
