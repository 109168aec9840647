package pmm.mind.context;

import java.util.ArrayList;
import java.util.List;
import pmm.ledger.v1.Event;
import pmm.mind.ledger.Events;
import pmm.mindstate.Conversation;
import pmm.mindstate.MindState;
import pmm.mindstate.Node;

/**
 * The messages around one in its conversation.
 *
 * @param beside the one before it and the newest after it
 * @param near those beside these
 */
record Neighbours(List<Long> beside, List<Long> near) {
  private static final Neighbours NONE = new Neighbours(List.of(), List.of());

  static Neighbours of(MindState mind, Event event) {
    String id = Events.meta(event).path("conversation_id").asText();
    Conversation talk = mind.conversations().find(id).orElse(null);
    Node node = talk == null ? null : talk.node(event.getEventId());
    if (talk == null || node == null) {
      return NONE;
    }
    List<Long> beside = new ArrayList<>();
    List<Long> near = new ArrayList<>();
    long before = before(talk, node.id());
    add(beside, before);
    add(near, before(talk, before));
    long after = after(talk, node.id());
    add(beside, after);
    add(near, after(talk, after));
    return new Neighbours(beside, near);
  }

  private static void add(List<Long> ids, long id) {
    if (id > 0) {
      ids.add(id);
    }
  }

  private static long before(Conversation talk, long id) {
    Node node = talk.node(id);
    Node parent = node == null ? null : talk.node(node.parent());
    return parent != null && parent.worded() ? parent.id() : 0;
  }

  private static long after(Conversation talk, long id) {
    Node node = talk.node(id);
    if (node == null) {
      return 0;
    }
    for (long child : node.children().reversed()) {
      Node found = talk.node(child);
      if (found != null && found.worded()) {
        return child;
      }
    }
    return 0;
  }
}
