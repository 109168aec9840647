package pmm.provider.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;

/**
 * One event as the folds of this service see it.
 *
 * @param id its position in the ledger
 * @param time when it was stored
 * @param kind what it records
 * @param meta its facts; an empty object if it has none
 */
public record Entry(long id, Instant time, String kind, JsonNode meta) {

  /** The text of a field, empty if there is none. */
  public String text(String field) {
    return meta.path(field).asText("");
  }

  /** The number of a field, 0 if there is none. */
  public long number(String field) {
    return meta.path(field).asLong(0);
  }

  /** The texts of a list field. */
  public Set<String> texts(String field) {
    Set<String> texts = new TreeSet<>();
    meta.path(field).forEach(item -> texts.add(item.asText()));
    return texts;
  }
}
