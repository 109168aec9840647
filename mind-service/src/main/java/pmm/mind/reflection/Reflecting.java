package pmm.mind.reflection;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.grpc.StatusRuntimeException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmm.ledger.v1.Event;
import pmm.mind.context.BuiltContext;
import pmm.mind.context.ReflectionContext;
import pmm.mind.contract.MindReason;
import pmm.mind.derivation.Consequences;
import pmm.mind.derivation.DueTimes;
import pmm.mind.derivation.PersonActs;
import pmm.mind.generation.Ending;
import pmm.mind.generation.Failure;
import pmm.mind.generation.Generation;
import pmm.mind.generation.Generations;
import pmm.mind.identity.ModelSelection;
import pmm.mind.ledger.Draft;
import pmm.mind.ledger.EventReader;
import pmm.mind.ledger.Ledger;
import pmm.mind.ledger.MindKeeper;
import pmm.mind.ledger.RequestIds;
import pmm.mind.ledger.WriteOrder;
import pmm.mind.v1.Reflected.Result;
import pmm.mindstate.Given;
import pmm.mindstate.MindState;
import pmm.mindstate.MisshapenException;
import pmm.mindstate.Models;
import pmm.mindstate.Reflection;
import pmm.rpc.Problem;

/** Has a model look back once, and writes what comes of it in one append: one at a time. */
final class Reflecting {
  private static final Logger log = LoggerFactory.getLogger(Reflecting.class);
  private static final String PURPOSE = "reflection";
  private static final Pattern FENCED =
      Pattern.compile("^```(?:json)?\\s*\\n(.*)\\n```$", Pattern.DOTALL);

  private final Ledger ledger;
  private final MindKeeper keeper;
  private final WriteOrder order;
  private final Generations generations;
  private final EventReader reader;
  private final ReflectionContext contexts;
  private final DueTimes dueTimes;
  private final ToldReflections told;
  private final InstantSource clock;
  private final ReentrantLock underWay = new ReentrantLock();

  Reflecting(
      Ledger ledger,
      EventReader reader,
      MindKeeper keeper,
      WriteOrder order,
      Generations generations,
      DueTimes dueTimes,
      InstantSource clock) {
    this.ledger = ledger;
    this.keeper = keeper;
    this.order = order;
    this.generations = generations;
    this.reader = reader;
    this.contexts = new ReflectionContext(reader);
    this.told = new ToldReflections(ledger);
    this.dueTimes = dueTimes;
    this.clock = clock;
  }

  /**
   * How it ended.
   *
   * @param stored what was written; empty for nothing
   * @param message for a person
   * @param failure why no answer came; null if one did
   */
  record Done(Result result, List<Event> stored, String message, @Nullable Failure failure) {
    /** Returns the end of one that left these events. */
    static Done of(List<Event> stored) {
      if (stored.isEmpty()) {
        return new Done(Result.RESULT_NOTHING, stored, "Nothing came of it.", null);
      }
      if (stored.getFirst().getKind().equals("claim_refused")) {
        return new Done(
            Result.RESULT_REFUSED,
            stored,
            "It was refused whole: the ledger does not bear it out.",
            null);
      }
      return new Done(Result.RESULT_WRITTEN, stored, "It is in the ledger.", null);
    }
  }

  /**
   * What is to be looked back on.
   *
   * @param requestId the id of the act
   * @param by the person who asked for it; null where the mind does by itself
   * @param tokens the most that it may take, as far as that can be known before
   */
  record Wish(String requestId, PersonActs.@Nullable By by, RecentTalk talk, long tokens) {
    /** Returns whether it is wanted still: the model may take minutes. */
    boolean isWanted(MindState mind) {
      return by != null || mind.autonomy().isOn();
    }

    private ObjectNode facts() {
      return by == null
          ? Draft.facts().put("cause", "autonomy")
          : by.facts().put("cause", "person");
    }
  }

  /** Looks back; whoever asks while another one does is refused. */
  Done reflect(Wish wish, Hearing hearing) {
    if (!underWay.tryLock()) {
      throw new Problem(
          MindReason.ACT_NOT_POSSIBLE, "A reflection is under way already; wait for its end.");
    }
    try {
      Optional<Done> before = told.find(wish.requestId());
      return before.isPresent() ? before.get() : generate(wish, keeper.state(), hearing);
    } finally {
      underWay.unlock();
    }
  }

