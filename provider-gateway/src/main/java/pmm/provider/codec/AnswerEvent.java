package pmm.provider.codec;

import java.util.ArrayList;
import java.util.List;
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
   * @param index which call of the answer, from 0 and without gaps
   * @param callId the provider's id, on one piece only, else empty
   * @param name the tool, on one piece only, else empty
   * @param arguments text to append to the JSON arguments; no JSON until all of it is there
   */
  record ToolCall(int index, String callId, String name, String arguments) implements AnswerEvent {}

  /**
   * Tokens as the provider counts them; a later report replaces an earlier one.
   *
   * @param promptTokens tokens read, or {@link #NOT_SAID}
   * @param answerTokens tokens written, or {@link #NOT_SAID}
   */
  record Usage(int promptTokens, int answerTokens) implements AnswerEvent {
    /** The provider does not say. */
    public static final int NOT_SAID = -1;

    /** No word about either. */
    public static final Usage UNKNOWN = new Usage(NOT_SAID, NOT_SAID);
  }

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

  /** Neighbouring pieces as one: how they are cut says nothing. */
  static List<AnswerEvent> joined(List<AnswerEvent> events) {
    List<AnswerEvent> joined = new ArrayList<>();
    for (AnswerEvent event : events) {
      AnswerEvent last = joined.isEmpty() ? null : joined.getLast();
      if (event instanceof Text(String more) && last instanceof Text(String text)) {
        joined.set(joined.size() - 1, new Text(text + more));
      } else if (event instanceof Reasoning(String more)
          && last instanceof Reasoning(String text)) {
        joined.set(joined.size() - 1, new Reasoning(text + more));
      } else if (event instanceof ToolCall more
          && last instanceof ToolCall begun
          && more.index() == begun.index()) {
        joined.set(joined.size() - 1, joined(begun, more));
      } else {
        joined.add(event);
      }
    }
    return joined;
  }

  private static ToolCall joined(ToolCall begun, ToolCall more) {
    return new ToolCall(
        begun.index(),
        begun.callId() + more.callId(),
        begun.name() + more.name(),
        begun.arguments() + more.arguments());
  }
}
