package pmm.provider.consent;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import pmm.provider.consent.Consent.Scope;
import pmm.provider.consent.Consent.State;
import pmm.provider.failure.ProviderReason;
import pmm.provider.ledger.Entry;
import pmm.provider.ledger.Fold;

/**
 * All answers of the person. A file that was restored or moved to another home starts without any.
 */
public final class ConsentBook implements Fold {

  /** As often as one question is sent where it fails. */
  private static final int MOST_TRIES = 3;

  private final NavigableMap<Long, Consent> all = new TreeMap<>();
  private final NavigableMap<Long, Consent> active = new TreeMap<>();
  private final Map<String, Long> onceByAttempt = new HashMap<>();
  private final Map<Long, Integer> triesOfOnce = new HashMap<>();

  @Override
  public void apply(Entry entry) {
    switch (entry.kind()) {
      case "consent_granted" -> put(consent(entry, scope(entry), State.ACTIVE));
      case "consent_denied" -> put(consent(entry, Scope.ONCE, State.DENIED));
      case "consent_revoked" -> settle(entry.number("consent_id"), State.REVOKED);
      case "opened_on", "restored_from" ->
          List.copyOf(active.keySet()).forEach(id -> settle(id, State.REVOKED));
      case "network_attempt" -> attempt(entry);
      case "network_result" -> result(entry);
      default -> {}
    }
  }

  /** The newest consent that allows this. */
  public Optional<Consent> find(Need need, Instant now) {
    return active.descendingMap().values().stream()
        .filter(consent -> consent.allows(need, now))
        .findFirst();
  }

  /** Whether a consent still allows, at this time. */
  public boolean isActive(long id, Instant now) {
    return get(id).filter(consent -> consent.stateAt(now) == State.ACTIVE).isPresent();
  }

  /** One consent. */
  public Optional<Consent> get(long id) {
    return Optional.ofNullable(all.get(id));
  }

  /** All consents given before an event, newest first. */
  public Collection<Consent> before(long eventId) {
    return List.copyOf(all.headMap(eventId, false).descendingMap().values());
  }

  private void put(Consent consent) {
    all.put(consent.id(), consent);
    if (consent.state() == State.ACTIVE) {
      active.put(consent.id(), consent);
    }
  }

  private void settle(long id, State state) {
    Consent consent = active.remove(id);
    if (consent != null) {
      all.put(id, consent.with(state));
    }
  }

  private void attempt(Entry entry) {
    Consent consent = active.get(entry.number("consent_id"));
    if (consent != null && consent.scope() == Scope.ONCE) {
      onceByAttempt.put(entry.text("network_id"), consent.id());
    }
  }

  private void result(Entry entry) {
    Long once = onceByAttempt.remove(entry.text("network_id"));
    if (once != null
        && (!mayBeRetried(entry) || triesOfOnce.merge(once, 1, Integer::sum) >= MOST_TRIES)) {
      settle(once, State.ENDED);
    }
  }

  /** Once words have come back, an answer that breaks off is not asked for again. */
  private static boolean mayBeRetried(Entry result) {
    return result.text("outcome").equals("failed")
        && result.number("answer_tokens") == 0
        && ProviderReason.isRetryable(result.text("error"));
  }

  private static Scope scope(Entry entry) {
    return Scope.valueOf(entry.text("scope").toUpperCase(Locale.ROOT));
  }

  private static Consent consent(Entry entry, Scope scope, State state) {
    long expires = entry.number("expires_ms");
    @Nullable Instant end = expires == 0 ? null : Instant.ofEpochMilli(expires);
    return new Consent(
        entry.id(),
        entry.text("host"),
        entry.text("purpose"),
        entry.texts("data_classes"),
        scope,
        entry.text("bound_to"),
        entry.text("body_token"),
        end,
        entry.time(),
        entry.text("actor"),
        state);
  }
}
