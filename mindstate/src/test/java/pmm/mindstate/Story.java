package pmm.mindstate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes events one after the other, as a ledger would number them. */
final class Story {
  private static final JsonMapper JSON = new JsonMapper();
  private final List<StateEvent> events = new ArrayList<>();

  /** Appends an event; the meta may use single quotes. */
  Story add(String kind, @Nullable String content, String meta) {
    long id = events.size() + 1L;
    try {
      events.add(
          new StateEvent(id, 1000 * id, kind, content, JSON.readTree(meta.replace('\'', '"'))));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(meta, e);
    }
    return this;
  }

  /** Appends a message with its attempt and its answer. */
  Story exchange(String conversation, long parent, String question, String answer) {
    String id = "a" + (events.size() + 1);
    String where = "'conversation_id':'" + conversation + "'";
    add("user_message", question, "{" + where + ",'parent_event_id':" + parent + "}");
    long user = events.size();
    add("generation_started", null, "{" + where + ",'attempt_id':'" + id + "','model_id':'m'}");
    return add(
        "assistant_message",
        answer,
        "{" + where + ",'attempt_id':'" + id + "','parent_event_id':" + user + "}");
  }

  List<StateEvent> events() {
    return events;
  }

  long last() {
    return events.size();
  }

  MindState state() {
    return fold(MindState.EMPTY, events);
  }

  static MindState fold(MindState from, List<StateEvent> events) {
    MindState state = from;
    for (StateEvent event : events) {
      state = MindState.reduce(state, event);
    }
    return state;
  }
}
