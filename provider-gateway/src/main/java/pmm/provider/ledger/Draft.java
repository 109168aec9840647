package pmm.provider.ledger;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;

/**
 * An event to append.
 *
 * @param kind what it records
 * @param meta its facts
 */
public record Draft(String kind, ObjectNode meta) {

  static final ObjectMapper JSON = new ObjectMapper();

  /** An event without facts yet. */
  public static Draft of(String kind) {
    return new Draft(kind, JSON.createObjectNode());
  }

  /** Adds a text. */
  public Draft with(String field, String value) {
    meta.put(field, value);
    return this;
  }

  /** Adds a number. */
  public Draft with(String field, long value) {
    meta.put(field, value);
    return this;
  }

  /** Adds a yes or no. */
  public Draft with(String field, boolean value) {
    meta.put(field, value);
    return this;
  }

  /** Adds a list of texts. */
  public Draft with(String field, Collection<String> values) {
    var list = meta.putArray(field);
    values.forEach(list::add);
    return this;
  }
}
