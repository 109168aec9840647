package pmm.mindstate;

import java.util.ArrayList;
import java.util.List;

/** Which traits an append moves, by the rules {@value #VERSION}. */
public final class TraitRules {
  /** The version that every trait_changed names, so that later rules never re-judge old history. */
  public static final String VERSION = "pmm-traits/1";

  static final String CALM = "calm";
  static final int CALM_PULSES = 3;
  private static final int PULSES_BETWEEN = 5;

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
    if (before.identity().name().isEmpty()) {
      return List.of();
    }
    List<Change> changes = new ArrayList<>();
    List<Long> closed = ids(appended, "commitment_closed");
    List<Long> expired = ids(appended, "commitment_expired");
    List<Long> malformed = ids(appended, "marker_malformed");
    List<Long> calm = after.traits().calm();
    add(changes, after, closed, Trait.CONSCIENTIOUSNESS, 0.02, "closed");
    add(changes, after, expired, Trait.CONSCIENTIOUSNESS, -0.02, "expired");
    if (calm.size() == CALM_PULSES) {
      add(changes, after, calm, Trait.NEUROTICISM, -0.02, CALM);
    }
    add(changes, after, malformed, Trait.NEUROTICISM, 0.01, "malformed");
    return changes;
  }

  private static List<Long> ids(List<StateEvent> events, String kind) {
    return events.stream().filter(event -> event.kind().equals(kind)).map(StateEvent::id).toList();
  }

  private static void add(
      List<Change> changes,
      MindState mind,
      List<Long> causes,
      Trait trait,
      double delta,
      String why) {
    Long last = mind.traits().lastActed().get(why);
    boolean rested = last == null || mind.traits().pulses() - last >= PULSES_BETWEEN;
    if (!causes.isEmpty() && rested) {
      double step = delta * factor(mind.growth().stage(), trait);
      changes.add(new Change(trait, step, why, causes));
    }
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
