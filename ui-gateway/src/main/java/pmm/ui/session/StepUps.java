package pmm.ui.session;

import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import pmm.rpc.Problem;

/**
 * Confirmations of grave acts: each for one call of exactly each of its requests, by one session,
 * for two minutes from one call to the next.
 */
public final class StepUps {
  private static final Duration VALID = Duration.ofMinutes(2);
  private static final int MOST_OPEN = 64;
  private static final int MOST_REQUESTS = 400;
  private static final int DESCRIBED = 3;
  private static final int NAME_LENGTH = 6;

  private final Clock clock;
  private final Map<String, StepUp> open = new LinkedHashMap<>();

  /** No confirmations yet. */
  public StepUps(Clock clock) {
    this.clock = clock;
  }

  /**
   * A question that waits for the person.
   *
   * @param name what the person calls it by; no secret, and of no use to a page
   * @param session who asks
   * @param method the rpc
   * @param requests the hashes of the bytes of the requests that are still to come
   * @param description what the requests ask for
   * @param expires when it is forgotten
   * @param confirmed whether the person has said yes
   */
  record StepUp(
      String name,
      Session session,
      String method,
      List<Secrets.Hash> requests,
      String description,
      Instant expires,
      boolean confirmed) {

    private StepUp confirm() {
      return new StepUp(name, session, method, requests, description, expires, true);
    }

    private boolean allows(Session caller, String called, Secrets.Hash sent) {
      return confirmed
          && session == caller
          && method.equals(called)
          && requests.stream().anyMatch(request -> request.matches(sent));
    }

    /** What is left of it once a request was sent. */
    private StepUp without(Secrets.Hash sent, Instant until) {
      List<Secrets.Hash> left =
          requests.stream().filter(request -> !request.matches(sent)).toList();
      return new StepUp(name, session, method, left, description, until, true);
    }
  }

  /** Asks whether this session may send these requests; the id is a secret between the two. */
  synchronized String begin(Session session, String method, List<byte[]> requests) {
    GraveAct act =
        GraveAct.of(method)
            .orElseThrow(() ->
                new Problem(
                        UiReason.METHOD_NOT_GUARDED,
                        method
                            + " needs no confirmation (expected: one of "
                            + GraveAct.methods()
                            + ")")
                    .inField("method"));
    if (requests.size() > MOST_REQUESTS) {
      throw new Problem(
              UiReason.REQUEST_NOT_VALID,
              requests.size() + " requests (expected: at most " + MOST_REQUESTS + ")")
          .inField("further_requests");
    }
    String description = describe(act, requests);
    dropExpired();
    if (open.size() == MOST_OPEN) {
      open.remove(open.keySet().iterator().next());
    }
    String id = Secrets.secret();
    Instant expires = clock.instant().plus(VALID);
    String name = Secrets.name().substring(0, NAME_LENGTH);
    open.put(
        id,
        new StepUp(
            name,
            session,
            method,
            requests.stream().map(Secrets::hash).toList(),
            description,
            expires,
            false));
    return id;
  }

  /** Reads every request, and tells of the first ones. */
  private static String describe(GraveAct act, List<byte[]> requests) {
    List<String> read = new ArrayList<>();
    for (byte[] request : requests) {
      try {
        read.add(act.read(request));
      } catch (InvalidProtocolBufferException e) {
        throw new Problem(
                UiReason.REQUEST_NOT_VALID,
                request.length + " bytes are no request of " + act.method())
            .inField("request");
      }
    }
    String first = String.join("; and to ", read.subList(0, Math.min(DESCRIBED, read.size())));
    return read.size() <= DESCRIBED
        ? first
        : first + "; and so on, " + read.size() + " requests in all";
  }

  /** Confirms one question of this session. */
  synchronized void confirm(Session session, String id) {
    dropExpired();
    @Nullable StepUp question = open.get(id);
    if (question == null || question.session != session) {
      throw new Problem(
          UiReason.STEP_UP_REQUIRED, "no such question is open (expected: one begun just before)");
    }
    open.put(id, question.confirm());
  }

  /** What waits, oldest first. */
  synchronized List<StepUp> waiting() {
    dropExpired();
    return open.values().stream().filter(question -> !question.confirmed).toList();
  }

  /** Confirms the one question of this name, for the person at the command. */
  synchronized void confirmNamed(String name) {
    dropExpired();
    List<String> named = new ArrayList<>();
    open.forEach((id, question) -> {
      if (!question.confirmed && question.name.equals(name)) {
        named.add(id);
      }
    });
    if (named.size() != 1) {
      throw new Problem(
              UiReason.STEP_UP_NOT_FOUND,
              "Nothing waits as " + name + " (expected: what ListPending returns)")
          .inField("pending_id");
    }
    open.computeIfPresent(named.getFirst(), (id, question) -> question.confirm());
  }

  /** Uses a confirmation of exactly this request up. */
  synchronized void use(@Nullable String id, Session session, String method, byte[] request) {
    dropExpired();
    Secrets.Hash sent = Secrets.hash(request);
    @Nullable StepUp question = id == null ? null : open.get(id);
    if (id == null || question == null || !question.allows(session, method, sent)) {
      throw new Problem(
          UiReason.STEP_UP_REQUIRED,
          method
              + " needs a confirmation (expected: the header pmm-step-up of one that was"
              + " confirmed for exactly this request)",
          Map.of("method", method));
    }
    StepUp left = question.without(sent, clock.instant().plus(VALID));
    if (left.requests.isEmpty()) {
      open.remove(id);
    } else {
      open.put(id, left);
    }
  }

  private void dropExpired() {
    Instant now = clock.instant();
    open.values().removeIf(question -> !now.isBefore(question.expires));
  }
}
