package pmm.mindstate;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One event as the reducers see it.
 *
 * @param id position in the chain, from 1
 * @param tsMs what the ledger's clock said, in milliseconds
 * @param kind what it records, such as {@code user_message}
 * @param content the words of its author; null if it has none or they were forgotten
 * @param meta facts about the event; a missing node if it has none or they were forgotten
 */
public record StateEvent(long id, long tsMs, String kind, @Nullable String content, JsonNode meta) {
  /** What stands for a time that nobody knows: it comes before all others. */
  public static final long UNKNOWN_TIME = Long.MIN_VALUE;

  private static final List<String> ORIGINS = List.of("source", "cited", "evidence", "cause");
  private static final JsonMapper JSON = new JsonMapper();

  /** Checks the parts. */
  public StateEvent {
    if (id < 1) {
      throw new IllegalArgumentException("id: " + id + " (expected: >= 1)");
    }
    requireNonNull(kind, "kind");
    requireNonNull(meta, "meta");
  }

  /**
   * Returns an event whose facts are still text.
   *
   * @param metaJson a JSON object; null for none
   * @throws IllegalArgumentException if it is no JSON
   */
  public static StateEvent of(
      long id, long tsMs, String kind, @Nullable String content, @Nullable String metaJson) {
    try {
      JsonNode meta = metaJson == null ? MissingNode.getInstance() : JSON.readTree(metaJson);
      return new StateEvent(id, tsMs, kind, content, meta);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("event " + id + " holds a meta that is no JSON", e);
    }
  }

  /** Returns the words, if there are any. */
  public Optional<String> words() {
    return Optional.ofNullable(content).filter(text -> !text.isEmpty());
  }

  /**
   * Returns when it was said, in milliseconds: imported talk is older than its storing, and nobody
   * may know by how much ({@link #UNKNOWN_TIME}).
   */
  public long saidMs() {
    JsonNode source = meta.path("source");
    JsonNode original = source.path("original_time_us");
    if (original.isNumber()) {
      return Math.floorDiv(original.asLong(), 1000L);
    }
    return isImported() ? UNKNOWN_TIME : tsMs;
  }

  /** Whether it came in with an archive. */
  public boolean isImported() {
    return !meta.path("source").isMissingNode();
  }

  /** Returns a text of the meta, or "" where there is none: old and foreign events never fail. */
  public String text(String key) {
    return meta.path(key).asText("");
  }

  /** Returns a whole number of the meta, or 0 where there is none. */
  public long number(String key) {
    return meta.path(key).asLong(0);
  }

  /**
   * Returns the event that the meta names as this one's {@code role}: by {@code role_event_id}
   * where its id was known, by {@code role_offset}, as far as it stands before this one, where both
   * were written in one append. 0 where there is none.
   */
  public long reference(String role) {
    long offset = number(role + "_offset");
    return offset < 0 ? Math.max(0, id + offset) : number(role + "_event_id");
  }

  /** Returns all events that the meta names as this one's {@code role}, be it one or a list. */
  public List<Long> references(String role) {
    List<Long> named = Causes.read(role, id, meta);
    long one = reference(role);
    if (one > 0) {
      named.add(one);
    }
    return named;
  }

  /**
   * Returns the events that this one says it rests on, in the order of the keys: its sources, what
   * it cites, its evidence and its causes, also those of its single observations.
   */
  public List<Long> origins() {
    List<Long> origins = new ArrayList<>();
    ORIGINS.forEach(role -> origins.addAll(references(role)));
    for (JsonNode observation : meta.path("observations")) {
      observation.path("cited_event_ids").forEach(each -> origins.add(each.asLong()));
    }
    origins.removeIf(origin -> origin < 1);
    return origins;
  }
}
