package pmm.mindstate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * One change of one figure, with what caused it.
 *
 * @param number its number among the steps of all figures, from 1
 * @param figure which figure
 * @param trait with a trait which one; empty otherwise
 * @param before its value before
 * @param after its value after
 * @param reason why: the reason of a trait_changed, else the kind of the event
 * @param eventId the event that moved it
 * @param causes the events that caused it, oldest first
 * @param tsMs when, in milliseconds
 * @param model the model that the mind spoke through
 */
public record Step(
    long number,
    Figure figure,
    String trait,
    double before,
    double after,
    String reason,
    long eventId,
    List<Long> causes,
    long tsMs,
    Models.Ref model) {

  /** What can change. */
  public enum Figure {
    TRAIT,
    IAS,
    GAS,
    STAGE
  }

  /** Copies the list. */
  public Step {
    causes = List.copyOf(causes);
  }

  /** Returns the steps that an event is, in the order of the figures. */
  public static List<Step> of(MindState before, StateEvent event, MindState after) {
    List<Step> steps = new ArrayList<>();
    for (Trait trait : Trait.values()) {
      double was = before.traits().score(trait);
      double is = after.traits().score(trait);
      if (was != is) {
        List<Long> causes = Causes.read(event.id(), event.meta());
        steps.add(
            new Step(
                before.steps().count() + steps.size() + 1,
                Figure.TRAIT,
                trait.id(),
                was,
                is,
                event.text("reason"),
                event.id(),
                causes,
                event.tsMs(),
                before.models().selected()));
      }
    }
    Growth was = before.growth();
    Growth is = after.growth();
    add(steps, Figure.IAS, was.ias(), is.ias(), event, before);
    add(steps, Figure.GAS, was.gas(), is.gas(), event, before);
    add(steps, Figure.STAGE, was.stage(), is.stage(), event, before);
    return steps;
  }

  ObjectNode toJson() {
    ObjectNode row = JsonNodeFactory.instance.objectNode().put("after", after);
    row.put("before", before);
    causes.forEach(row.putArray("causes")::add);
    row.put("event_id", eventId).put("figure", figure.name());
    row.set("model", model.toJson());
    return row.put("number", number).put("reason", reason).put("trait", trait).put("ts_ms", tsMs);
  }

  static Step fromJson(JsonNode row) {
    List<Long> causes = new ArrayList<>();
    row.path("causes").forEach(id -> causes.add(id.asLong()));
    return new Step(
        row.path("number").asLong(),
        Figure.valueOf(row.path("figure").asText()),
        row.path("trait").asText(),
        row.path("before").asDouble(),
        row.path("after").asDouble(),
        row.path("reason").asText(),
        row.path("event_id").asLong(),
        causes,
        row.path("ts_ms").asLong(),
        Models.Ref.fromJson(row.path("model")));
  }

  private static void add(
      List<Step> steps, Figure figure, double was, double is, StateEvent event, MindState before) {
    if (was != is) {
      steps.add(
          new Step(
              before.steps().count() + steps.size() + 1,
              figure,
              "",
              was,
              is,
              event.kind(),
              event.id(),
              List.of(event.id()),
              event.tsMs(),
              before.models().selected()));
    }
  }
}
