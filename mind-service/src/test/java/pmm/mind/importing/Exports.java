package pmm.mind.importing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import pmm.mindstate.StateEvent;
import pmm.mindstate.transcript.EventSource;
import pmm.mindstate.transcript.StoredEvent;
import pmm.mindstate.transcript.Transcripts;

/** What was imported, on its way out again. */
final class Exports {
  private Exports() {}

  /** The conversations as documents. */
  static List<ObjectNode> talks(List<StateEvent> events) throws IOException {
    List<ObjectNode> talks = new ArrayList<>();
    Transcripts.read(
        source(events),
        Optional.empty(),
        new Transcripts.Sink() {
          @Override
          public void begin(long throughEventId) {}

          @Override
          public void conversation(ObjectNode talk) {
            talks.add(talk);
          }

          @Override
          public void other(ObjectNode other) {}

          @Override
          public void end() {}
        },
        (done, total) -> {});
    return talks;
  }

  static EventSource source(List<StateEvent> events) {
    Map<Long, StateEvent> byId = new HashMap<>();
    events.forEach(event -> byId.put(event.id(), event));
    return new EventSource() {
      @Override
      public void all(Consumer<StoredEvent> taker) {
        events.forEach(event -> taker.accept(new StoredEvent(event, false)));
      }

      @Override
      public void some(List<Long> ids, Consumer<StoredEvent> taker) {
        ids.stream()
            .map(byId::get)
            .filter(Objects::nonNull)
            .forEach(event -> taker.accept(new StoredEvent(event, false)));
      }
    };
  }
}
