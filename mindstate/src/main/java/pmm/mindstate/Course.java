package pmm.mindstate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * How one figure went over a whole life, in a number of steps that does not grow with it: its first
 * and its last one, those right behind a change of stage or model, and every so many of the others.
 *
 * @param all thinned from all its steps
 * @param turns thinned from those right behind a change of stage or model
 * @param last the last one
 * @param stages how many changes of stage lay before the last one
 */
record Course(Thinned all, Thinned turns, Step last, long stages) {
  /** Fewer have no room for a beginning, a turn and an end. */
  static final int LEAST = 4;

  /** Of each kind that is kept. */
  static final int MOST = 256;

  /**
   * Steps of which every {@code stride}th is kept, from the first one on. The stride doubles when
   * there are too many: so what is kept depends on their number alone, and what is left stays.
   *
   * @param count how many there were
   * @param stride a power of two
   * @param kept oldest first
   */
  record Thinned(long count, long stride, List<Step> kept) {
    static final Thinned NONE = new Thinned(0, 1, List.of());

    /** Copies the list. */
    Thinned {
      kept = List.copyOf(kept);
    }

    Thinned and(Step step) {
      if (count % stride != 0) {
        return new Thinned(count + 1, stride, kept);
      }
      List<Step> more = new ArrayList<>(kept);
      more.add(step);
      return more.size() > MOST
          ? new Thinned(count + 1, 2 * stride, everyOf(more, 2))
          : new Thinned(count + 1, stride, more);
    }

    /** Returns at most so many of them, oldest first. */
    List<Step> upTo(int most) {
      int every = 1;
      while ((kept.size() + every - 1) / every > most) {
        every *= 2;
      }
      return everyOf(kept, every);
    }

    private static List<Step> everyOf(List<Step> steps, int every) {
      List<Step> some = new ArrayList<>();
      for (int i = 0; i < steps.size(); i += every) {
        some.add(steps.get(i));
      }
      return some;
    }

    private ObjectNode toJson() {
      ObjectNode json = JsonNodeFactory.instance.objectNode().put("count", count);
      ArrayNode rows = json.putArray("kept");
      kept.forEach(step -> rows.add(step.toJson()));
      return json.put("stride", stride);
    }

    private static Thinned fromJson(JsonNode json) {
      List<Step> kept = new ArrayList<>();
      json.path("kept").forEach(row -> kept.add(Step.fromJson(row)));
      return new Thinned(json.path("count").asLong(), json.path("stride").asLong(), kept);
    }
  }

  /** Returns the course that begins with a step. */
  static Course from(Step first, long stages) {
    return new Course(Thinned.NONE.and(first), Thinned.NONE, first, stages);
  }

  /**
   * Returns the course with one more step.
   *
   * @param stagesBefore how many changes of stage lie before it
   */
  Course and(Step step, long stagesBefore) {
    boolean turns = stagesBefore != stages || !step.model().equals(last.model());
    return new Course(all.and(step), turns ? this.turns.and(step) : this.turns, step, stagesBefore);
  }

  /** Returns at most so many of its steps, but {@link #LEAST}, oldest first. */
  List<Step> upTo(int most) {
    int points = Math.max(LEAST, most);
    TreeMap<Long, Step> some = new TreeMap<>();
    turns.upTo(points / 2).forEach(step -> some.put(step.number(), step));
    some.put(last.number(), last);
    all.upTo(points - some.size()).forEach(step -> some.put(step.number(), step));
    return List.copyOf(some.values());
  }

  ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("all", all.toJson());
    json.set("last", last.toJson());
    json.put("stages", stages);
    json.set("turns", turns.toJson());
    return json;
  }

  static Course fromJson(JsonNode json) {
    return new Course(
        Thinned.fromJson(json.path("all")),
        Thinned.fromJson(json.path("turns")),
        Step.fromJson(json.path("last")),
        json.path("stages").asLong());
  }
}
