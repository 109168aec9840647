package pmm.mindstate.transcript;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import pmm.mindstate.StateEvent;

/** Which events belong to which conversation: all that is kept of them before they are read. */
final class TalkIndex {
  private static final Set<String> TALK =
      Set.of(
          "conversation_started",
          "conversation_renamed",
          "conversation_archived",
          "user_message",
          "generation_started",
          "assistant_message",
          "generation_stopped",
          "generation_failed",
          "branch_selected",
          "summary",
          "tool_called",
          "tool_returned",
          "imported_record");

  private static final Set<String> OTHERS = Set.of("imported_record", "memory_proposed");

  private final Map<String, List<Long>> talks = new LinkedHashMap<>();
  private final List<Long> others = new ArrayList<>();
  private long through;

  /** Notes an event; they come in their order. */
  void take(StoredEvent stored) {
    StateEvent event = stored.event();
    through = event.id();
    String talk = event.text("conversation_id");
    if (talk.isEmpty()) {
      if (OTHERS.contains(event.kind()) && !event.text("import_id").isEmpty()) {
        others.add(event.id());
      }
    } else if (TALK.contains(event.kind())) {
      talks.computeIfAbsent(talk, id -> new ArrayList<>()).add(event.id());
    }
  }

  /** The last event there is. */
  long through() {
    return through;
  }

  /** The events of each conversation, in the order in which the conversations began. */
  Map<String, List<Long>> talks() {
    return talks;
  }

  /** Events of what was imported and is in no conversation. */
  List<Long> others() {
    return others;
  }
}
