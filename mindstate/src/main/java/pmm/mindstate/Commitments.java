package pmm.mindstate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import pmm.mindstate.Commitment.State;

/**
 * What the mind has promised.
 *
 * @param all every promise, by the event that opened it
 * @param openByText the open ones, by their normal words: the same text opened twice is one
 *     promise; those whose words were forgotten by their number
 * @param episodes how often the same normal words were promised, one after the other
 * @param closed how many were closed
 * @param expired how many expired
 * @param scanned how many answers of models were read for promises
 */
public record Commitments(
    PersistentMap<Long, Commitment> all,
    PersistentMap<String, Long> openByText,
    PersistentMap<String, Integer> episodes,
    int closed,
    int expired,
    long scanned) {
  static final Commitments EMPTY =
      new Commitments(PersistentMap.empty(), PersistentMap.empty(), PersistentMap.empty(), 0, 0, 0);

  /** Returns how many were ever opened. */
  public int opened() {
    return all.size();
  }

  /** Returns the open ones, oldest first. */
  public List<Commitment> open() {
    List<Commitment> open = new ArrayList<>();
    for (Map.Entry<String, Long> entry : openByText) {
      findOpen(entry.getValue()).ifPresent(open::add);
    }
    open.sort(Comparator.comparingLong(Commitment::id));
    return open;
  }

  /** Returns the promise with that id if it is open. */
  public Optional<Commitment> findOpen(long id) {
    return Optional.ofNullable(all.get(id)).filter(Commitment::isOpen);
  }

  /** Returns the open promise with these words, if there is one. */
  public Optional<Commitment> findOpen(String text) {
    return Optional.ofNullable(openByText.get(Words.normal(text))).map(all::get);
  }

  /** Returns the open ones whose words are known, oldest first. */
  public List<Commitment> openInWords() {
    return open().stream().filter(promise -> !promise.text().isEmpty()).toList();
  }

  /** Returns the open ones whose due time has passed at a time, oldest first. */
  public List<Commitment> overdueAt(long nowMs) {
    return open().stream().filter(promise -> promise.isOverdue(nowMs)).toList();
  }

  /** Returns the open ones whose expiry has passed at a time, oldest first. */
  public List<Commitment> expiredAt(long nowMs) {
    return open().stream().filter(promise -> nowMs > promise.expiryMs()).toList();
  }

  Commitments reduce(StateEvent event) {
    return switch (event.kind()) {
      case "commitment_opened" -> opened(event, event.words().orElse(""));
      case "commitment_closed" -> changed(event, promise -> promise.ended(State.CLOSED, event));
      case "commitment_expired" -> changed(event, promise -> promise.ended(State.EXPIRED, event));
      case "commitment_snoozed" ->
          event.number("until_ms") > 0 ? changed(event, promise -> promise.snoozed(event)) : this;
      case "commitment_reminded" -> changed(event, promise -> promise.reminded(event));
      case "assistant_message" -> isScanned(event) ? withScanned(scanned + 1) : this;
      default -> this;
    };
  }

  /** Imported talk is not read for promises, and the built-in voice makes none. */
  private static boolean isScanned(StateEvent event) {
    return Growth.isPulse(event) && !event.text("model_id").equals(Models.BUILT_IN);
  }

  private Commitments opened(StateEvent event, String text) {
    if (!text.isEmpty() && findOpen(text).isPresent()) {
      return this;
    }
    Integer before = episodes.get(Words.normal(text));
    return with(Commitment.opened(event, text, before == null ? 1 : before + 1));
  }

  /** Ended promises no longer change. */
  private Commitments changed(StateEvent event, UnaryOperator<Commitment> change) {
    return findOpen(event.number("commitment_id"))
        .map(promise -> with(change.apply(promise)))
        .orElse(this);
  }

  private Commitments with(Commitment promise) {
    boolean worded = !promise.text().isEmpty();
    // No normal words begin with a space.
    String words = worded ? Words.normal(promise.text()) : " " + promise.id();
    return new Commitments(
        all.put(promise.id(), promise),
        promise.isOpen() ? openByText.put(words, promise.id()) : openByText.remove(words),
        worded ? episodes.put(words, promise.episode()) : episodes,
        closed + (promise.state() == State.CLOSED ? 1 : 0),
        expired + (promise.state() == State.EXPIRED ? 1 : 0),
        scanned);
  }

  private Commitments withScanned(long count) {
    return new Commitments(all, openByText, episodes, closed, expired, count);
  }

  Iterable<JsonNode> toJson() {
    return all.rows(Commitment::toJson);
  }

  static Commitments fromJson(Iterable<JsonNode> rows, long scanned) {
    Commitments state = EMPTY.withScanned(scanned);
    for (JsonNode row : rows) {
      state = state.with(Commitment.fromJson(row));
    }
    return state;
  }
}
