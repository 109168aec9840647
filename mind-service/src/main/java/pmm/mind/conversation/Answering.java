package pmm.mind.conversation;

import io.grpc.Context;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmm.mind.conversation.LiveAttempts.LiveAttempt;
import pmm.mind.generation.Ending;
import pmm.mind.generation.Failure;
import pmm.mind.generation.Generation;
import pmm.mind.generation.Generation.Step;
import pmm.mind.generation.Speaker;
import pmm.mind.generation.Work;

/** Streams an answer on to the client while it grows. */
final class Answering implements Generation.Listener {
  private static final Logger log = LoggerFactory.getLogger(Answering.class);

  private final Answer answer;
  private final AnswerStream stream;
  private final LiveAttempt attempt;
  private final Work work = new Work();
  private Speaker speaker;

  Answering(Answer answer, AnswerStream stream, LiveAttempt attempt, String modelId) {
    this.answer = answer;
    this.stream = stream;
    this.attempt = attempt;
    this.speaker = Speaker.unknown(modelId);
  }

  /** Generates until the end or the stop; whatever goes wrong is an ending. */
  Ending run(Generation generation, Generation.Request request) {
    Context before = attempt.context().attach();
    try {
      return attempt.isStopped()
          ? Ending.failed(Failure.of("STOPPED", "stopped before it began"))
          : generation.run(request, this);
    } catch (RuntimeException e) {
      log.error("The generation of {} failed", attempt.id(), e);
      return Ending.failed(
          Failure.of("INTERNAL", "The mind failed to generate; its log says more."));
    } finally {
      attempt.context().detach(before);
    }
  }

  /** Who answers, as far as is known. */
  Speaker speaker() {
    return speaker;
  }

  /** What the model did besides its answer. */
  Work work() {
    return work;
  }

  @Override
  public void toolCall(int index, String callId, String name, String arguments) {
    work.call(index, callId, name, arguments);
  }

  @Override
  public void promptCut() {
    work.promptCut();
  }

  @Override
  public void step(Step step) {
    stream.phase(Prompts.toProto(step), 0);
  }

  @Override
  public void opened(Speaker who) {
    speaker = who;
    stream.opened(who);
  }

  @Override
  public boolean text(String text) {
    String kept = answer.add(text);
    if (!kept.isEmpty()) {
      stream.text(kept);
    }
    return !answer.isFull() && !attempt.isStopped();
  }

  @Override
  public void reasoning(String text) {
    work.reasoning(text);
    stream.reasoning(text);
  }
}
