package pmm.mindstate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/**
 * One try to answer a message.
 *
 * @param id the request id of the person's act
 * @param conversationId the conversation
 * @param userEventId the message
 * @param startEventId the generation_started event
 * @param outcomeEventId the event that closed it; 0 while it is open
 */
public record Attempt(
    String id, String conversationId, long userEventId, long startEventId, long outcomeEventId) {

  /** Returns whether no outcome is known. */
  public boolean isOpen() {
    return outcomeEventId == 0;
  }

  Attempt ended(long outcome) {
    return new Attempt(id, conversationId, userEventId, startEventId, outcome);
  }

  ArrayNode toJson() {
    ArrayNode row = JsonNodeFactory.instance.arrayNode();
    return row.add(id).add(conversationId).add(userEventId).add(startEventId).add(outcomeEventId);
  }

  static Attempt fromJson(JsonNode row) {
    return new Attempt(
        row.path(0).asText(),
        row.path(1).asText(),
        row.path(2).asLong(),
        row.path(3).asLong(),
        row.path(4).asLong());
  }
}
