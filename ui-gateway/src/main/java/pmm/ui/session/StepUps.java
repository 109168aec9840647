package pmm.ui.session;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import pmm.rpc.Problem;

/**
 * Confirmations of grave acts: each for one call, of one method, by one session, for two minutes.
 */
public final class StepUps {
  /** The rpcs that a session may call only with a confirmation. */
  static final Set<String> GUARDED =
      Set.of(
          "pmm.provider.v1.ConsentService/GrantStandingConsent",
          "pmm.provider.v1.NetworkService/LeaveOffline",
          "pmm.provider.v1.ModelService/AddRemoteModel");

  private static final Duration VALID = Duration.ofMinutes(2);
  private static final int MOST_OPEN = 64;

  private final Clock clock;
  private final Map<String, StepUp> open = new LinkedHashMap<>();

  /** No confirmations yet. */
  public StepUps(Clock clock) {
    this.clock = clock;
  }

  synchronized String begin(String sessionId, String method) {
    if (!GUARDED.contains(method)) {
      throw new Problem(
              UiReason.METHOD_NOT_GUARDED,
              method + " needs no confirmation (expected: one of " + GUARDED + ")")
          .inField("method");
    }
    dropExpired();
    if (open.size() == MOST_OPEN) {
      open.remove(open.keySet().iterator().next());
    }
    String id = Secrets.secret();
    open.put(id, new StepUp(sessionId, method, clock.instant().plus(VALID), false));
    return id;
  }

  /** Confirms one question of this session. */
  synchronized void confirm(String sessionId, String id) {
    dropExpired();
    @Nullable StepUp question = open.get(id);
    if (question == null || !question.sessionId.equals(sessionId)) {
      throw new Problem(
          UiReason.STEP_UP_REQUIRED, "no such question is open (expected: one begun just before)");
    }
    open.put(id, question.confirm());
  }

  /** Confirms whatever waits, for the person at the command; returns the methods. */
  synchronized List<String> confirmAll(boolean listOnly) {
    dropExpired();
    List<String> waiting =
        open.values().stream().filter(step -> !step.confirmed).map(StepUp::method).toList();
    if (!listOnly) {
      open.replaceAll((id, question) -> question.confirm());
    }
    return waiting;
  }

  /** Uses a confirmation up. */
  synchronized void use(@Nullable String id, String sessionId, String method) {
    dropExpired();
    @Nullable StepUp question = id == null ? null : open.get(id);
    if (question == null
        || !question.confirmed
        || !question.sessionId.equals(sessionId)
        || !question.method.equals(method)) {
      throw new Problem(
          UiReason.STEP_UP_REQUIRED,
          method + " needs a confirmation (expected: the header pmm-step-up of a confirmed one)",
          Map.of("method", method));
    }
    open.remove(id);
  }

  private void dropExpired() {
    Instant now = clock.instant();
    open.values().removeIf(question -> !now.isBefore(question.expires));
  }

  private record StepUp(String sessionId, String method, Instant expires, boolean confirmed) {
    StepUp confirm() {
      return new StepUp(sessionId, method, expires, true);
    }
  }
}
