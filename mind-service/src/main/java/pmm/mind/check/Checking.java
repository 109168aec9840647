package pmm.mind.check;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.grpc.StatusRuntimeException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import pmm.ledger.v1.Event;
import pmm.mind.context.BuiltContext;
import pmm.mind.context.ProbeContext;
import pmm.mind.contract.MindReason;
import pmm.mind.derivation.PersonActs;
import pmm.mind.generation.Ending;
import pmm.mind.generation.Failure;
import pmm.mind.generation.Generation;
import pmm.mind.generation.Generations;
import pmm.mind.generation.Hearing;
import pmm.mind.generation.Speaker;
import pmm.mind.identity.ModelSelection;
import pmm.mind.ledger.Draft;
import pmm.mind.ledger.EventReader;
import pmm.mind.ledger.Events;
import pmm.mind.ledger.Ledger;
import pmm.mind.ledger.MindKeeper;
import pmm.mind.ledger.RequestIds;
import pmm.mind.ledger.WriteOrder;
import pmm.mindstate.IdentityProbe;
import pmm.mindstate.MindState;
import pmm.mindstate.Models;
import pmm.rpc.Problem;

/** Asks a model all questions of a check, and records the answers in one append: one at a time. */
final class Checking {
  static final String KIND = "identity_checked";
  private static final String PURPOSE = "identity_check";

  /** The answers may hold it. */
  private static final Failure FORGOTTEN =
      Failure.of("FORGOTTEN", "Something was forgotten while the model was asked; ask again.");

  /** Among so many earlier ones another model is looked for. */
  private static final int EARLIER = 100;

  private final Ledger ledger;
  private final MindKeeper keeper;
  private final WriteOrder order;
  private final Generations generations;
  private final ProbeContext contexts;
  private final InstantSource clock;
  private final ReentrantLock underWay = new ReentrantLock();

  Checking(
      Ledger ledger,
      EventReader reader,
      MindKeeper keeper,
      WriteOrder order,
      Generations generations,
      InstantSource clock) {
    this.ledger = ledger;
    this.keeper = keeper;
    this.order = order;
    this.generations = generations;
    this.contexts = new ProbeContext(reader);
    this.clock = clock;
  }

  /** How a check ended. */
  sealed interface Done {
    /** All was answered, and is in the ledger. */
    record Written(Event check) implements Done {}

    /** An answer did not come: nothing was written. */
    record Failed(String modelId, Failure failure) implements Done {}
  }

  /** Is told of each question before it is asked, and while it is. */
  interface Progress {
    void asking(int question, int questions, Generation.Step step);
  }

  /** Checks a model; whoever asks while another check is under way is refused. */
  Done check(String modelId, PersonActs.By by, Progress progress) {
    if (!underWay.tryLock()) {
      throw new Problem(
          MindReason.ACT_NOT_POSSIBLE, "A check is under way already; wait for its end.");
    }
    try {
      Optional<Event> before = done(by);
      if (before.isPresent()) {
        return new Done.Written(before.get());
      }
      MindState mind = keeper.levelState();
      String asked = modelId.isEmpty() ? mind.models().selected().modelId() : modelId;
      requireKnown(mind, asked);
      return ask(mind, asked, by, progress);
    } finally {
      underWay.unlock();
    }
  }

  private Optional<Event> done(PersonActs.By by) {
    return ledger.latest(List.of(KIND), EARLIER).stream()
        .filter(check -> Events.meta(check).path("request_id").asText().equals(by.requestId()))
        .findFirst();
  }

  private static void requireKnown(MindState mind, String modelId) {
    if (!modelId.equals(Models.BUILT_IN) && !mind.models().added().containsKey(modelId)) {
      throw new Problem(
          MindReason.MODEL_NOT_FOUND,
          "model_id: " + modelId + " was not added (expected: builtin:voice or an added model)",
          Map.of("model_id", modelId));
    }
  }

