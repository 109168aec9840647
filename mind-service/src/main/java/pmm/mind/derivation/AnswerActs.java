package pmm.mind.derivation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import pmm.mind.ledger.Draft;
import pmm.mindstate.Commitment;
import pmm.mindstate.Given;
import pmm.mindstate.Marker;
import pmm.mindstate.MarkerParser;
import pmm.mindstate.Memory;
import pmm.mindstate.MisshapenException;
import pmm.mindstate.PromiseGrammar;
import pmm.mindstate.Reflection;
import pmm.mindstate.Words;

/**
 * What a model's answer does: the acts that its markers stand for or that it called as tools, and
 * what it seems to promise.
 */
final class AnswerActs {
  private final Drafts drafts;
  private final PromiseActs promises;
  private final ClaimActs claims;
  private final Given given;

  AnswerActs(Drafts drafts, PromiseActs promises, Given given) {
    this.drafts = drafts;
    this.promises = promises;
    this.claims = new ClaimActs(drafts, given);
    this.given = given;
  }

  void take(String answer, List<Marker> called) {
    String shown = MarkerParser.visible(answer);
    List<String> reflections = new ArrayList<>();
    List<Marker> acts = new ArrayList<>(MarkerParser.parse(answer));
    // Some models do both.
    called.stream().filter(act -> !acts.contains(act)).forEach(acts::add);
    for (Marker marker : Drafts.first(acts)) {
      act(marker, shown, reflections);
    }
    for (String sentence : Drafts.first(PromiseGrammar.proposed(answer))) {
      promises.propose(sentence, drafts.following());
    }
    reflect(reflections);
  }

  private void act(Marker marker, String shown, List<String> reflections) {
    switch (marker) {
      case Marker.Commit(String text) -> commit(text);
      case Marker.Close(long id) -> close(id, shown);
      case Marker.Remember(String text) -> remember(text);
      case Marker.Claim(String json) -> claims.take(json);
      case Marker.Reflect(String json) -> reflections.add(json);
      case Marker.Malformed(String line, String reason) -> drafts.malformed(line, reason);
    }
  }

  private void commit(String text) {
    if (drafts.fits(text)) {
      promises.open(text, List.of(), drafts.following());
    }
  }

  /**
   * What was said shows that a promise was kept where it tells of it: the answer, or else what it
   * answers. A closing beside words about something else is the model's word alone.
   */
  private void close(long id, String shown) {
    String promise = drafts.mind().commitments().findOpen(id).map(Commitment::text).orElse("");
    ObjectNode facts = drafts.facts();
    if (Words.touches(shown, promise)) {
      facts.putArray("evidence_offsets").add(drafts.outcomeOffset());
    } else if (Words.touches(drafts.message().getContent(), promise)) {
      facts.putArray("evidence_event_ids").add(drafts.message().getEventId());
    }
    if (!promises.close(id, facts, drafts.following())) {
      drafts.malformed("CLOSE: " + id, "unknown_id");
    }
  }

  /** After all else, so that it repeats nothing; one an answer. */
  private void reflect(List<String> reflections) {
    for (int i = 0; i < reflections.size(); i++) {
      String line = "REFLECT: " + reflections.get(i);
      if (i > 0) {
        drafts.malformed(line, "second_reflection");
        continue;
      }
      try {
        Reflection reflection = Reflection.parse(reflections.get(i));
        ReflectionActs acts =
            new ReflectionActs(drafts.after(), drafts.facts(), given, promises, drafts.saidMs());
        drafts.addAll(acts.of(reflection, Draft.facts().put("cause", "answer")));
      } catch (MisshapenException wrong) {
        drafts.malformed(line, "bad_reflection");
      }
    }
  }

  private void remember(String text) {
    if (drafts.fits(text) && drafts.mind().memories().isNew(text)) {
      ObjectNode meta = Memory.telling(text, drafts.facts()).put("speaker", "mind");
      meta.put("source_offset", drafts.outcomeOffset()).put("subject", "person");
      drafts.add(new Draft("memory_proposed", text, meta));
    }
  }
}
