package pmm.mind.context;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import pmm.ledger.v1.Event;
import pmm.mind.ledger.EventReader;
import pmm.mindstate.Conversation;
import pmm.mindstate.MindState;
import pmm.mindstate.Node;

/**
 * The part of a conversation's shown branch that can be summed up: what no summary stands for yet,
 * without the last messages, as these are the ones that another answer or wording takes the place
 * of.
 *
 * @param talk the conversation
 * @param lastId the last message of the part; 0 if there is nothing to sum up
 * @param before the summary that stands for all before it
 */
public record Stretch(Conversation talk, long lastId, Standing before) {
  private static final int LEFT_ALONE = 4;
  private static final int FEWEST = 2;

  /** Returns what can be summed up now. */
  public static Stretch of(MindState mind, Conversation talk, EventReader reader) {
    Standing before = Standing.of(mind, talk, talk.leaf(), reader);
    long through = before.throughEventId();
    Node last = talk.node(talk.leaf());
    int skipped = 0;
    while (last != null && last.id() != through && (skipped < LEFT_ALONE || !last.isTurn())) {
      skipped += last.isTurn() ? 1 : 0;
      last = talk.node(last.parent());
    }
    Stretch stretch = new Stretch(talk, last == null ? 0 : last.id(), before);
    return stretch.count() < FEWEST ? new Stretch(talk, 0, before) : stretch;
  }

  /** Returns how many messages it has. */
  public int count() {
    return Math.max(0, talk.turns(lastId) - talk.turns(before.throughEventId()));
  }

  /** Returns the summary that stands for all before it, or null. */
  @Nullable Long summaryId() {
    Event summary = before.summary();
    return summary == null ? null : summary.getEventId();
  }

  /** Returns its messages, oldest first. */
  List<Long> ids() {
    List<Long> ids = new ArrayList<>();
    Node node = talk.node(lastId);
    while (node != null && node.id() != before.throughEventId()) {
      if (node.isTurn()) {
        ids.add(node.id());
      }
      node = talk.node(node.parent());
    }
    return ids.reversed();
  }
}
