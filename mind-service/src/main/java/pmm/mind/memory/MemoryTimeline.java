package pmm.mind.memory;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;
import pmm.ledger.v1.Event;
import pmm.mind.context.Source;
import pmm.mind.contract.Requests;
import pmm.mind.ledger.EventReader;
import pmm.mind.ledger.Events;
import pmm.mind.v1.MemoryStep;
import pmm.mindstate.Memories;
import pmm.mindstate.Memory;

/** Everything that a memory was, is and became. */
final class MemoryTimeline {
  private static final int MOST = 200;
  private static final List<String> BEFORE = List.of("memory_id", "true_memory_id", "proposal_id");

  private final EventReader reader;

  MemoryTimeline(EventReader reader) {
    this.reader = reader;
  }

  /** Returns the events, oldest first: forward by what ended each, back by what each names. */
  List<Event> events(Memories memories, long id) {
    TreeMap<Long, Event> found = new TreeMap<>();
    Deque<Long> next = new ArrayDeque<>(List.of(id));
    while (!next.isEmpty() && found.size() < MOST) {
      Event event = reader.find(next.remove()).orElse(null);
      if (event == null || found.put(event.getEventId(), event) != null) {
        continue;
      }
      List<Long> beside = new ArrayList<>();
      JsonNode meta = Events.meta(event);
      BEFORE.forEach(key -> beside.add(meta.path(key).asLong()));
      memories.find(event.getEventId()).map(Memory::endEventId).ifPresent(beside::add);
      beside.stream().filter(other -> other > 0 && !found.containsKey(other)).forEach(next::add);
    }
    return List.copyOf(found.values());
  }

  List<MemoryStep> steps(Memories memories, long id) {
    return events(memories, id).stream().map(MemoryTimeline::step).toList();
  }

  private static MemoryStep step(Event event) {
    String speaker = Events.meta(event).path("speaker").asText();
    return MemoryStep.newBuilder()
        .setEventId(event.getEventId())
        .setText(event.getContentForgotten() ? Source.FORGOTTEN : event.getContent())
        .setKind(
            switch (event.getKind()) {
              case "memory_proposed" -> MemoryStep.Kind.KIND_PROPOSED;
              case "memory_kept" -> MemoryStep.Kind.KIND_KEPT;
              case "memory_corrected" -> MemoryStep.Kind.KIND_CORRECTED;
              case "memory_rejected" -> MemoryStep.Kind.KIND_REJECTED;
              default -> MemoryStep.Kind.KIND_UNSPECIFIED;
            })
        .setCreateTime(Requests.timestamp(Events.millis(event)))
        .setSpeaker(speaker.isEmpty() ? "person" : speaker)
        .build();
  }
}
