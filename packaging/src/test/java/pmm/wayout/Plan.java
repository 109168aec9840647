package pmm.wayout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * One turn to come.
 *
 * @param number which one, from 0
 * @param place whom to ask
 * @param script what the scripted server is told to do
 * @param act what the person does meanwhile
 * @param midway whether it is done after the first word, not at some time after the start
 * @param afterMillis when it is done, after the start
 */
record Plan(int number, Place place, String script, Act act, boolean midway, int afterMillis) {

  private static final int ALONE_EVERY = 10;
  private static final List<String> SCRIPTS =
      List.of(
          "!words=5",
          "!paced=5 !words=20",
          "!think !words=8",
          "!tool",
          "!nousage !words=4",
          "!document !words=6",
          "!split=3 !words=6",
          "!big=200",
          "!length !words=9",
          "!cut=0 !words=9",
          "!cut=3 !words=9",
          "!error=0",
          "!error=3 !words=9",
          "!hang=0 !words=9",
          "!hang=3 !words=9",
          "!silent",
          "!status=400",
          "!status=404",
          "!status=500",
          "!status=529",
          "!limit=1",
          "!quota",
          "!redirect",
          "!echokey");
  private static final List<Place> USUAL =
      List.of(Place.OPENAI, Place.ANTHROPIC, Place.OLLAMA, Place.SIX);
  private static final List<Place> UNUSUAL =
      List.of(Place.UNASKED, Place.DENIED, Place.NOWHERE, Place.ELSEWHERE);

  /** What the person does. */
  enum Act {
    /** Waits for the answer. */
    WAIT,
    /** Leaves. */
    LEAVE,
    /** Goes offline before, and comes back after; alone. */
    OFFLINE,
    /** Goes offline in mid-answer, and comes back after; alone. */
    GO_OFFLINE,
    /** Allows it before, and takes it back in mid-answer; alone. */
    REVOKE
  }

  /** Whether nothing else may run meanwhile: it changes what is allowed. */
  boolean alone() {
    return act == Act.OFFLINE || act == Act.GO_OFFLINE || act == Act.REVOKE;
  }

  /** The first turn of each place, before anything is allowed, and then as the seed has it. */
  static List<Plan> all(int count, long seed) {
    Random random = new Random(seed);
    List<Plan> plans = new ArrayList<>();
    Arrays.stream(Place.values())
        .forEach(place -> plans.add(new Plan(plans.size(), place, "!words=5", Act.WAIT, false, 0)));
    while (plans.size() < count) {
      plans.add(draw(plans.size(), random));
    }
    return plans;
  }

  private static Plan draw(int number, Random random) {
    int after = random.nextInt(400);
    if (number % ALONE_EVERY == 0) {
      Act act = List.of(Act.OFFLINE, Act.GO_OFFLINE, Act.REVOKE).get((number / ALONE_EVERY) % 3);
      Place place = act == Act.REVOKE ? Place.FICKLE : pick(USUAL, random);
      return new Plan(number, place, "!paced=20 !endless", act, number % 20 == 0, after);
    }
    if (random.nextInt(8) == 0) {
      return new Plan(number, pick(UNUSUAL, random), "!words=5", Act.WAIT, false, 0);
    }
    if (random.nextInt(5) == 0) {
      String script = random.nextBoolean() ? "!paced=10 !endless" : "!slow=300 !words=50";
      return new Plan(number, pick(USUAL, random), script, Act.LEAVE, random.nextBoolean(), after);
    }
    // Every other turn goes well, or the breakers would answer instead of the servers.
    String script = SCRIPTS.get(random.nextInt(random.nextBoolean() ? 9 : SCRIPTS.size()));
    return new Plan(number, pick(USUAL, random), script, Act.WAIT, false, 0);
  }

  private static Place pick(List<Place> places, Random random) {
    return places.get(random.nextInt(places.size()));
  }
}
