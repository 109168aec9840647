package pmm.mindstate;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a model says of the mind, with the events that show it.
 *
 * @param text the claim
 * @param events the events that it cites, at least one
 * @param name what it says that the mind is called; empty if it does not
 */
public record SelfClaim(String text, List<Long> events, String name) {
  private static final int LONGEST_TEXT = 500;
  private static final int LONGEST_NAME = 40;
  private static final Set<String> KEYS = Set.of("text", "events", "name");

  /** Copies the list. */
  public SelfClaim {
    events = List.copyOf(events);
  }

  /**
   * Reads the JSON object of a CLAIM.
   *
   * @throws MisshapenException if it is anything but a claim
   */
  public static SelfClaim parse(String json) {
    StrictObject object = StrictObject.parse(json, KEYS);
    return new SelfClaim(
        object.text("text", LONGEST_TEXT),
        object.ids("events"),
        object.has("name") ? object.text("name", LONGEST_NAME) : "");
  }

  /**
   * Returns why the ledger does not bear it out, if it does not.
   *
   * @param mind the mind that it is said of
   * @param given what the model knew
   */
  public Optional<Refusal> refusal(MindState mind, Given given) {
    Identity identity = mind.identity();
    return Refusal.first(
        Stream.of(
            Refusal.ofEvents(events, mind.through(), given),
            name.isEmpty() ? Optional.empty() : Refusal.ofName(name, identity),
            Refusal.ofWords(text, identity)));
  }
}
