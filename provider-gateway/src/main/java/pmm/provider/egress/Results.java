package pmm.provider.egress;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmm.provider.ledger.Draft;
import pmm.provider.ledger.Journal;

/** Records how calls ended. A ledger that is away gets the result later. */
public final class Results {

  private static final Logger log = LoggerFactory.getLogger(Results.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final int MOST_TRIES = 100;

  private final Journal journal;

  /** Results go to this journal. */
  public Results(Journal journal) {
    this.journal = journal;
  }

  record Figures(
      int status,
      long sentBytes,
      long receivedBytes,
      Duration elapsed,
      Spent spent,
      String forwardedTo,
      boolean unsent,
      boolean nameAsked) {

    /** Nothing went to the host; to find it, a name server may have been asked. */
    static Figures unsent(boolean nameAsked) {
      return new Figures(0, 0, 0, Duration.ZERO, Spent.NOTHING, "", true, nameAsked);
    }
  }

  void record(Permit permit, Outcome outcome, Figures figures) {
    Draft draft =
        draft(permit.networkId(), permit.attemptEventId(), outcome)
            .with("http_status", figures.status())
            .with("sent_bytes", figures.sentBytes())
            .with("received_bytes", figures.receivedBytes())
            .with("elapsed_ms", figures.elapsed().toMillis())
            .with("prompt_tokens", figures.spent().promptTokens())
            .with("answer_tokens", figures.spent().answerTokens())
            .with("tokens_estimated", figures.spent().estimated());
    if (!figures.forwardedTo().isEmpty()) {
      draft.with("forwarded_to", figures.forwardedTo()).with("model_id", permit.modelId());
    }
    if (figures.unsent()) {
      draft.with("unsent", true).with("name_asked", figures.nameAsked());
    }
    append(permit.networkId(), draft);
  }

  /**
   * Records that nobody saw how these attempts ended: event ids and network ids of an earlier run.
   */
  public void closeUnknown(Map<Long, String> attempts) {
    Outcome unknown = new Outcome(Outcome.Kind.UNKNOWN, "");
    attempts.forEach((eventId, networkId) -> append(networkId, draft(networkId, eventId, unknown)));
  }

  private static Draft draft(String networkId, long attemptEventId, Outcome outcome) {
    Draft draft =
        Draft.of("network_result")
            .with("network_id", networkId)
            .with("attempt_event_id", attemptEventId)
            .with("outcome", outcome.kind().id());
    return outcome.error().isEmpty() ? draft : draft.with("error", outcome.error());
  }

  private void append(String networkId, Draft draft) {
    // Derived, so that an attempt never gets two results.
    String requestId =
        UUID.nameUUIDFromBytes(("result " + networkId).getBytes(StandardCharsets.UTF_8)).toString();
    if (!tried(draft, requestId)) {
      Thread.ofVirtual().name("network-result").start(() -> appendLater(draft, requestId));
    }
  }

  private void appendLater(Draft draft, String requestId) {
    Duration pause = FIRST_PAUSE;
    for (int i = 0; i < MOST_TRIES; i++) {
      try {
        Thread.sleep(pause);
      } catch (InterruptedException e) {
        return;
      }
      if (tried(draft, requestId)) {
        return;
      }
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
              ? pause.multipliedBy(2)
              : LONGEST_PAUSE;
    }
  }

  private boolean tried(Draft draft, String requestId) {
    try {
      journal.append(draft, requestId);
      return true;
    } catch (RuntimeException e) {
      log.warn("The result of a call could not be recorded yet: {}", e.getMessage());
      return false;
    }
  }
}
