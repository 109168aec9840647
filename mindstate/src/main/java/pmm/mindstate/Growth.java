package pmm.mindstate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * How far the mind has grown, by the rules {@value #VERSION}. Only pulses move it: idle time never
 * does.
 *
 * @param ias identity adoption score, from 0 to 1
 * @param gas growth score, from 0 to 1
 * @param pulses how many exchanges were completed, and reflections that changed something
 * @param namedAt the pulse at which the last name was adopted; -1 before the first
 * @param reflectedAt the pulse at which looking back on itself last counted; -1 before the first
 * @param lastIas the scores after each of the last ten pulses, oldest first
 * @param lastGas likewise
 * @param openings what was promised in the last twenty pulses
 * @param stage from 0 to 4
 */
public record Growth(
    double ias,
    double gas,
    long pulses,
    long namedAt,
    long reflectedAt,
    List<Double> lastIas,
    List<Double> lastGas,
    List<Opening> openings,
    int stage) {
  /** The version that every stage_changed names. */
  public static final String VERSION = "pmm-growth/1";

  /** What a promise says where the same words were promised in the last twenty pulses. */
  public static final String AGAIN = "again";

  static final Growth EMPTY = new Growth(0, 0, 0, -1, -1, List.of(), List.of(), List.of(), 0);

  private static final int WINDOW = 10;
  private static final int LEAST_PULSES = 3;
  private static final int SAME_TEXT_PULSES = 20;
  private static final int NAME_PULSES = 5;
  private static final int REFLECTION_PULSES = 5;
  private static final double MARGIN = 0.03;
  private static final double[] IAS_BOUNDS = {0, .35, .50, .70, .85};
  private static final double[] GAS_BOUNDS = {0, .20, .35, .55, .75};

  /** Words that were promised at a pulse. */
  public record Opening(String text, long pulse) {}

  /** Copies the lists. */
  public Growth {
    lastIas = List.copyOf(lastIas);
    lastGas = List.copyOf(lastGas);
    openings = List.copyOf(openings);
  }

  /**
   * Returns whether an event completes an exchange, or is a reflection outside of one that changed
   * something: imported talk moves nothing, and an answer that looks back is one pulse.
   */
  static boolean isPulse(StateEvent event) {
    return switch (event.kind()) {
      case "assistant_message" -> !event.text("attempt_id").isEmpty();
      case "reflection" -> isChanging(event) && !event.text("cause").equals("answer");
      default -> false;
    };
  }

  private static boolean isChanging(StateEvent reflection) {
    return reflection.number("changes") > 0;
  }

  Growth reduce(
      StateEvent event, Identity identity, Models models, Commitments commitments, Traits traits) {
    return switch (event.kind()) {
      case "assistant_message" -> isPulse(event) ? pulsed() : this;
      case "reflection" -> reflected(event);
      case "claim_refused" -> moved(-0.005, -0.005);
      case "identity_checked" -> isNameDenied(event, models) ? moved(-0.005, -0.005) : this;
      case "name_adopted" ->
          event.words().filter(identity.name()::equals).isEmpty() ? named() : this;
      case "commitment_opened" -> opened(event, traits);
      case "commitment_closed" ->
          isShown(event) && commitments.findOpen(event.number("commitment_id")).isPresent()
              ? closed(traits)
              : this;
      default -> this;
    };
  }

  /** What another model than the one in use answers tells nothing of the mind. */
  private static boolean isNameDenied(StateEvent check, Models models) {
    return check.text("model_id").equals(models.selected().modelId())
        && check
            .meta()
            .path("probes")
            .valueStream()
            .anyMatch(probe ->
                probe.path("probe").asText().equals("name")
                    && probe.path("score_milli").asInt(-1) == 0);
  }

  /** Whoever only says that a promise was kept ends it, and moves nothing. */
  static boolean isShown(StateEvent closing) {
    return !closing.references("evidence").isEmpty();
  }

  private Growth pulsed() {
    long pulse = pulses + 1;
    boolean fifth = namedAt >= 0 && (pulse - namedAt) % NAME_PULSES == 0;
    double nextIas = clip(clip(ias * 0.9995) + (fifth ? 0.03 : 0));
    double nextGas = clip(gas * 0.986);
    List<Opening> recent =
        openings.stream().filter(each -> pulse - each.pulse() < SAME_TEXT_PULSES).toList();
    List<Double> iasWindow = window(lastIas, nextIas);
    List<Double> gasWindow = window(lastGas, nextGas);
    int nextStage = stage(stage, iasWindow, gasWindow);
    return new Growth(
        nextIas, nextGas, pulse, namedAt, reflectedAt, iasWindow, gasWindow, recent, nextStage);
  }

  /** Looking back on itself is what tells a mind from its words, where something comes of it. */
  private Growth reflected(StateEvent event) {
    Growth next = isPulse(event) ? pulsed() : this;
    boolean onItself =
        event
            .meta()
            .path("observations")
            .valueStream()
            .anyMatch(each -> each.path("subject").asText().equals("mind"));
    boolean rested = reflectedAt < 0 || next.pulses - reflectedAt >= REFLECTION_PULSES;
    return onItself && rested && isChanging(event) ? next.onItself() : next;
  }

  private Growth onItself() {
    double next = clip(ias + 0.01);
    return new Growth(next, gas, pulses, namedAt, pulses, lastIas, lastGas, openings, stage);
  }

  private Growth moved(double iasDelta, double gasDelta) {
    return new Growth(
        clip(ias + iasDelta),
        clip(gas + gasDelta),
        pulses,
        namedAt,
        reflectedAt,
        lastIas,
        lastGas,
        openings,
        stage);
  }

  private Growth named() {
    boolean soon = namedAt >= 0 && pulses - namedAt <= NAME_PULSES;
    double next = clip(ias - (soon ? 0.08 : 0));
    return new Growth(next, gas, pulses, pulses, reflectedAt, lastIas, lastGas, openings, stage);
  }

  /** Returns whether the same words were promised in the last twenty pulses. */
  public boolean isPromised(String text) {
    String words = Words.normal(text);
    return openings.stream().anyMatch(each -> each.text().equals(words));
  }

  /** The words tell it only where the event, which is older, does not. */
  private Growth opened(StateEvent event, Traits traits) {
    String text = event.words().orElse("");
    if (event.meta().path(AGAIN).asBoolean() || !text.isEmpty() && isPromised(text)) {
      return this;
    }
    List<Opening> more = new ArrayList<>(openings);
    if (!text.isEmpty()) {
      more.add(new Opening(Words.normal(text), pulses));
    }
    double gain = 0.07 * (1 + 0.2 * (traits.score(Trait.OPENNESS) - 0.5));
    return new Growth(
        ias, clip(gas + gain), pulses, namedAt, reflectedAt, lastIas, lastGas, more, stage);
  }

  private Growth closed(Traits traits) {
    double gain = 0.12 * (1 + 0.3 * (traits.score(Trait.CONSCIENTIOUSNESS) - 0.5));
    return new Growth(
        ias, clip(gas + gain), pulses, namedAt, reflectedAt, lastIas, lastGas, openings, stage);
  }

  /**
   * The first stage needs either bound, the others both; a margin keeps the stage from flickering.
   */
  private static int stage(int from, List<Double> iasWindow, List<Double> gasWindow) {
    if (iasWindow.size() < LEAST_PULSES) {
      return from;
    }
    double i = mean(iasWindow);
    double g = mean(gasWindow);
    int stage = from;
    while (stage < 4 && reaches(stage + 1, i, g, MARGIN)) {
      stage++;
    }
    while (stage > 0 && !reaches(stage, i, g, -MARGIN)) {
      stage--;
    }
    return stage;
  }

  private static boolean reaches(int stage, double i, double g, double margin) {
    boolean byIas = i >= IAS_BOUNDS[stage] + margin;
    boolean byGas = g >= GAS_BOUNDS[stage] + margin;
    return stage == 1 ? byIas || byGas : byIas && byGas;
  }

  private static List<Double> window(List<Double> values, double last) {
    List<Double> longer = new ArrayList<>(values);
    longer.add(last);
    return longer.size() > WINDOW ? longer.subList(1, longer.size()) : longer;
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).sum() / values.size();
  }

  private static double clip(double value) {
    return Math.clamp(value, 0.0, 1.0);
  }

  ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("gas", gas).put("ias", ias);
    ArrayNode gasList = json.putArray("last_gas");
    lastGas.forEach(gasList::add);
    ArrayNode iasList = json.putArray("last_ias");
    lastIas.forEach(iasList::add);
    json.put("named_at", namedAt);
    ArrayNode recent = json.putArray("openings");
    openings.forEach(each -> recent.addArray().add(each.text()).add(each.pulse()));
    return json.put("pulses", pulses).put("reflected_at", reflectedAt).put("stage", stage);
  }

  static Growth fromJson(JsonNode json) {
    List<Opening> openings = new ArrayList<>();
    for (JsonNode row : json.path("openings")) {
      openings.add(new Opening(row.path(0).asText(), row.path(1).asLong()));
    }
    return new Growth(
        json.path("ias").asDouble(),
        json.path("gas").asDouble(),
        json.path("pulses").asLong(),
        json.path("named_at").asLong(-1),
        json.path("reflected_at").asLong(-1),
        doubles(json.path("last_ias")),
        doubles(json.path("last_gas")),
        openings,
        json.path("stage").asInt());
  }

  static List<Double> doubles(JsonNode list) {
    List<Double> values = new ArrayList<>();
    list.forEach(value -> values.add(value.asDouble()));
    return values;
  }
}
