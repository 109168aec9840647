package pmm.mind.conversation;

import org.jspecify.annotations.Nullable;
import pmm.ledger.v1.Event;
import pmm.mind.v1.ConverseResponse.Started;
import pmm.mindstate.MindState;

/**
 * A person's act that is durable and waits for its answer.
 *
 * @param conversationId the conversation
 * @param attemptId the attempt
 * @param modelId the model that will answer
 * @param message the person's message
 * @param continued the stopped answer that goes on; null for a new one
 * @param mind the mind, which has taken all of it in
 */
record Accepted(
    String conversationId,
    String attemptId,
    String modelId,
    Event message,
    @Nullable Event continued,
    MindState mind) {

  /** Returns what an earlier attempt wrote; empty for a new answer. */
  String begun() {
    return continued == null ? "" : continued.getContent();
  }

  Started started() {
    return Started.newBuilder()
        .setConversationId(conversationId)
        .setUserEventId(message.getEventId())
        .setModelId(modelId)
        .setAttemptId(attemptId)
        .build();
  }
}
