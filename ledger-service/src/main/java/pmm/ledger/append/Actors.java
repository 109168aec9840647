package pmm.ledger.append;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import pmm.ledger.store.LedgerReason;
import pmm.mindfile.Kinds;
import pmm.rpc.Problem;

/** Who did it: every event of the audit names its actor in its meta. */
final class Actors {
  /** What a process does by itself; the actor is then the process. */
  private static final Set<String> OWN_ACTS = Set.of("network_attempt", "network_result");

  private static final String FIELD = "actor";
  private static final JsonFactory JSON = new JsonFactory();

  private Actors() {}

  /** The meta of a draft, with an actor where the kind calls for one. */
  static @Nullable String complete(String kind, @Nullable String meta, String caller) {
    if (!Kinds.isControl(kind)) {
      return meta;
    }
    String object = meta == null ? "{}" : meta;
    if (namesActor(object)) {
      return meta;
    }
    if (!OWN_ACTS.contains(kind)) {
      throw new Problem(
          LedgerReason.INVALID, "no actor in the meta of " + kind + " (expected: who decided it)");
    }
    String rest = object.substring(object.indexOf('{') + 1);
    String comma = rest.stripLeading().startsWith("}") ? "" : ",";
    return "{\"" + FIELD + "\":\"" + caller + "\"" + comma + rest;
  }

  private static boolean namesActor(String object) {
    try (JsonParser parser = JSON.createParser(object)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new Problem(LedgerReason.INVALID, "meta is no object (expected: a JSON object)");
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean actor = parser.currentName().equals(FIELD);
        JsonToken value = parser.nextToken();
        if (actor) {
          return checked(value, parser.getText());
        }
        parser.skipChildren();
      }
      return false;
    } catch (IOException e) {
      throw new Problem(LedgerReason.INVALID, "meta is not well-formed JSON");
    }
  }

  private static boolean checked(JsonToken token, String value) {
    if (token != JsonToken.VALUE_STRING || value.isBlank()) {
      throw new Problem(LedgerReason.INVALID, "actor: " + value + " (expected: a name)");
    }
    return true;
  }
}
