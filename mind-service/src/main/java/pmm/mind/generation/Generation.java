package pmm.mind.generation;

import pmm.mind.context.BuiltContext;

/** Where an answer comes from. */
public interface Generation {
  /** What is going on before the first word. */
  enum Step {
    CHECKING,
    CONNECTING,
    THINKING
  }

  /** Takes an answer in pieces. Each method may block: that slows the model down. */
  interface Listener {
    /** Something is going on; may repeat. */
    void step(Step step);

    /** Sent once, before the first text. */
    void opened(Speaker speaker);

    /** Text of the answer; returns whether more is wanted. */
    boolean text(String text);

    /** Text of the model's reasoning, which is no part of the answer. */
    void reasoning(String text);

    /** A piece of a call that the model asks for; id and name come once, the index is from 0. */
    void toolCall(int index, String callId, String name, String arguments);

    /** The model read less than the whole prompt. */
    void promptCut();
  }

  /**
   * What to generate.
   *
   * @param context the prompt and its recipe
   * @param modelId the model
   * @param attemptId the attempt
   * @param conversationId the conversation; empty off the record
   * @param purpose why, as consents name it
   */
  record Request(
      BuiltContext context,
      String modelId,
      String attemptId,
      String conversationId,
      String purpose) {
    private static final String CHAT = "chat";

    /** An answer to the person. */
    public Request(BuiltContext context, String modelId, String attemptId, String conversationId) {
      this(context, modelId, attemptId, conversationId, CHAT);
    }

    /** Returns whether what it does beside talking counts: in an answer that is kept. */
    boolean offersActs() {
      return purpose.equals(CHAT) && !conversationId.isEmpty();
    }
  }

  /**
   * Generates until the end, or until the gRPC context of the thread is cancelled. What goes wrong
   * on the way out is an ending, not an exception.
   */
  Ending run(Request request, Listener listener);
}
