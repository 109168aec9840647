package pmm.mindstate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a model says when it looks back: each part names the events that it rests on.
 *
 * @param observations what it noticed
 * @param open what the mind should promise
 * @param close promises that were kept
 * @param traits how the mind should be inclined
 * @param memories what could be kept
 */
public record Reflection(
    List<Observation> observations,
    List<Opening> open,
    List<Closing> close,
    List<Inclination> traits,
    List<Proposal> memories) {
  private static final int MOST_OBSERVATIONS = 12;
  private static final int MOST_ACTS = 5;
  private static final int LONGEST_TEXT = 500;
  private static final String EVENTS = "events";
  private static final String SUBJECT = "subject";
  private static final String TEXT = "text";
  private static final Set<String> KEYS =
      Set.of("observations", "open", "close", "traits", "memories");
  private static final Set<String> SUBJECTS = Set.of("mind", "person", "other");

  /** One thing noticed, about "mind", "person" or "other". */
  public record Observation(String text, String subject, List<Long> events) {}

  /** A promise to make. */
  public record Opening(String text, List<Long> events) {}

  /** A promise that was kept, by the event that opened it, and what shows it. */
  public record Closing(long commitmentId, List<Long> events) {
    /** What was there before the promise cannot show that it was kept. */
    private Optional<Refusal> refusal() {
      long last = events.getLast();
      return last > commitmentId
          ? Optional.empty()
          : Optional.of(new Refusal("earlier_event", last));
    }
  }

  /** A trait that should move. */
  public record Inclination(Trait trait, double delta, List<Long> events) {}

  /** Something to keep in memory, about "mind", "person" or "other". */
  public record Proposal(String text, String subject, List<Long> events) {}

  /** Copies the lists. */
  public Reflection {
    observations = List.copyOf(observations);
    open = List.copyOf(open);
    close = List.copyOf(close);
    traits = List.copyOf(traits);
    memories = List.copyOf(memories);
  }

  /**
   * Reads a reflection.
   *
   * @throws MisshapenException if it is anything else
   */
  public static Reflection parse(String json) {
    StrictObject object = StrictObject.parse(json, KEYS);
    Set<String> worded = Set.of(TEXT, SUBJECT, EVENTS);
    return new Reflection(
        object.objects("observations", MOST_OBSERVATIONS, worded).stream()
            .map(each ->
                new Observation(
                    each.text(TEXT, LONGEST_TEXT), each.oneOf(SUBJECT, SUBJECTS), each.ids(EVENTS)))
            .toList(),
        object.objects("open", MOST_ACTS, Set.of(TEXT, EVENTS)).stream()
            .map(each -> new Opening(each.text(TEXT, LONGEST_TEXT), each.ids(EVENTS)))
            .toList(),
        object.objects("close", MOST_ACTS, Set.of("commitment", EVENTS)).stream()
            .map(each -> new Closing(each.id("commitment"), each.ids(EVENTS)))
            .toList(),
        object.objects("traits", Trait.values().length, Set.of("trait", "delta", EVENTS)).stream()
            .map(Reflection::inclination)
            .toList(),
        object.objects("memories", MOST_ACTS, worded).stream()
            .map(each ->
                new Proposal(
                    each.text(TEXT, LONGEST_TEXT), each.oneOf(SUBJECT, SUBJECTS), each.ids(EVENTS)))
            .toList());
  }

  private static Inclination inclination(StrictObject object) {
    Trait trait = Trait.of(object.oneOf("trait", Trait.ids())).orElseThrow();
    return new Inclination(trait, object.number("delta", -1, 1), object.ids(EVENTS));
  }

  /**
   * Returns why the ledger does not bear it out, if any part of it does not: it is then refused
   * whole.
   *
   * @param mind the mind that looks back
   * @param given what the model knew
   */
  public Optional<Refusal> refusal(MindState mind, Given given) {
    Stream<Optional<Refusal>> named =
        observations.stream()
            .filter(each -> each.subject().equals("mind"))
            .map(each -> Refusal.ofWords(each.text(), mind.identity()));
    return Refusal.first(
        Stream.of(
                Stream.of(Refusal.ofEvents(cited(), mind.through(), given)),
                close.stream().map(Closing::refusal),
                named)
            .flatMap(each -> each));
  }

  private List<Long> cited() {
    List<Long> ids = new ArrayList<>(close.stream().map(Closing::commitmentId).toList());
    Stream.of(
            observations.stream().map(Observation::events),
            open.stream().map(Opening::events),
            close.stream().map(Closing::events),
            traits.stream().map(Inclination::events),
            memories.stream().map(Proposal::events))
        .flatMap(part -> part)
        .forEach(ids::addAll);
    return ids;
  }
}
