package pmm.mindstate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What looking back took on one day (UTC), from the calls that the way out recorded: a restart
 * gives nothing back, nor does a clock that is set back.
 *
 * @param day the day, counted from 1970
 * @param tokens what its calls have cost
 * @param moved how far reflections moved the traits, all together
 * @param underWay calls without a result, of whatever day
 */
record ReflectionDay(long day, long tokens, double moved, List<Call> underWay) {
  static final ReflectionDay EMPTY = new ReflectionDay(0, 0, 0, List.of());
  private static final long DAY_MS = Duration.ofDays(1).toMillis();
  private static final int BYTES_A_TOKEN = 4;

  /** A call, and what its prompt is likely to cost. */
  record Call(String networkId, long tokens) {}

  ReflectionDay {
    underWay = List.copyOf(underWay);
  }

  long tokensOn(long ms) {
    long open = underWay.stream().mapToLong(Call::tokens).sum();
    return open + (dayOf(ms) <= day ? tokens : 0);
  }

  double movedOn(long ms) {
    return dayOf(ms) <= day ? moved : 0;
  }

  ReflectionDay begun(StateEvent attempt) {
    List<Call> more = new ArrayList<>(underWay);
    long tokens = Math.ceilDiv(attempt.number("body_bytes"), BYTES_A_TOKEN);
    more.add(new Call(attempt.text("network_id"), tokens));
    return new ReflectionDay(day, this.tokens, moved, more);
  }

  /** A call whose end nobody saw costs what its prompt is likely to. */
  ReflectionDay ended(StateEvent result) {
    Optional<Call> ended =
        underWay.stream()
            .filter(call -> call.networkId().equals(result.text("network_id")))
            .findFirst();
    if (ended.isEmpty()) {
      return this;
    }
    long cost =
        result.text("outcome").equals("unknown")
            ? ended.get().tokens()
            : result.number("prompt_tokens") + result.number("answer_tokens");
    List<Call> rest = new ArrayList<>(underWay);
    rest.remove(ended.get());
    ReflectionDay on = on(result);
    return new ReflectionDay(on.day, on.tokens + cost, on.moved, rest);
  }

  ReflectionDay moved(StateEvent step) {
    ReflectionDay on = on(step);
    double further = Math.abs(step.meta().path("delta").asDouble(0));
    return new ReflectionDay(on.day, on.tokens, on.moved + further, underWay);
  }

  private ReflectionDay on(StateEvent event) {
    long its = dayOf(event.tsMs());
    return its > day ? new ReflectionDay(its, 0, 0, underWay) : this;
  }

  private static long dayOf(long ms) {
    return Math.floorDiv(ms, DAY_MS);
  }

  ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("day", day).put("moved", moved).put("tokens", tokens);
    ArrayNode calls = json.putArray("under_way");
    underWay.forEach(call -> calls.addArray().add(call.networkId()).add(call.tokens()));
    return json;
  }

  static ReflectionDay fromJson(JsonNode json) {
    List<Call> underWay = new ArrayList<>();
    for (JsonNode row : json.path("under_way")) {
      underWay.add(new Call(row.path(0).asText(), row.path(1).asLong()));
    }
    return new ReflectionDay(
        json.path("day").asLong(),
        json.path("tokens").asLong(),
        json.path("moved").asDouble(),
        underWay);
  }
}
