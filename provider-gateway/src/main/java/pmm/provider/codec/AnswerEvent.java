package pmm.provider.codec;

import pmm.provider.failure.Failure;

/** What the bytes of an answer mean. {@link Ended} and {@link Failed} come once, last. */
public sealed interface AnswerEvent {

  /** Text to append to the answer. */
  record Text(String text) implements AnswerEvent {}

  /** Text to append to the model's reasoning. */
  record Reasoning(String text) implements AnswerEvent {}

  /**
   * A piece of a tool call.
   *
   * @param index which call of the answer, from 0
   * @param callId the provider's id, only on the first piece, else empty
   * @param name the tool, only on the first piece, else empty
   * @param arguments text to append to the JSON arguments
   */
  record ToolCall(int index, String callId, String name, String arguments) implements AnswerEvent {}

  /** Tokens so far as the provider counts them; a later report replaces an earlier one. */
  record Usage(int promptTokens, int answerTokens) implements AnswerEvent {}

  /** The answer is whole: nothing more is to be read. */
  record Ended(Finish finish) implements AnswerEvent {}

  /** The answer broke off: nothing more is to be read. */
  record Failed(Failure failure) implements AnswerEvent {}

  /** Why the model stopped. */
  enum Finish {
    /** The provider did not say. */
    UNKNOWN,
    /** It was done. */
    STOP,
    /** It reached a limit of length. */
    LENGTH,
    /** The provider refused the rest. */
    FILTERED,
    /** It wants a tool to be called. */
    TOOL_CALLS
  }

  /** Whether nothing may follow. */
  default boolean last() {
    return switch (this) {
      case Ended _, Failed _ -> true;
      case Text _, Reasoning _, ToolCall _, Usage _ -> false;
    };
  }

  /** Whether this is a part of what the model wrote. */
  default boolean content() {
    return switch (this) {
      case Text _, Reasoning _, ToolCall _ -> true;
      case Usage _, Ended _, Failed _ -> false;
    };
  }
}
