package pmm.mind.memory;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import pmm.ledger.v1.Event;
import pmm.mind.contract.MindReason;
import pmm.mind.contract.Requests;
import pmm.mind.ledger.Draft;
import pmm.mind.ledger.EventReader;
import pmm.mind.ledger.Events;
import pmm.mind.ledger.Ledger;
import pmm.mind.ledger.MindKeeper;
import pmm.mindstate.Memories;
import pmm.mindstate.Memory;
import pmm.rpc.Problem;

/**
 * What the person decides about memories: each act is one event. They come one after the other, so
 * that a memory is decided once.
 */
final class MemoryActs {
  private static final int LONGEST_TEXT = 2000;
  private static final String PERSON = "person";
  private static final Set<String> SUBJECTS = Set.of(PERSON, "mind", "other");
  private static final String REQUEST_ID = "request_id";

  private final Ledger ledger;
  private final EventReader reader;
  private final MindKeeper keeper;

  MemoryActs(Ledger ledger, EventReader reader, MindKeeper keeper) {
    this.ledger = ledger;
    this.reader = reader;
    this.keeper = keeper;
  }

  /**
   * Whose act it is.
   *
   * @param requestId the same for a retry
   * @param actor who asks for it
   */
  record Act(String requestId, String actor) {}

  Memory add(String words, String subject, Act act) {
    String text = text(words);
    if (!subject.isEmpty() && !SUBJECTS.contains(subject)) {
      throw Requests.bad("subject", subject, "person, mind, other or nothing");
    }
    Optional<Memory> same =
        memories().saying(text).filter(memory -> memory.state() == Memory.State.KEPT);
    if (same.isPresent()) {
      return same.get();
    }
    ObjectNode meta = facts(text, subject.isEmpty() ? Memory.subjectOf(text) : subject, act);
    return keep(new Draft("memory_kept", text, meta.put("speaker", PERSON)), act);
  }

  Memory keep(long proposalId, String words, Act act) {
    Memory proposal = find(proposalId);
    Optional<Memory> before = decidedBy(proposal, act);
    if (before.isPresent()) {
      return before.get();
    }
    if (proposal.state() == Memory.State.KEPT) {
      throw decided("event " + proposalId + " is kept already");
    }
    boolean reworded = !words.isEmpty();
    String text = reworded ? text(words) : proposal.text();
    ObjectNode meta = facts(text, proposal.subject(), act).put("proposal_id", proposalId);
    meta.put("speaker", reworded ? PERSON : proposal.speaker());
    return keep(new Draft("memory_kept", text, from(proposal, meta)), act);
  }

  /** Other words take the place of a memory, in one event. */
  Memory correct(long memoryId, String words, Act act) {
    Memory wrong = find(memoryId);
    Optional<Memory> before = decidedBy(wrong, act);
    if (before.isPresent()) {
      return before.get();
    }
    String text = text(words);
    if (memories().saying(text).filter(wrong::equals).isPresent()) {
      throw Requests.bad("text", "the words that it has already", "other words");
    }
    ObjectNode meta = facts(text, wrong.subject(), act).put("memory_id", memoryId);
    return keep(new Draft("memory_corrected", text, meta.put("speaker", PERSON)), act);
  }

  /** Another memory or proposal takes the place of a wrong one, in one event. */
  Memory replace(long wrongId, long trueId, Act act) {
    Memory wrong = find(wrongId);
    Memory right = find(trueId);
    Optional<Memory> before = decidedBy(wrong, act);
    if (before.isPresent()) {
      return before.get();
    }
    decidedBy(right, act);
    if (wrongId == trueId) {
      throw Requests.bad("true_memory_id", Long.toString(trueId), "another one than memory_id");
    }
    ObjectNode meta = facts(right.text(), right.subject(), act).put("memory_id", wrongId);
    meta.put("true_memory_id", trueId).put("speaker", right.speaker());
    return keep(new Draft("memory_corrected", right.text(), from(right, meta)), act);
  }

  /** Returns the event that says so. */
  long reject(long memoryId, Act act) {
    Memory wrong = find(memoryId);
    if (wrong.stands() || !isBy(wrong.endEventId(), act)) {
      decidedBy(wrong, act);
      ObjectNode meta = Draft.facts().put("memory_id", memoryId);
      meta.put(REQUEST_ID, act.requestId()).put("actor", act.actor());
      return append(new Draft("memory_rejected", null, meta), act);
    }
    return wrong.endEventId();
  }

  /**
   * Returns what an act that was done before has kept; nothing where the memory still stands, and
   * fails where another act has decided it.
   */
  private Optional<Memory> decidedBy(Memory memory, Act act) {
    if (memory.stands()) {
      return Optional.empty();
    }
    Memory now = memories().find(memory.endEventId()).orElse(null);
    if (now != null && isBy(memory.endEventId(), act)) {
      return Optional.of(now);
    }
    throw decided(
        "event "
            + memory.id()
            + (memory.state() == Memory.State.REJECTED
                ? " was called untrue by event "
                : " was replaced by event ")
            + memory.endEventId());
  }

  private boolean isBy(long eventId, Act act) {
    return reader
        .find(eventId)
        .filter(event -> Events.meta(event).path(REQUEST_ID).asText().equals(act.requestId()))
        .isPresent();
  }

  private Memory keep(Draft draft, Act act) {
    return find(append(draft, act));
  }

  private long append(Draft draft, Act act) {
    List<Event> stored = ledger.append(act.requestId(), List.of(draft), List.of());
    keeper.take(stored);
    return stored.getLast().getEventId();
  }

  private Memory find(long id) {
    return find(memories(), id);
  }

  static Memory find(Memories memories, long id) {
    return memories
        .find(id)
        .orElseThrow(() ->
            new Problem(
                MindReason.MEMORY_NOT_FOUND,
                "memory_id: " + id + " is no memory (expected: the event of one)"));
  }

  private Memories memories() {
    return keeper.levelState().memories();
  }

  private static Problem decided(String what) {
    return new Problem(MindReason.MEMORY_DECIDED, "memory_id: " + what);
  }

  private static String text(String words) {
    String text = Requests.words("text", words).strip();
    if (text.length() > LONGEST_TEXT) {
      throw Requests.bad("text", text.length() + " characters", "at most " + LONGEST_TEXT);
    }
    return text;
  }

  private static ObjectNode facts(String text, String subject, Act act) {
    ObjectNode meta = Draft.facts().put(REQUEST_ID, act.requestId()).put("actor", act.actor());
    return Memory.telling(text, meta).put("subject", subject);
  }

  private static ObjectNode from(Memory memory, ObjectNode meta) {
    return memory.sourceEventId() == 0 ? meta : meta.put("source_event_id", memory.sourceEventId());
  }
}
