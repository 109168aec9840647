package pmm.mind.check;

import io.grpc.StatusRuntimeException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import pmm.ledger.v1.Event;
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
import pmm.mindstate.MindState;
import pmm.mindstate.Models;
import pmm.rpc.Problem;

/** Asks a model all questions of a check, and records the answers in one append: one at a time. */
final class Checking {
  static final String KIND = "identity_checked";
  static final String PURPOSE = "identity_check";

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

  /** What was answered of a check that is not whole yet, so that no answer is asked for twice. */
  private @Nullable Tally unfinished;

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

    /** An answer did not come: nothing was written. The same request goes on at its question. */
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
    Tally tally = unfinished;
    if (tally == null || !tally.isOf(modelId, by) || isForgottenSince(tally.mind())) {
      tally = new Tally(mind, modelId, by);
      unfinished = tally;
    }
    while (!tally.isWhole()) {
      Optional<Failure> failure = askNext(tally, progress);
      if (failure.isPresent()) {
        return new Done.Failed(modelId, failure.get());
      }
    }
    Tally whole = tally;
    try {
      Event check = order.inTurn(() -> write(whole));
      unfinished = null;
      return new Done.Written(check);
    } catch (StatusRuntimeException e) {
      if (Ledger.isFenced(e)) {
        unfinished = null;
        return new Done.Failed(modelId, FORGOTTEN);
      }
      throw e;
    }
  }

  private boolean isForgottenSince(MindState mind) {
    return ledger.latest(List.of("redaction"), 1).stream()
        .anyMatch(event -> event.getEventId() > mind.through());
  }

  private Optional<Failure> askNext(Tally tally, Progress progress) {
    int questions = tally.probes().size();
    int number = tally.answered() + 1;
    Hearing hearing = new Hearing(step -> progress.asking(number, questions, step));
    progress.asking(number, questions, Generation.Step.CHECKING);
    Tally.Question asked = tally.next(contexts, clock.millis());
    Ending ending =
        generations
            .of(tally.modelId())
            .run(
                new Generation.Request(
                    asked.context(),
                    tally.modelId(),
                    asked.attemptId(),
                    tally.by().requestId(),
                    PURPOSE),
                hearing);
    Optional<Failure> failure = failure(tally.modelId(), ending, hearing.speaker());
    if (failure.isEmpty()) {
      tally.add(asked, hearing, ending);
    }
    return failure;
  }

  /** What another model says in its place tells nothing of the one that was asked. */
  private static Optional<Failure> failure(String modelId, Ending ending, Speaker speaker) {
    String spoke = speaker.model().modelId();
    return ending.failure() == null && !spoke.equals(modelId)
        ? Optional.of(
            Failure.of("ANOTHER_MODEL", spoke + " answered in the place of " + modelId + "."))
        : Optional.ofNullable(ending.failure());
  }

  private Event write(Tally tally) {
    Speaker speaker = tally.speaker();
    List<Event> earlier = ledger.latest(List.of(KIND), EARLIER);
    Optional<Event> standard = Drift.standard(earlier, speaker.model());
    List<Draft> drafts = new ArrayList<>();
    ModelSelection.drift(keeper.levelState(), speaker).ifPresent(drafts::add);
    drafts.add(new Draft(KIND, tally.content(), tally.facts(standard)));
    List<Event> stored =
        ledger.appendUnlessForgotten(
            tally.mind().through(),
            RequestIds.derive(tally.by().requestId(), PURPOSE),
            drafts,
            List.of(tally.frameBytes()));
    keeper.take(stored);
    return stored.getLast();
  }
}
