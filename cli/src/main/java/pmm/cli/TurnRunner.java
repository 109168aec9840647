package pmm.cli;

import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import pmm.mind.v1.ConverseRequest;
import pmm.mind.v1.ConverseResponse;
import pmm.mind.v1.ConverseResponse.Finished;
import pmm.mind.v1.ConverseResponse.Opened;
import pmm.mind.v1.ConverseResponse.Started;
import pmm.mind.v1.Phase;
import pmm.mind.v1.StopAnswerRequest;

/** Sends one act of the person and shows what comes back, as it comes. */
final class TurnRunner {
  private static final long SECONDS_SHOWN_AFTER = 3;

  private final Mesh mesh;
  private final Screen screen;
  private final boolean showAnswer;
  private boolean midLine;
  private volatile @Nullable String liveAttempt;
  private volatile Context.@Nullable CancellableContext liveCall;

  /**
   * @param showAnswer whether the answer's words are a result to be shown while they come
   */
  TurnRunner(Mesh mesh, Screen screen, boolean showAnswer) {
    this.mesh = mesh;
    this.screen = screen;
    this.showAnswer = showAnswer;
  }

  /** Runs one act to its end. */
  Turn run(ConverseRequest request) {
    Context.CancellableContext context = Context.current().withCancellation();
    midLine = false;
    liveCall = context;
    Context before = context.attach();
    try {
      return follow(mesh.conversations().converse(request));
    } catch (StatusRuntimeException e) {
      endLine(e);
      throw e;
    } finally {
      liveAttempt = null;
      liveCall = null;
      context.detach(before);
      context.cancel(null);
      screen.clearProgress();
    }
  }

  /** Stops the answer that is coming in, if there is one; what was written is kept. */
  boolean stop() {
    String attempt = liveAttempt;
    Context.CancellableContext call = liveCall;
    if (call == null) {
      return false;
    }
    liveAttempt = null;
    if (attempt == null) {
      call.cancel(null);
    } else {
      Thread.ofVirtual().start(() -> askToStop(attempt, call));
    }
    return true;
  }

  private void askToStop(String attempt, Context.CancellableContext call) {
    try {
      Context.ROOT.call(() ->
          mesh.conversations()
              .stopAnswer(StopAnswerRequest.newBuilder().setAttemptId(attempt).build()));
    } catch (Exception e) {
      call.cancel(e);
    }
  }

  private Turn follow(Iterator<ConverseResponse> responses) {
    long begin = System.nanoTime();
    Started started = Started.getDefaultInstance();
    Opened opened = Opened.getDefaultInstance();
    VisibleStream answer = new VisibleStream();
    boolean reasoning = false;
    while (responses.hasNext()) {
      ConverseResponse response = responses.next();
      switch (response.getPartCase()) {
        case STARTED -> {
          started = response.getStarted();
          liveAttempt = started.getAttemptId();
        }
        case PHASE -> screen.progress(words(response.getPhase()) + seconds(begin));
        case OPENED -> {
          opened = response.getOpened();
          tellIfAnother(started, opened);
        }
        case REASONING -> {
          if (!reasoning) {
            screen.progress("Thinking it over…" + seconds(begin));
          }
          reasoning = true;
        }
        case TEXT -> show(answer.accept(response.getText()));
        case FINISHED -> {
          show(answer.end());
          Finished finished = response.getFinished();
          Turn turn = new Turn(started, opened, answer.answer(), finished);
          show(turn.answer().isBlank() ? turn.shown() : "");
          return turn;
        }
        case PART_NOT_SET -> {}
      }
    }
    throw Failure.notDone("The answer ended without saying how. See the log with: pmm logs mind");
  }

  private void tellIfAnother(Started started, Opened opened) {
    if (!opened.getModelId().equals(started.getModelId())) {
      screen.say(
          started.getModelId()
              + " does not answer; these are the words of "
              + opened.getModelId()
              + ", as you have set.");
    }
  }

  private void show(String text) {
    if (showAnswer && !text.isEmpty()) {
      screen.piece(text);
      midLine = true;
    }
  }

  /** What broke off is told on lines of their own, and so is what became of the words. */
  private void endLine(StatusRuntimeException why) {
    if (midLine) {
      screen.result("");
    }
    if (midLine && why.getStatus().getCode() != Status.Code.CANCELLED) {
      screen.say("What was written until then may be lost; the conversation shows what was kept.");
    }
  }

  private static String words(Phase phase) {
    return switch (phase.getStep()) {
      case STEP_READING ->
          phase.getMemoryCount() > 0
              ? "Reading " + Text.count(phase.getMemoryCount(), "memory", "memories") + "…"
              : "Reading…";
      case STEP_CHECKING -> "Checking what may leave this device…";
      case STEP_CONNECTING -> "Reaching the model…";
      case STEP_THINKING -> "Thinking…";
      case STEP_SAVING -> "Not saved yet: waiting for the ledger…";
      case STEP_UNSPECIFIED, UNRECOGNIZED -> "Working…";
    };
  }

  private static String seconds(long begin) {
    long seconds = (System.nanoTime() - begin) / 1_000_000_000;
    return seconds > SECONDS_SHOWN_AFTER ? " " + seconds + " s" : "";
  }
}
