package pmm.mind.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import pmm.ledger.v1.Event;
import pmm.mind.generation.Speaker;
import pmm.mind.ledger.EventReader;
import pmm.mind.ledger.Events;
import pmm.mind.v1.ConverseResponse.Started;
import pmm.mindstate.Attempt;
import pmm.mindstate.Conversations;
import pmm.mindstate.Models;
import pmm.mindstate.Node;

/** Sends an answer again that is already stored, for a request that was seen before. */
final class Replay {
  private final EventReader reader;

  Replay(EventReader reader) {
    this.reader = reader;
  }

  void send(Attempt attempt, Conversations conversations, AnswerStream stream) {
    Event outcome = reader.find(attempt.outcomeEventId()).orElseThrow();
    JsonNode meta = Events.meta(outcome);
    String modelId = meta.path("model_id").asText();
    stream.started(
        Started.newBuilder()
            .setConversationId(attempt.conversationId())
            .setUserEventId(attempt.userEventId())
            .setModelId(modelId)
            .setAttemptId(attempt.id())
            .build());
    if (outcome.hasContent()) {
      Models.Ref model =
          new Models.Ref(
              modelId, meta.path("model_digest").asText(), meta.path("hash_kind").asText());
      stream.opened(new Speaker(model, meta.path("locality").asText(), 0, false, false));
      stream.text(outcome.getContent());
    }
    List<Event> stored = new ArrayList<>();
    FinishedView.drift(outcome, reader).ifPresent(stored::add);
    stored.add(outcome);
    Node node =
        conversations
            .find(attempt.conversationId())
            .map(talk -> talk.node(outcome.getEventId()))
            .orElse(null);
    if (node != null) {
      stored.addAll(reader.all(node.notes()));
    }
    stream.finished(FinishedView.fromEvents(stored));
  }
}
