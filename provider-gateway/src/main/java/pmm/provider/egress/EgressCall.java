package pmm.provider.egress;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import pmm.provider.codec.AnswerEvent;
import pmm.provider.failure.Failure;

/** One call that went out. Close it with how it ended; that is when its result is recorded. */
public final class EgressCall {

  private static final Duration LINGER = Duration.ofMillis(250);
  private static final int MOST_LINGERED_BYTES = 64 << 10;

  private final Permit permit;
  private final Proof proof;
  private final ResponseStream stream;
  private final Results results;
  private final KeyRemover keyRemover;
  private final int sentBytes;
  private final boolean nameAsked;
  private final long startNanos = System.nanoTime();
  private long receivedBytes;
  private int status;
  private boolean refused;
  private String forwardedTo = "";
  private boolean closed;

  EgressCall(
      Permit permit,
      Proof proof,
      ResponseStream stream,
      Results results,
      String key,
      int sentBytes,
      boolean nameAsked) {
    this.permit = permit;
    this.proof = proof;
    this.stream = stream;
    this.results = results;
    keyRemover = new KeyRemover(key);
    this.sentBytes = sentBytes;
    this.nameAsked = nameAsked;
  }

  /** Where the model runs, as found out right before. */
  public Proof proof() {
    return proof;
  }

  /** The network_attempt event. */
  public long attemptEventId() {
    return permit.attemptEventId();
  }

  /** Since the request went out. */
  public Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }

  /** What arrives next, within this time; nothing if nothing does. */
  public Optional<Signal> next(Duration patience) throws InterruptedException {
    Optional<Signal> signal = stream.next(patience);
    signal.ifPresent(this::count);
    return signal;
  }

  /** Whether it cost nothing, as a rule: its status refused it, or nothing of it went out. */
  public boolean isFree() {
    return refused || stream.isUnsent();
  }

  /** The server has said that the words went on to another host than was found out right before. */
  public void forwarded(String host) {
    forwardedTo = host;
  }

  /** What was read of the answer, without the key, which some servers repeat. */
  public List<AnswerEvent> clean(List<AnswerEvent> events) {
    return keyRemover.clean(events);
  }

  /** A failure without the key. */
  public Failure clean(Failure failure) {
    return keyRemover.clean(failure);
  }

  /** Ends the connection and records the result; only the first close counts. */
  public void close(Outcome outcome, Spent spent) {
    if (closed) {
      return;
    }
    closed = true;
    Duration elapsed = elapsed();
    if (outcome.kind() == Outcome.Kind.DONE) {
      // The last bytes of a whole answer are on their way; with them the connection can be kept.
      linger();
    }
    stream.abort();
    permit.registration().close();
    boolean unsent = stream.isUnsent();
    long sent = unsent ? 0 : sentBytes;
    results.record(
        permit,
        outcome,
        new Results.Figures(
            status, sent, receivedBytes, elapsed, spent, forwardedTo, unsent, nameAsked));
  }

  private void linger() {
    long end = System.nanoTime() + LINGER.toNanos();
    // A model that goes on past the end that was made for it is not worth a connection.
    long most = receivedBytes + MOST_LINGERED_BYTES;
    try {
      while (!stream.isOver() && System.nanoTime() < end && receivedBytes < most) {
        if (next(Duration.ofNanos(end - System.nanoTime())).isEmpty()) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void count(Signal signal) {
    switch (signal) {
      case Signal.Head head -> {
        status = head.head().status();
        refused = !head.head().ok();
      }
      case Signal.Data data -> receivedBytes += data.bytes().length;
      case Signal.End _, Signal.Broken _ -> {}
    }
  }
}
