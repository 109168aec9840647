package pmm.mindstate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pmm.mindstate.Memory.State;

/**
 * What the mind believes about the person and the world. A memory whose words were forgotten is not
 * held at all.
 *
 * @param all every memory and proposal, by the event that holds it
 * @param kept those that count
 * @param proposed those that wait for the person's word
 * @param standing both of them by their words: the same words stand once
 * @param topics the kept ones by what they tell, where that is plain
 * @param decided the words of all that ended, kept or only proposed
 * @param outdated the words that counted once, unless they are kept again
 */
public record Memories(
    PersistentMap<Long, Memory> all,
    PersistentMap<Long, Memory> kept,
    PersistentMap<Long, Memory> proposed,
    PersistentMap<String, Long> standing,
    PersistentMap<String, PersistentMap<Long, Memory>> topics,
    PersistentMap<String, Boolean> decided,
    OutdatedWords outdated) {
  static final Memories EMPTY =
      new Memories(
          PersistentMap.empty(),
          PersistentMap.empty(),
          PersistentMap.empty(),
          PersistentMap.empty(),
          PersistentMap.empty(),
          PersistentMap.empty(),
          OutdatedWords.NONE);

  /** Returns a memory or a proposal, also one that was decided. */
  public Optional<Memory> find(long id) {
    return Optional.ofNullable(all.get(id));
  }

  /** Returns the memory or the proposal that holds the same words now. */
  public Optional<Memory> saying(String text) {
    return Optional.ofNullable(standing.get(key(text))).flatMap(this::find);
  }

  /**
   * Returns whether a text holds words that were kept and that the person has then corrected or
   * called untrue, unless they are kept again, by themselves or as a part of other words.
   */
  public boolean isOutdated(String text) {
    return outdated.areIn(text);
  }

  /** Returns whether words can be proposed: they do not stand, and nobody has decided of them. */
  public boolean isNew(String text) {
    return saying(text).isEmpty() && !decided.containsKey(key(text)) && !isOutdated(text);
  }

  /** Returns the kept memory that stands in the place of one today, if any does. */
  public Optional<Memory> today(long id) {
    Memory memory = all.get(id);
    while (memory != null && memory.state() == State.REPLACED) {
      memory = all.get(memory.endEventId());
    }
    return Optional.ofNullable(memory).filter(found -> found.state() == State.KEPT);
  }

  /** Returns what is kept and says something else about the same, oldest first. */
  public List<Memory> contradicting(Memory memory) {
    return contradicting(memory.text()).stream()
        .filter(other -> other.id() != memory.id())
        .toList();
  }

  /** Returns what is kept and says something else about the same as a text, oldest first. */
  public List<Memory> contradicting(String text) {
    Claim claim = Claim.of(text).orElse(null);
    PersistentMap<Long, Memory> same = claim == null ? null : topics.get(claim.topic());
    List<Memory> found = new ArrayList<>();
    if (claim != null && same != null) {
      for (Map.Entry<Long, Memory> entry : same) {
        Memory other = entry.getValue();
        if (other.claim().filter(claim::contradicts).isPresent()) {
          found.add(other);
        }
      }
    }
    return found;
  }

  Memories reduce(StateEvent event) {
    return switch (event.kind()) {
      case "memory_proposed" ->
          event.words().map(text -> propose(Memory.of(event, text, State.PROPOSED))).orElse(this);
      case "memory_kept" -> keep(ended(event, "proposal_id", State.REPLACED), event);
      case "memory_corrected" ->
          keep(
              ended(event, "memory_id", State.REPLACED)
                  .ended(event, "true_memory_id", State.REPLACED),
              event);
      case "memory_rejected" -> ended(event, "memory_id", State.REJECTED);
      default -> this;
    };
  }

  private Memories propose(Memory memory) {
    return saying(memory.text()).isPresent() ? this : with(memory);
  }

  private static Memories keep(Memories rest, StateEvent event) {
    return event
        .words()
        .map(text -> {
          Memory memory = Memory.of(event, text, State.KEPT);
          return rest.saying(text)
              .map(same -> rest.ended(same.id(), State.REPLACED, event.id()))
              .orElse(rest)
              .with(memory);
        })
        .orElse(rest);
  }

  private Memories ended(StateEvent event, String key, State as) {
    return ended(event.number(key), as, event.id());
  }

  private Memories ended(long id, State as, long eventId) {
    Memory memory = all.get(id);
    if (memory == null || !memory.stands()) {
      return this;
    }
    return new Memories(
        all.put(id, memory.ended(as, eventId)),
        kept.remove(id),
        proposed.remove(id),
        standing.remove(key(memory.text())),
        withoutTopic(memory),
        decided.put(key(memory.text()), true),
        memory.counted() ? outdated.ending(memory.text()) : outdated);
  }

  /** Adds a memory that stands. */
  private Memories with(Memory memory) {
    boolean keeps = memory.counted();
    return new Memories(
        all.put(memory.id(), memory),
        keeps ? kept.put(memory.id(), memory) : kept,
        keeps ? proposed : proposed.put(memory.id(), memory),
        standing.put(key(memory.text()), memory.id()),
        keeps ? withTopic(memory) : topics,
        decided,
        keeps ? outdated.keeping(memory.text()) : outdated);
  }

  private PersistentMap<String, PersistentMap<Long, Memory>> withTopic(Memory memory) {
    Claim claim = memory.claim().orElse(null);
    if (claim == null) {
      return topics;
    }
    PersistentMap<Long, Memory> same = topics.get(claim.topic());
    PersistentMap<Long, Memory> before = same == null ? PersistentMap.empty() : same;
    return topics.put(claim.topic(), before.put(memory.id(), memory));
  }

  private PersistentMap<String, PersistentMap<Long, Memory>> withoutTopic(Memory memory) {
    Claim claim = memory.claim().orElse(null);
    @Nullable PersistentMap<Long, Memory> same = claim == null ? null : topics.get(claim.topic());
    if (claim == null || same == null) {
      return topics;
    }
    PersistentMap<Long, Memory> rest = same.remove(memory.id());
    return rest.isEmpty() ? topics.remove(claim.topic()) : topics.put(claim.topic(), rest);
  }

  private static String key(String text) {
    List<String> words = Words.split(text);
    return words.isEmpty() ? Words.normal(text) : String.join(" ", words);
  }

  Iterable<JsonNode> toJson() {
    return all.rows(Memory::toJson);
  }

  static Memories fromJson(Iterable<JsonNode> rows) {
    Memories state = EMPTY;
    for (JsonNode row : rows) {
      Memory memory = Memory.fromJson(row);
      state = state.with(memory.begun());
      if (!memory.stands()) {
        state = state.ended(memory.id(), memory.state(), memory.endEventId());
      }
    }
    return state;
  }
}
