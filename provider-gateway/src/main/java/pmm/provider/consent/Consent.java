package pmm.provider.consent;

import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One answer of the person about what may leave.
 *
 * @param id the event that holds it
 * @param host the host that may be asked
 * @param purpose for which purpose
 * @param dataClasses which kinds of words
 * @param scope how far it goes
 * @param boundTo the attempt or conversation it is bound to, else empty
 * @param bodyToken the token of the only bytes it allows, empty if it allows any
 * @param expires when it ends, null if it does not by itself
 * @param created when it was given
 * @param actor who gave it
 * @param state where it stands, time aside
 */
public record Consent(
    long id,
    String host,
    String purpose,
    Set<String> dataClasses,
    Scope scope,
    String boundTo,
    String bodyToken,
    @Nullable Instant expires,
    Instant created,
    String actor,
    State state) {

  /** Copies the set. */
  public Consent {
    dataClasses = Set.copyOf(dataClasses);
  }

  /** How far a consent goes. */
  public enum Scope {
    /** One attempt and its retries. */
    ONCE,
    /** One conversation. */
    CONVERSATION,
    /** Until a time. */
    UNTIL,
    /** Until revoked. */
    ALWAYS;

    /** The name in events. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Where a consent stands. */
  public enum State {
    /** It allows. */
    ACTIVE,
    /** Its time is over, or its attempt is done. */
    ENDED,
    /** The person took it back, or a restore or another home voided it. */
    REVOKED,
    /** The person said no. */
    DENIED
  }

  /** Where it stands at a time. */
  public State stateAt(Instant now) {
    return state == State.ACTIVE && expires != null && !now.isBefore(expires) ? State.ENDED : state;
  }

  /** Whether it allows this, at this time. */
  public boolean allows(Need need, Instant now) {
    return stateAt(now) == State.ACTIVE
        && host.equals(need.host())
        && purpose.equals(need.occasion().purpose())
        && dataClasses.containsAll(need.occasion().words())
        && (bodyToken.isEmpty() || bodyToken.equals(need.bodyToken()))
        && switch (scope) {
          case ONCE -> !boundTo.isEmpty() && boundTo.equals(need.occasion().attemptId());
          case CONVERSATION ->
              !boundTo.isEmpty() && boundTo.equals(need.occasion().conversationId());
          case UNTIL, ALWAYS -> true;
        };
  }

  Consent with(State other) {
    return new Consent(
        id, host, purpose, dataClasses, scope, boundTo, bodyToken, expires, created, actor, other);
  }
}
