package pmm.mind.context;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;
import pmm.ledger.v1.Event;
import pmm.mind.ledger.EventReader;
import pmm.mindstate.Conversation;
import pmm.mindstate.MindState;
import pmm.mindstate.Node;

/**
 * The summary that stands for the begin of a branch: the one that reaches furthest and says nothing
 * that the person has corrected or called untrue since.
 *
 * @param throughEventId the last message that it stands for; 0 if there is none
 * @param summary the summary, or null
 */
public record Standing(long throughEventId, @Nullable Event summary) {
  static final Standing NONE = new Standing(0, null);

  /** Returns the one of the branch down to a message. */
  public static Standing of(MindState mind, Conversation talk, long lastId, EventReader reader) {
    long through = talk.summarizedThrough(lastId);
    while (through > 0) {
      long id = requireNonNull(talk.summaries().get(through));
      Event summary = reader.all(List.of(id)).getFirst();
      if (!mind.memories().isOutdated(summary.getContent())) {
        return new Standing(through, summary);
      }
      Node last = requireNonNull(talk.node(through));
      through = talk.summarizedThrough(last.parent());
    }
    return NONE;
  }
}
