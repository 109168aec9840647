package pmm.mindstate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The newest steps of each figure, and how it went from the first one on; those between are worked
 * out from the events. Some figures take steps in every exchange, others a handful in a life: these
 * stay at hand for years.
 *
 * @param lines the steps of each figure that took any
 * @param courses how each trait and each other figure went, by its name
 */
public record Steps(PersistentMap<Step.Figure, Line> lines, PersistentMap<String, Course> courses) {
  static final Steps EMPTY = new Steps(PersistentMap.empty(), PersistentMap.empty());

  /** How many steps of a course can be asked for. */
  public static final int MOST_POINTS = Course.MOST;

  /** Of each figure. */
  private static final int MOST = 200;

  private static final Set<Step.Figure> EVERY = EnumSet.allOf(Step.Figure.class);
  private static final Comparator<Step> OLDEST_FIRST = Comparator.comparingLong(Step::number);

  /**
   * The newest steps of one figure.
   *
   * @param count how many it ever took
   * @param newest the last of them, by their numbers among the steps of all figures
   */
  public record Line(long count, PersistentMap<Long, Step> newest) {
    private static final Line EMPTY = new Line(0, PersistentMap.empty());

    private Line and(Step step) {
      PersistentMap<Long, Step> more = newest.put(step.number(), step);
      return new Line(count + 1, more.size() > MOST ? more.remove(first(more)) : more);
    }

    private boolean isAll() {
      return count == newest.size();
    }

    /** Returns the number from which on none is missing. */
    private long wholeFrom() {
      return isAll() ? 1 : first(newest);
    }

    private static long first(PersistentMap<Long, Step> steps) {
      return steps.iterator().next().getKey();
    }
  }

  /** Returns how many steps there ever were. */
  public long count() {
    return count(EVERY);
  }

  /** Returns how many steps some figures ever took. */
  public long count(Set<Step.Figure> figures) {
    return lines(figures).mapToLong(Line::count).sum();
  }

  /**
   * Returns how some figures went over a whole life, newest first, in at most so many steps of each
   * line, where each trait is a line and each other figure is one.
   */
  public List<Step> course(Set<Step.Figure> figures, int most) {
    return StreamSupport.stream(courses.spliterator(), false)
        .map(Map.Entry::getValue)
        .filter(course -> figures.contains(course.last().figure()))
        .flatMap(course -> course.upTo(most).stream())
        .sorted(OLDEST_FIRST.reversed())
        .toList();
  }

  /**
   * Returns the steps of some figures before a number, newest first, up to where one is missing.
   */
  public List<Step> before(long number, Set<Step.Figure> figures) {
    long from = lines(figures).mapToLong(Line::wholeFrom).max().orElse(1);
    return steps(figures)
        .filter(step -> step.number() >= from && step.number() < number)
        .sorted(OLDEST_FIRST.reversed())
        .toList();
  }

  /** Returns whether no step of some figures is missing. */
  public boolean areAll(Set<Step.Figure> figures) {
    return lines(figures).allMatch(Line::isAll);
  }

  /** Returns what an event caused among them, oldest first. */
  public List<Step> causedBy(long eventId) {
    return steps(EVERY)
        .filter(step -> step.causes().contains(eventId))
        .sorted(OLDEST_FIRST)
        .toList();
  }

  private Stream<Step> steps(Set<Step.Figure> figures) {
    return lines(figures)
        .flatMap(line -> StreamSupport.stream(line.newest.spliterator(), false))
        .map(Map.Entry::getValue);
  }

  private Stream<Line> lines(Set<Step.Figure> figures) {
    return figures.stream().map(lines::get).filter(Objects::nonNull);
  }

  Steps and(List<Step> more) {
    PersistentMap<Step.Figure, Line> all = lines;
    PersistentMap<String, Course> went = courses;
    for (Step step : more) {
      Course course = went.get(name(step));
      long stages = of(all, Step.Figure.STAGE).count();
      Course longer = course == null ? Course.from(step, stages) : course.and(step, stages);
      went = went.put(name(step), longer);
      all = all.put(step.figure(), of(all, step.figure()).and(step));
    }
    return new Steps(all, went);
  }

  private static String name(Step step) {
    return step.figure() == Step.Figure.TRAIT ? step.trait() : step.figure().name();
  }

  private static Line of(PersistentMap<Step.Figure, Line> all, Step.Figure figure) {
    return Objects.requireNonNullElse(all.get(figure), Line.EMPTY);
  }

  Iterable<JsonNode> toJson() {
    return () -> steps(EVERY).sorted(OLDEST_FIRST).<JsonNode>map(Step::toJson).iterator();
  }

  Iterable<JsonNode> coursesToJson() {
    return () ->
        StreamSupport.stream(courses.spliterator(), false)
            .<JsonNode>map(entry -> entry.getValue().toJson())
            .iterator();
  }

  /** Returns how many steps each figure took. */
  ObjectNode counts() {
    ObjectNode counts = JsonNodeFactory.instance.objectNode();
    EVERY.stream()
        .sorted(Comparator.comparing(Step.Figure::name))
        .filter(lines::containsKey)
        .forEach(figure -> counts.put(figure.name(), of(lines, figure).count));
    return counts;
  }

  static Steps fromJson(Iterable<JsonNode> courseRows, Iterable<JsonNode> rows, JsonNode counts) {
    PersistentMap<String, Course> courses = PersistentMap.empty();
    for (JsonNode row : courseRows) {
      Course course = Course.fromJson(row);
      courses = courses.put(name(course.last()), course);
    }
    PersistentMap<Step.Figure, Line> all = PersistentMap.empty();
    for (JsonNode row : rows) {
      Step step = Step.fromJson(row);
      PersistentMap<Long, Step> newest = of(all, step.figure()).newest.put(step.number(), step);
      long count = counts.path(step.figure().name()).asLong();
      all = all.put(step.figure(), new Line(count, newest));
    }
    return new Steps(all, courses);
  }
}
