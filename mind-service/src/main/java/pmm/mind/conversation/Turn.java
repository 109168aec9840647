package pmm.mind.conversation;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmm.ledger.v1.Event;
import pmm.mind.context.BuiltContext;
import pmm.mind.context.ContextBuilder;
import pmm.mind.context.Section;
import pmm.mind.context.Tokens;
import pmm.mind.conversation.LiveAttempts.LiveAttempt;
import pmm.mind.conversation.Outcomes.Kind;
import pmm.mind.conversation.Outcomes.Outcome;
import pmm.mind.generation.Ending;
import pmm.mind.generation.Failure;
import pmm.mind.generation.Generation;
import pmm.mind.generation.Generations;
import pmm.mind.v1.ConverseRequest;
import pmm.mind.v1.Phase;

/** One message's path: accept it, build the context, generate, stream on, write the outcome. */
final class Turn {
  private static final Logger log = LoggerFactory.getLogger(Turn.class);
  private static final Failure NO_CONTEXT =
      Failure.of("INTERNAL", "The mind could not read what belongs to the message.");

  /** What every turn works with. */
  record Tools(
      Acceptance acceptance, ContextBuilder contexts, Generations generations, Outcomes outcomes) {}

  private final Tools tools;
  private final ConverseRequest request;
  private final LiveAttempt attempt;
  private final AnswerStream stream;

  Turn(Tools tools, ConverseRequest request, LiveAttempt attempt, AnswerStream stream) {
    this.tools = tools;
    this.request = request;
    this.attempt = attempt;
    this.stream = stream;
  }

  /**
   * Runs the turn. Once the message is accepted, it ends with exactly one outcome, also if the
   * client leaves.
   */
  void run(String conversationId) {
    Accepted accepted = tools.acceptance().accept(request, conversationId);
    stream.started(accepted.started());
    BuiltContext context = buildContext(accepted);
    Answer answer = new Answer(accepted.begun());
    Answering answering = new Answering(answer, stream, attempt, accepted.modelId());
    Ending ending =
        context == null ? Ending.failed(NO_CONTEXT) : generate(accepted, context, answering);
    Outcome outcome = outcome(accepted, context, answer, answering, ending);
    List<Event> stored = writeOutcome(outcome);
    stream.finished(FinishedView.of(outcome, stored));
  }

  private @Nullable BuiltContext buildContext(Accepted accepted) {
    stream.phase(Phase.Step.STEP_READING, 0);
    try {
      BuiltContext context =
          tools
              .contexts()
              .build(
                  accepted.mind(),
                  accepted.conversationId(),
                  accepted.message(),
                  accepted.continued(),
                  accepted.modelId());
      int read = context.of(Section.MEMORY).size() + context.of(Section.RECALL).size();
      stream.phase(Phase.Step.STEP_READING, read);
      return context;
    } catch (RuntimeException e) {
      log.error("The context of {} could not be built", accepted.attemptId(), e);
      return null;
    }
  }

  private Ending generate(Accepted accepted, BuiltContext context, Answering answering) {
    Generation generation = tools.generations().of(accepted.modelId());
    return answering.run(
        generation,
        new Generation.Request(
            context, accepted.modelId(), accepted.attemptId(), accepted.conversationId()));
  }

  private Outcome outcome(
      Accepted accepted,
      @Nullable BuiltContext context,
      Answer answer,
      Answering answering,
      Ending ending) {
    boolean stopped = attempt.end();
    Kind kind;
    Ending end = ending;
    if (answer.isFull()) {
      kind = Kind.ANSWERED;
      end = ending.cutAtLength();
    } else if (stopped) {
      kind = Kind.STOPPED;
      int read = context == null ? 0 : context.estimatedTokens();
      end = Ending.stopped(read, Tokens.estimate(answer.text()));
    } else {
      kind = ending.failure() == null ? Kind.ANSWERED : Kind.FAILED;
    }
    return new Outcome(
        accepted, context, kind, answer.text(), answering.speaker(), answering.work(), end);
  }

  private List<Event> writeOutcome(Outcome outcome) {
    return tools
        .outcomes()
        .write(
            outcome,
            () -> {
              stream.phase(Phase.Step.STEP_SAVING, 0);
              return !attempt.isAbandoned();
            });
  }
}
