package pmm.mind.derivation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import pmm.mind.ledger.Draft;
import pmm.mindstate.DueGrammar;
import pmm.mindstate.Given;
import pmm.mindstate.Memory;
import pmm.mindstate.MindState;
import pmm.mindstate.Reflection;
import pmm.mindstate.Reflection.Observation;
import pmm.mindstate.Refusal;
import pmm.mindstate.TraitRules;
import pmm.mindstate.Words;

/** What follows from looking back: all of it, or nothing but the refusal. */
final class ReflectionActs {
  private static final int LONGEST_REFUSED = 500;

  private final MindState mind;
  private final ObjectNode facts;
  private final Given given;
  private final long nowMs;

  /**
   * What a mind makes of looking back.
   *
   * @param facts what everything that follows says
   * @param given what the model knew
   * @param nowMs when it is written, as far as is known
   */
  ReflectionActs(MindState mind, ObjectNode facts, Given given, long nowMs) {
    this.mind = mind;
    this.facts = facts;
    this.given = given;
    this.nowMs = nowMs;
  }

  /**
   * Returns a reflection with what it changes; nothing where it neither saw nor changes anything,
   * and only the refusal where the ledger does not bear it out.
   *
   * @param origin what is known of how it came about
   */
  List<Draft> of(Reflection reflection, ObjectNode origin) {
    ObjectNode meta = facts().setAll(origin);
    Refusal refusal = reflection.refusal(mind, given).orElse(null);
    if (refusal != null) {
      String words = Words.first(words(reflection), LONGEST_REFUSED);
      return List.of(ClaimActs.refused(words, refusal, meta.put("of", "reflection")));
    }
    List<Draft> changes = changes(reflection);
    if (changes.isEmpty() && reflection.observations().isEmpty()) {
      return List.of();
    }
    ArrayNode observations = meta.putArray("observations");
    for (Observation each : reflection.observations()) {
      events(observations.addObject().put("subject", each.subject()), each.events());
    }
    meta.put("changes", changes.size());
    String content = reflection.observations().isEmpty() ? null : observed(reflection);
    changes.addFirst(new Draft("reflection", content, meta));
    return changes;
  }

  private ObjectNode facts() {
    return facts.deepCopy();
  }

  /** The reflection comes right before them. */
  private List<Draft> changes(Reflection reflection) {
    List<Draft> changes = new ArrayList<>();
    Set<String> said = new HashSet<>();
    for (Reflection.Opening opening : reflection.open()) {
      if (mind.commitments().isOpen(opening.text()).isEmpty()
          && said.add(Words.normal(opening.text()))) {
        changes.add(
            new Draft("commitment_opened", opening.text(), source(opening, changes.size())));
      }
    }
    Set<Long> closed = new HashSet<>();
    for (Reflection.Closing closing : reflection.close()) {
      long id = closing.commitmentId();
      if (mind.commitments().isOpen(id).isPresent() && closed.add(id)) {
        ObjectNode meta = facts().put("commitment_id", id);
        meta.put("evidence_event_id", closing.events().getLast());
        changes.add(new Draft("commitment_closed", null, meta));
      }
    }
    Set<String> proposed = new HashSet<>();
    for (Reflection.Proposal proposal : reflection.memories()) {
      if (mind.memories().isNew(proposal.text()) && proposed.add(Words.normal(proposal.text()))) {
        changes.add(memory(proposal));
      }
    }
    for (TraitRules.Change change : TraitRules.proposed(mind, reflection.traits(), nowMs)) {
      changes.add(step(change, changes.size()));
    }
    return changes;
  }

  private ObjectNode source(Reflection.Opening opening, int before) {
    ObjectNode meta = facts().put("source_offset", -(before + 1));
    OptionalLong due = DueGrammar.due(opening.text(), nowMs, ZoneId.systemDefault());
    if (due.isPresent()) {
      meta.put("due_ms", due.getAsLong());
    }
    return events(meta, opening.events());
  }

  private Draft memory(Reflection.Proposal proposal) {
    ObjectNode meta = Memory.telling(proposal.text(), facts());
    meta.put("source_event_id", proposal.events().getFirst());
    meta.put("speaker", "mind").put("subject", proposal.subject());
    return new Draft("memory_proposed", proposal.text(), events(meta, proposal.events()));
  }

  private Draft step(TraitRules.Change change, int before) {
    ObjectNode meta = Aftermath.step(facts, change);
    ArrayNode ids = meta.putArray("cause_event_ids");
    change.causes().forEach(ids::add);
    meta.putArray("cause_offsets").add(-(before + 1));
    return new Draft("trait_changed", null, meta);
  }

  private static ObjectNode events(ObjectNode meta, List<Long> events) {
    ArrayNode ids = meta.putArray("cited_event_ids");
    events.forEach(ids::add);
    return meta;
  }

  private static String observed(Reflection reflection) {
    return reflection.observations().stream()
        .map(Observation::text)
        .collect(Collectors.joining("\n"));
  }

  private static String words(Reflection reflection) {
    return Stream.of(
            reflection.observations().stream().map(Observation::text),
            reflection.open().stream().map(Reflection.Opening::text),
            reflection.memories().stream().map(Reflection.Proposal::text))
        .flatMap(texts -> texts)
        .collect(Collectors.joining(" "));
  }
}
