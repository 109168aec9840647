package pmm.mind.derivation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import pmm.mind.ledger.Draft;
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
  private final PromiseActs promises;
  private final long nowMs;

  /**
   * What a mind makes of looking back.
   *
   * @param facts what everything that follows says
   * @param given what the model knew
   * @param promises what becomes of promises in the same append
   * @param nowMs when it is written, as far as is known
   */
  ReflectionActs(MindState mind, ObjectNode facts, Given given, PromiseActs promises, long nowMs) {
    this.mind = mind;
    this.facts = facts;
    this.given = given;
    this.promises = promises;
    this.nowMs = nowMs;
  }

  /**
   * Returns a reflection with what it changes; nothing where it neither saw nor changes anything,
   * and only the refusal where the ledger does not bear it out.
   *
   * @param origin what is known of how it came about
   */
  List<Draft> of(Reflection reflection, ObjectNode origin) {
    ObjectNode meta = facts.deepCopy().setAll(origin);
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
      Drafts.cite(observations.addObject().put("subject", each.subject()), each.events());
    }
    meta.put("changes", changes.size());
    String content = reflection.observations().isEmpty() ? null : observed(reflection);
    List<Draft> all = new ArrayList<>(List.of(new Draft("reflection", content, meta)));
    all.addAll(changes);
    return all;
  }

  /** The reflection comes right before them. */
  private List<Draft> changes(Reflection reflection) {
    Following changes = new Following(facts);
    for (Reflection.Closing closing : reflection.close()) {
      ObjectNode meta = from(closing.events(), changes);
      closing.events().forEach(meta.putArray("evidence_event_ids")::add);
      promises.close(closing.commitmentId(), meta, changes);
    }
    for (Reflection.Opening opening : reflection.open()) {
      promises.open(opening.text(), opening.events(), changes);
    }
    Set<String> proposed = new HashSet<>();
    for (Reflection.Proposal proposal : reflection.memories()) {
      if (mind.memories().isNew(proposal.text()) && proposed.add(Words.normal(proposal.text()))) {
        changes.add(memory(proposal, from(proposal.events(), changes)));
      }
    }
    for (TraitRules.Change change : TraitRules.proposed(mind, reflection.traits(), nowMs)) {
      changes.add(step(change, from(List.of(), changes)));
    }
    return changes.all();
  }

  /** Returns facts that name the reflection and what it cites. */
  private static ObjectNode from(List<Long> cited, Following changes) {
    ObjectNode meta = changes.facts().put("source_offset", changes.offset());
    Drafts.cite(meta, cited);
    return meta;
  }

  private static Draft memory(Reflection.Proposal proposal, ObjectNode meta) {
    Memory.telling(proposal.text(), meta).put("speaker", "mind").put("subject", proposal.subject());
    return new Draft("memory_proposed", proposal.text(), meta);
  }

  private static Draft step(TraitRules.Change change, ObjectNode from) {
    ObjectNode meta = Aftermath.step(from, change);
    change.causes().forEach(meta.putArray("cause_event_ids")::add);
    meta.putArray("cause_offsets").add(from.path("source_offset").asInt());
    return new Draft("trait_changed", null, meta);
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