  private Done generate(Wish wish, MindState mind, Hearing hearing) {
    String modelId = mind.models().selected().modelId();
    if (modelId.equals(Models.BUILT_IN)) {
      throw new Problem(
          MindReason.ACT_NOT_POSSIBLE,
          "The built-in voice does not reflect: choose a model first, with pmm model use.");
    }
    if (wish.talk().recent().isEmpty()) {
      throw new Problem(
          MindReason.ACT_NOT_POSSIBLE, "There is nothing to look back on: nothing was said yet.");
    }
    BuiltContext context = contexts.build(mind, wish.talk().recent(), modelId);
    int most = context.mostTokens();
    if (most > wish.tokens()) {
      return new Done(
          Result.RESULT_FAILED,
          List.of(),
          "It could take " + most + " tokens, and " + wish.tokens() + " are left for today.",
          Failure.of("BUDGET", "The tokens of the day do not suffice."));
    }
    String id = wish.requestId();
    Ending ending =
        generations
            .of(modelId)
            .run(new Generation.Request(context, modelId, id, id, PURPOSE), hearing);
    if (ending.failure() != null) {
      String message = "No answer came: " + ending.failure().message();
      return new Done(Result.RESULT_FAILED, List.of(), message, ending.failure());
    }
    return written(wish, context, hearing, ending);
  }

  private Done written(Wish wish, BuiltContext context, Hearing hearing, Ending ending) {
    Reflection reflection;
    try {
      reflection = Reflection.parse(unfenced(hearing.text()));
    } catch (MisshapenException wrong) {
      log.info("The model's answer is no reflection");
      return new Done(
          Result.RESULT_MALFORMED,
          List.of(),
          "What the model wrote is no reflection: " + wrong.getMessage(),
          null);
    }
    ObjectNode origin = origin(wish, context, hearing, ending);
    return Done.of(order.inTurn(() -> append(wish, reflection, context, hearing, origin)));
  }

  private List<Event> append(
      Wish wish, Reflection reflection, BuiltContext context, Hearing hearing, ObjectNode origin) {
    MindState mind = keeper.levelState();
    // What it was given and was forgotten meanwhile must not come back by it.
    if (!wish.isWanted(mind) || !reader.forgotten(context.wordedIds()).isEmpty()) {
      return List.of();
    }
    Given given = new Given(context.mind().through(), Set.copyOf(context.eventIds()));
    List<Draft> acts = Consequences.of(mind, reflection, given, origin, dueTimes, clock.millis());
    if (acts.isEmpty()) {
      return List.of();
    }
    List<Draft> all = new ArrayList<>();
    ModelSelection.drift(mind, hearing.speaker()).ifPresent(all::add);
    all.addAll(acts);
    try {
      String id = RequestIds.derive(wish.requestId(), PURPOSE);
      List<byte[]> blobs = List.of(context.frameBytes());
      List<Event> stored = ledger.appendUnlessForgotten(mind.through(), id, all, blobs);
      keeper.take(stored);
      return stored.stream().dropWhile(event -> !ToldReflections.isResult(event)).toList();
    } catch (StatusRuntimeException e) {
      if (Ledger.isFenced(e)) {
        return List.of();
      }
      throw e;
    }
  }

  private static ObjectNode origin(
      Wish wish, BuiltContext context, Hearing hearing, Ending ending) {
    ObjectNode origin = wish.facts().put("rules", context.prompt().rules());
    origin.put("through_event_id", context.mind().through());
    origin.put("model_id", hearing.speaker().model().modelId());
    origin.put("model_digest", hearing.speaker().model().digest());
    origin.put("hash_kind", hearing.speaker().model().hashKind());
    origin.put("locality", hearing.speaker().locality());
    origin
        .putObject("usage")
        .put("answer_tokens", ending.answerTokens())
        .put("estimated", ending.estimated())
        .put("prompt_tokens", ending.promptTokens());
    if (hearing.speaker().networkAttemptEventId() > 0) {
      origin.put("network_attempt_event_id", hearing.speaker().networkAttemptEventId());
    }
    context.writeReceipt(origin, false);
    return origin;
  }

  /** Many models put the object into a code block, whatever they are asked. */
  private static String unfenced(String text) {
    Matcher fenced = FENCED.matcher(text.strip());
    return fenced.matches() ? fenced.group(1) : text.strip();
  }
}