  private Done ask(MindState mind, String modelId, PersonActs.By by, Progress progress) {
    List<IdentityProbe> probes = IdentityProbe.of(mind);
    Tally tally = new Tally();
    for (IdentityProbe probe : probes) {
      int number = tally.answers.size() + 1;
      Hearing hearing = new Hearing(step -> progress.asking(number, probes.size(), step));
      progress.asking(number, probes.size(), Generation.Step.CHECKING);
      BuiltContext context = contexts.build(mind, probes, probe, clock.millis(), modelId);
      String attempt = RequestIds.derive(by.requestId(), PURPOSE + "/" + number);
      Ending ending =
          generations
              .of(modelId)
              .run(
                  new Generation.Request(context, modelId, attempt, by.requestId(), PURPOSE),
                  hearing);
      Optional<Failure> failure = failure(modelId, ending, hearing.speaker());
      if (failure.isPresent()) {
        return new Done.Failed(modelId, failure.get());
      }
      tally.add(probe, hearing, ending, attempt);
    }
    try {
      return new Done.Written(order.inTurn(() -> write(mind, tally, by)));
    } catch (StatusRuntimeException e) {
      if (Ledger.isFenced(e)) {
        return new Done.Failed(modelId, FORGOTTEN);
      }
      throw e;
    }
  }

  /** What another model says in its place tells nothing of the one that was asked. */
  private static Optional<Failure> failure(String modelId, Ending ending, Speaker speaker) {
    String spoke = speaker.model().modelId();
    return ending.failure() == null && !spoke.equals(modelId)
        ? Optional.of(
            Failure.of("ANOTHER_MODEL", spoke + " answered in the place of " + modelId + "."))
        : Optional.ofNullable(ending.failure());
  }

  private Event write(MindState asked, Tally tally, PersonActs.By by) {
    Speaker speaker = tally.speaker;
    List<Event> earlier = ledger.latest(List.of(KIND), EARLIER);
    Optional<Event> standard = Drift.standard(earlier, speaker.model());
    List<Draft> drafts = new ArrayList<>();
    ModelSelection.drift(keeper.levelState(), speaker).ifPresent(drafts::add);
    ObjectNode meta = by.facts();
    meta.put("rules", IdentityProbe.RULES).put("projections_through", asked.through());
    tally.write(meta, standard);
    drafts.add(new Draft(KIND, Answered.content(tally.answers), meta));
    String id = RequestIds.derive(by.requestId(), PURPOSE);
    List<Event> stored = ledger.appendUnlessForgotten(asked.through(), id, drafts, List.of());
    keeper.take(stored);
    return stored.getLast();
  }

  /** What was answered so far. */
  private static final class Tally {
    private final List<Answered> answers = new ArrayList<>();
    private Speaker speaker = Speaker.unknown("");
    private int promptTokens;
    private int answerTokens;
    private boolean estimated;

    void add(IdentityProbe probe, Hearing hearing, Ending ending, String attempt) {
      speaker = hearing.speaker();
      promptTokens += ending.promptTokens();
      answerTokens += ending.answerTokens();
      estimated |= ending.estimated();
      String answer = hearing.text().strip();
      answers.add(
          new Answered(
              probe.id(),
              probe.question(),
              answer,
              probe.score(answer),
              probe.eventIds(),
              attempt,
              speaker.networkAttemptEventId()));
    }

    void write(ObjectNode meta, Optional<Event> standard) {
      Models.Ref model = speaker.model();
      meta.put("model_id", model.modelId()).put("model_digest", model.digest());
      meta.put("hash_kind", model.hashKind()).put("locality", speaker.locality());
      meta.put("score_milli", Answered.score(answers));
      List<Answered> then = standard.map(Answered::read).orElse(List.of());
      ArrayNode rows = meta.putArray("probes");
      answers.forEach(each -> each.write(rows, each.changeFrom(then)));
      ArrayNode cited = meta.putArray("cited_event_ids");
      answers.stream()
          .flatMap(each -> each.eventIds().stream())
          .collect(Collectors.toCollection(TreeSet::new))
          .forEach(cited::add);
      meta.putObject("usage")
          .put("answer_tokens", answerTokens)
          .put("estimated", estimated)
          .put("prompt_tokens", promptTokens);
      standard.flatMap(check -> Drift.from(check, answers)).ifPresent(drift -> drift.write(meta));
    }
  }
}
