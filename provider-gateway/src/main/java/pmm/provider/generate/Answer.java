package pmm.provider.generate;

import java.time.Duration;
import java.util.Optional;
import pmm.provider.codec.AnswerEvent;
import pmm.provider.egress.Proof;
import pmm.provider.failure.Failure;
import pmm.provider.model.Model;

/** Where an answer goes, as it arrives. */
public interface Answer {

  /** What is going on before the first word; dropped if the reader is busy. */
  void phase(Phase phase);

  /** Called once, before the first content. */
  void opened(Opened opened);

  /** A piece of content: text, reasoning or a tool call. */
  void content(AnswerEvent piece);

  /** Called once, last. */
  void finished(Finished finished);

  /** What is going on. */
  enum Phase {
    /** Checking what may leave. */
    CHECKING,
    /** Connecting. */
    CONNECTING,
    /** The request is sent. */
    WAITING
  }

  /**
   * Who answers.
   *
   * @param model the model
   * @param proof where it runs, and which bytes it is
   * @param attemptEventId the network_attempt event
   * @param drifted whether the digest is another than the one last chosen
   * @param insteadOf the model that was asked and failed, empty if it is the one that answers
   * @param withoutTools whether it was offered no tools, though some were asked for
   */
  record Opened(
      Model model,
      Proof proof,
      long attemptEventId,
      boolean drifted,
      String insteadOf,
      boolean withoutTools) {

    /** The model as it answers a question of its own. */
    Opened(Model model, Proof proof, long attemptEventId, boolean drifted) {
      this(model, proof, attemptEventId, drifted, "", false);
    }

    /** The same in place of another model; its bytes say nothing about the one that was chosen. */
    Opened insteadOf(String modelId) {
      return new Opened(model, proof, attemptEventId, false, modelId, withoutTools);
    }

    /** The same without the tools that were asked for. */
    Opened toolless() {
      return new Opened(model, proof, attemptEventId, drifted, insteadOf, true);
    }
  }

  /**
   * How it ended.
   *
   * @param finish why the model stopped
   * @param usage what it cost
   * @param estimated whether some of the usage is a guess
   * @param promptCut whether the model read less than the whole prompt
   * @param elapsed from sending to the last byte
   * @param firstToken from sending to the first content, if there was any
   * @param failure what broke it off after the first content, if anything did
   */
  record Finished(
      AnswerEvent.Finish finish,
      AnswerEvent.Usage usage,
      boolean estimated,
      boolean promptCut,
      Duration elapsed,
      Optional<Duration> firstToken,
      Optional<Failure> failure) {}
}
