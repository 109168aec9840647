package pmm.mindstate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Optional;

/**
 * Whether the mind does anything by itself: off until the person turns it on.
 *
 * @param state "off", "on" or "paused"
 * @param quiet when it does not; such as "22:00-07:00", empty for none
 * @param zone the time zone of these hours, by its IANA name; empty if none is known
 * @param tokensPerDay the most tokens a day that its reflections may take
 * @param eventId the event by which it became so; 0 before the first
 */
public record Autonomy(String state, String quiet, String zone, long tokensPerDay, long eventId) {
  /** It does nothing by itself. */
  public static final String OFF = "off";

  /** It reflects and reminds. */
  public static final String ON = "on";

  /** It does not until it is resumed. */
  public static final String PAUSED = "paused";

  private static final long USUAL_TOKENS = 20_000;
  static final Autonomy EMPTY = new Autonomy(OFF, "", "", USUAL_TOKENS, 0);

  /** Returns whether the mind may act by itself. */
  public boolean isOn() {
    return state.equals(ON);
  }

  /** Returns when it must not, if ever. */
  public Optional<QuietHours> quietHours() {
    return QuietHours.parse(quiet);
  }

  /**
   * Returns the zone of the quiet hours.
   *
   * @param here the zone to take where none is known
   */
  public ZoneId zone(ZoneId here) {
    try {
      return zone.isEmpty() ? here : ZoneId.of(zone);
    } catch (DateTimeException unknown) {
      return here;
    }
  }

  Autonomy reduce(StateEvent event) {
    return switch (event.kind()) {
      case "autonomy_changed" -> of(event.meta(), event.id());
      // Here nobody has allowed it yet, as with the consents.
      case "opened_on", "restored_from" -> new Autonomy(OFF, quiet, zone, tokensPerDay, event.id());
      default -> this;
    };
  }

  ObjectNode toJson() {
    return facts().put("event_id", eventId);
  }

  static Autonomy fromJson(JsonNode json) {
    return of(json, json.path("event_id").asLong());
  }

  /** Returns what an event holds of it. */
  public ObjectNode facts() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("quiet", quiet)
        .put("state", state)
        .put("tokens_per_day", tokensPerDay)
        .put("zone", zone);
  }

  /** Off is whatever does not plainly say otherwise. */
  private static Autonomy of(JsonNode json, long eventId) {
    String state = json.path("state").asText();
    return new Autonomy(
        state.equals(ON) || state.equals(PAUSED) ? state : OFF,
        json.path("quiet").asText(),
        json.path("zone").asText(),
        json.path("tokens_per_day").asLong(USUAL_TOKENS),
        eventId);
  }
}
