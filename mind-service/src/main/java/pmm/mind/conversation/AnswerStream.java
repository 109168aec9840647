package pmm.mind.conversation;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import pmm.mind.generation.Speaker;
import pmm.mind.v1.ConverseResponse;
import pmm.mind.v1.ConverseResponse.Finished;
import pmm.mind.v1.ConverseResponse.Started;
import pmm.mind.v1.Phase;
import pmm.rpc.CancelledException;
import pmm.rpc.StreamSender;

/** What the client sees of a turn. A client that leaves stops the answer, and hears no more. */
final class AnswerStream implements AutoCloseable {
  private static final Duration REPEAT = Duration.ofMillis(200);

  private final StreamSender<ConverseResponse> sender;
  private final Thread repeater;
  private @Nullable Phase phase;
  private boolean closed;

  AnswerStream(StreamSender<ConverseResponse> sender) {
    this.sender = sender;
    this.repeater = Thread.ofVirtual().name("phase").start(this::repeat);
  }

  void started(Started started) {
    send(ConverseResponse.newBuilder().setStarted(started).build());
  }

  /** Says what is going on, again and again until the first text: so a closed page is noticed. */
  void phase(Phase.Step step, int memories) {
    Phase next = Phase.newBuilder().setStep(step).setMemoryCount(memories).build();
    synchronized (this) {
      if (next.equals(phase)) {
        return;
      }
      phase = next;
    }
    send(ConverseResponse.newBuilder().setPhase(next).build());
  }

  void opened(Speaker speaker) {
    ConverseResponse.Opened.Builder opened =
        ConverseResponse.Opened.newBuilder()
            .setModelId(speaker.model().modelId())
            .setModelDigest(speaker.model().digest())
            .setLocality(speaker.locality());
    send(ConverseResponse.newBuilder().setOpened(opened).build());
  }

  void text(String text) {
    noMorePhases();
    send(ConverseResponse.newBuilder().setText(text).build());
  }

  void reasoning(String text) {
    send(ConverseResponse.newBuilder().setReasoning(text).build());
  }

  void finished(Finished finished) {
    noMorePhases();
    send(ConverseResponse.newBuilder().setFinished(finished).build());
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    repeater.interrupt();
  }

  private synchronized void noMorePhases() {
    phase = null;
  }

  private void send(ConverseResponse response) {
    try {
      sender.send(response);
    } catch (CancelledException e) {
      // The turn goes on to its outcome; its stop came with the cancellation.
      noMorePhases();
    }
  }

  private synchronized void repeat() {
    try {
      while (!closed) {
        wait(REPEAT.toMillis());
        if (phase != null && sender.isReady()) {
          sender.send(ConverseResponse.newBuilder().setPhase(phase).build());
        }
      }
    } catch (InterruptedException | CancelledException e) {
      closed = true;
    }
  }
}
