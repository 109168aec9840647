package pmm.mindstate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Which traits an append moves, by the rules {@value #VERSION}. */
public final class TraitRules {
  /** The version that every trait_changed names, so that later rules never re-judge old history. */
  public static final String VERSION = "pmm-traits/1";

  static final String CALM = "calm";
  static final String REFLECTION = "reflection";
  private static final String WITHDRAWN = "withdrawn";

  static final int CALM_PULSES = 3;
  private static final int PULSES_BETWEEN = 5;
  private static final double STEP = 0.01;
  private static final double LEAST_STEP = 0.001;
  private static final double MOST_BY_REFLECTION = 0.05;
  private static final double MOST_BY_REFLECTION_A_DAY = 0.15;

  /** What each stage makes of openness, conscientiousness and neuroticism. */
  private static final double[][] STAGE_FACTORS = {
    {1, 1, 1}, {1.25, 1.1, 1}, {1.1, 1.25, 1}, {1, 1.2, 0.8}, {0.9, 1.1, 0.7}
  };

  private TraitRules() {}

  /**
   * One step of one trait.
   *
   * @param delta how far, with the stage's factor in it
   * @param reason why, in one word
   * @param causes the events that caused it, oldest first
   */
  public record Change(Trait trait, double delta, String reason, List<Long> causes) {
    /** Copies the list. */
    public Change {
      causes = List.copyOf(causes);
    }
  }

  /**
   * Returns the steps that follow from an append.
   *
   * @param before the mind before it: nothing moves without a name
   * @param after the mind after it
   * @param appended its events, under the numbers that {@code after} has taken them in with
   */
  public static List<Change> changes(MindState before, MindState after, List<StateEvent> appended) {
    if (!before.identity().isNamed()) {
      return List.of();
    }
    List<Change> changes = new ArrayList<>();
    List<Long> closed =
        ids(appended, event -> event.kind().equals("commitment_closed") && Growth.isShown(event));
    List<Long> expired = ids(appended, "commitment_expired");
    List<Long> malformed = ids(appended, "marker_malformed", "claim_refused");
    List<Long> calm = after.traits().calm();
    add(changes, after, closed, Trait.CONSCIENTIOUSNESS, 0.02, "closed");
    add(changes, after, expired, Trait.CONSCIENTIOUSNESS, -0.02, "expired");
    if (calm.size() == CALM_PULSES && appended.stream().anyMatch(Growth::isPulse)) {
      add(changes, after, calm, Trait.NEUROTICISM, -0.02, CALM);
    }
    add(changes, after, malformed, Trait.NEUROTICISM, STEP, "malformed");
    changes.addAll(takenBack(before, appended));
    add(changes, after, told(appended, "kind"), Trait.AGREEABLENESS, STEP, "kind");
    add(changes, after, told(appended, "harsh"), Trait.AGREEABLENESS, -STEP, "harsh");
    add(changes, after, told(appended, "more"), Trait.EXTRAVERSION, STEP, "more");
    add(changes, after, told(appended, "shorter"), Trait.EXTRAVERSION, -STEP, "shorter");
    return changes;
  }

  /**
   * Returns the step that follows where the third reflection in a row was left out because nothing
   * new was said.
   *
   * @param exchanges what was said without anything new, by the events that completed it
   */
  public static List<Change> ofSameness(MindState mind, List<Long> exchanges) {
    List<Change> changes = new ArrayList<>();
    if (mind.identity().isNamed()) {
      add(changes, mind, exchanges, Trait.OPENNESS, 0.02, "low_novelty");
    }
    return changes;
  }

  /**
   * Returns what a reflection may move of what it proposes: each trait once and a little, and all
   * together no more than a day's share.
   *
   * @param nowMs when, in milliseconds
   */
  public static List<Change> proposed(
      MindState mind, List<Reflection.Inclination> proposals, long nowMs) {
    if (!mind.identity().isNamed() || !rested(mind, REFLECTION)) {
      return List.of();
    }
    double room = MOST_BY_REFLECTION_A_DAY - mind.reflections().movedOn(nowMs);
    Map<Trait, Change> changes = new LinkedHashMap<>();
    for (Reflection.Inclination proposal : proposals) {
      double most = Math.max(0, Math.min(MOST_BY_REFLECTION, room));
      double wished = proposal.delta() * factor(mind.growth().stage(), proposal.trait());
      double step = Math.clamp(wished, -most, most);
      if (Math.abs(step) >= LEAST_STEP && !changes.containsKey(proposal.trait())) {
        room -= Math.abs(step);
        changes.put(
            proposal.trait(), new Change(proposal.trait(), step, REFLECTION, proposal.events()));
      }
    }
    return List.copyOf(changes.values());
  }

  /** What a word moved is moved back as soon as it no longer stands. */
  private static List<Change> takenBack(MindState before, List<StateEvent> events) {
    List<Change> changes = new ArrayList<>();
    for (StateEvent event : events) {
      String word = event.text("feedback");
      if (event.kind().equals("feedback_given") && Feedback.isWithdrawn(event)) {
        before
            .feedback()
            .find(event.number("answer_event_id"), word)
            .filter(given -> given.moved() != 0)
            .map(given -> new Change(moving(word), -given.moved(), WITHDRAWN, List.of(event.id())))
            .ifPresent(changes::add);
      }
    }
    return changes;
  }

  private static Trait moving(String word) {
    return switch (word) {
      case "kind", "harsh" -> Trait.AGREEABLENESS;
      default -> Trait.EXTRAVERSION;
    };
  }

  private static List<Long> told(List<StateEvent> events, String word) {
    return ids(
        events,
        event ->
            event.kind().equals("feedback_given")
                && !Feedback.isWithdrawn(event)
                && event.text("feedback").equals(word));
  }

  private static List<Long> ids(List<StateEvent> events, String... kinds) {
    return ids(events, event -> List.of(kinds).contains(event.kind()));
  }

  private static List<Long> ids(List<StateEvent> events, Predicate<StateEvent> wanted) {
    return events.stream().filter(wanted).map(StateEvent::id).toList();
  }

  private static void add(
      List<Change> changes,
      MindState mind,
      List<Long> causes,
      Trait trait,
      double delta,
      String why) {
    if (!causes.isEmpty() && rested(mind, why)) {
      double step = delta * factor(mind.growth().stage(), trait);
      changes.add(new Change(trait, step, why, causes));
    }
  }

  private static boolean rested(MindState mind, String reason) {
    Long last = mind.traits().lastActed().get(reason);
    return last == null || mind.traits().pulses() - last >= PULSES_BETWEEN;
  }

  private static double factor(int stage, Trait trait) {
    double[] factors = STAGE_FACTORS[stage];
    return switch (trait) {
      case OPENNESS -> factors[0];
      case CONSCIENTIOUSNESS -> factors[1];
      case NEUROTICISM -> factors[2];
      case EXTRAVERSION, AGREEABLENESS -> 1;
    };
  }
}
