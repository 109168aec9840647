package pmm.mind.check;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import pmm.ledger.v1.Event;
import pmm.mind.context.BuiltContext;
import pmm.mind.context.ProbeContext;
import pmm.mind.derivation.PersonActs;
import pmm.mind.generation.Ending;
import pmm.mind.generation.Hearing;
import pmm.mind.generation.Speaker;
import pmm.mind.ledger.RequestIds;
import pmm.mindstate.IdentityProbe;
import pmm.mindstate.MindState;
import pmm.mindstate.Models;

/** The questions of one check, and what was answered so far. */
final class Tally {
  private final MindState mind;
  private final String modelId;
  private final PersonActs.By by;
  private final List<IdentityProbe> probes;
  private final List<Answered> answers = new ArrayList<>();

  /** All that the prompts were made from, and so may stand in the answers. */
  private final Set<Long> given = new TreeSet<>();

  private String frameHash = "";
  private byte[] frame = new byte[0];
  private Speaker speaker = Speaker.unknown("");
  private int promptTokens;
  private int answerTokens;
  private boolean estimated;

  Tally(MindState mind, String modelId, PersonActs.By by) {
    this.mind = mind;
    this.modelId = modelId;
    this.by = by;
    this.probes = IdentityProbe.of(mind);
  }

  /**
   * One question as it is asked.
   *
   * @param context what the model is given
   * @param attemptId the id under which it is asked
   */
  record Question(IdentityProbe probe, BuiltContext context, String attemptId) {}

  /** The mind that is asked about. */
  MindState mind() {
    return mind;
  }

  String modelId() {
    return modelId;
  }

  PersonActs.By by() {
    return by;
  }

  List<IdentityProbe> probes() {
    return probes;
  }

  /** Who gave the last answer. */
  Speaker speaker() {
    return speaker;
  }

  boolean isOf(String asked, PersonActs.By request) {
    return modelId.equals(asked) && by.equals(request);
  }

  int answered() {
    return answers.size();
  }

  boolean isWhole() {
    return answers.size() == probes.size();
  }

  /** Returns the next question that has no answer. */
  Question next(ProbeContext contexts, long nowMs) {
    IdentityProbe probe = probes.get(answers.size());
    String attempt =
        RequestIds.derive(by.requestId(), Checking.PURPOSE + "/" + (answers.size() + 1));
    return new Question(probe, contexts.build(mind, probes, probe, nowMs, modelId), attempt);
  }

  void add(Question asked, Hearing hearing, Ending ending) {
    speaker = hearing.speaker();
    promptTokens += ending.promptTokens();
    answerTokens += ending.answerTokens();
    estimated |= ending.estimated();
    given.addAll(asked.probe().eventIds());
    given.addAll(asked.context().eventIds());
    frameHash = asked.context().frameHash();
    frame = asked.context().frameBytes();
    IdentityProbe probe = asked.probe();
    String answer = hearing.text().strip();
    ObjectNode receipt = asked.context().receipt(false);
    receipt.put("message_ms", asked.context().message().tsMs());
    answers.add(
        new Answered(
            probe.id(),
            probe.question(),
            answer,
            probe.score(answer),
            probe.eventIds(),
            asked.attemptId(),
            speaker.networkAttemptEventId(),
            receipt));
  }

  String content() {
    return Answered.content(answers);
  }

  /** Returns the template of the frame, which all questions share as they are of one mind. */
  byte[] frameBytes() {
    return frame.clone();
  }

  /** Returns all but the words. */
  ObjectNode facts(Optional<Event> standard) {
    ObjectNode meta = by.facts();
    meta.put("rules", IdentityProbe.RULES).put("projections_through", mind.through());
    Models.Ref model = speaker.model();
    meta.put("model_id", model.modelId()).put("model_digest", model.digest());
    meta.put("hash_kind", model.hashKind()).put("locality", speaker.locality());
    meta.put("score_milli", Answered.score(answers));
    List<Answered> then = standard.map(Answered::read).orElse(List.of());
    ArrayNode rows = meta.putArray("probes");
    answers.forEach(each -> each.write(rows, each.changeFrom(then)));
    given.forEach(meta.putArray("cited_event_ids")::add);
    meta.putArray("blobs").add(frameHash);
    meta.putObject("usage")
        .put("answer_tokens", answerTokens)
        .put("estimated", estimated)
        .put("prompt_tokens", promptTokens);
    standard.flatMap(check -> Drift.from(check, answers)).ifPresent(drift -> drift.write(meta));
    return meta;
  }
}
