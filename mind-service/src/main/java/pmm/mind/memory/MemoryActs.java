package pmm.mind.memory;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import pmm.mind.contract.MindReason;
import pmm.mind.contract.Requests;
import pmm.mind.derivation.PersonActs;
import pmm.mind.derivation.PersonActs.By;
import pmm.mind.derivation.PersonActs.Written;
import pmm.mind.ledger.Draft;
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

  private final PersonActs acts;

  MemoryActs(PersonActs acts) {
    this.acts = acts;
  }

  Memory add(String words, String subject, By by) {
    String text = text(words);
    if (!subject.isEmpty() && !SUBJECTS.contains(subject)) {
      throw Requests.bad("subject", subject, "person, mind, other or nothing");
    }
    ObjectNode meta = facts(text, subject.isEmpty() ? Memory.subjectOf(text) : subject, by);
    Draft draft = new Draft("memory_kept", text, meta.put("speaker", PERSON));
    Written written =
        acts.append(
            by, mind -> keptAs(mind.memories(), text).isPresent() ? List.of() : List.of(draft));
    Memories memories = written.mind().memories();
    return written.stored().isEmpty()
        ? keptAs(memories, text).orElseThrow()
        : find(memories, written.stored().getFirst().getEventId());
  }

  private static Optional<Memory> keptAs(Memories memories, String text) {
    return memories.saying(text).filter(memory -> memory.state() == Memory.State.KEPT);
  }

  Memory keep(long proposalId, String words, By by) {
    return decide(
        proposalId,
        by,
        (memories, proposal) -> {
          if (proposal.state() == Memory.State.KEPT) {
            throw decided("event " + proposalId + " is kept already");
          }
          boolean reworded = !words.isEmpty();
          String text = reworded ? text(words) : proposal.text();
          ObjectNode meta = facts(text, proposal.subject(), by).put("proposal_id", proposalId);
          meta.put("speaker", reworded ? PERSON : proposal.speaker());
          return new Draft("memory_kept", text, from(proposal, meta));
        });
  }

  /** Other words take the place of a memory, in one event. */
  Memory correct(long memoryId, String words, By by) {
    return decide(
        memoryId,
        by,
        (memories, wrong) -> {
          String text = text(words);
          if (memories.saying(text).filter(wrong::equals).isPresent()) {
            throw Requests.bad("text", "the words that it has already", "other words");
          }
          ObjectNode meta = facts(text, wrong.subject(), by).put("memory_id", memoryId);
          return new Draft("memory_corrected", text, meta.put("speaker", PERSON));
        });
  }

  /** Another memory or proposal takes the place of a wrong one, in one event. */
  Memory replace(long wrongId, long trueId, By by) {
    return decide(
        wrongId,
        by,
        (memories, wrong) -> {
          Memory right = find(memories, trueId);
          if (!right.stands()) {
            throw decided(right);
          }
          if (wrongId == trueId) {
            throw Requests.bad(
                "true_memory_id", Long.toString(trueId), "another one than memory_id");
          }
          ObjectNode meta = facts(right.text(), right.subject(), by).put("memory_id", wrongId);
          meta.put("true_memory_id", trueId).put("speaker", right.speaker());
          return new Draft("memory_corrected", right.text(), from(right, meta));
        });
  }

  /** Returns the event that says so. */
  long reject(long memoryId, By by) {
    ObjectNode meta = by.facts().put("memory_id", memoryId);
    Draft draft = new Draft("memory_rejected", null, meta);
    return eventOf(write(memoryId, by, (memories, wrong) -> draft), memoryId);
  }

  /** Returns what is kept by an act that takes a memory's place. */
  private Memory decide(long id, By by, BiFunction<Memories, Memory, Draft> act) {
    Written written = write(id, by, act);
    return find(written.mind().memories(), eventOf(written, id));
  }

  /** Returns the event of an act, also of one that was done before. */
  private static long eventOf(Written written, long id) {
    return written.stored().isEmpty()
        ? find(written.mind().memories(), id).endEventId()
        : written.stored().getFirst().getEventId();
  }

  /**
   * Ends a memory. An act that was done before does nothing, and fails where another act has
   * decided it.
   */
  private Written write(long id, By by, BiFunction<Memories, Memory, Draft> act) {
    return acts.append(
        by,
        mind -> {
          Memory memory = find(mind.memories(), id);
          if (memory.stands()) {
            return List.of(act.apply(mind.memories(), memory));
          }
          if (acts.wrote(memory.endEventId(), by)) {
            return List.of();
          }
          throw decided(memory);
        });
  }

  private static Problem decided(Memory memory) {
    return decided(
        "event "
            + memory.id()
            + (memory.state() == Memory.State.REJECTED
                ? " was called untrue by event "
                : " was replaced by event ")
            + memory.endEventId());
  }

  static Memory find(Memories memories, long id) {
    return memories
        .find(id)
        .orElseThrow(() ->
            new Problem(
                MindReason.MEMORY_NOT_FOUND,
                "memory_id: " + id + " is no memory (expected: the event of one)"));
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

  private static ObjectNode facts(String text, String subject, By by) {
    return Memory.telling(text, by.facts()).put("subject", subject);
  }

  private static ObjectNode from(Memory memory, ObjectNode meta) {
    return memory.sourceEventId() == 0 ? meta : meta.put("source_event_id", memory.sourceEventId());
  }
}
