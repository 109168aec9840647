package pmm.mind.derivation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmm.mind.ledger.Draft;

/** Collects what follows from one event, which comes right before it in the same append. */
final class Following {
  /**
   * Of all acts, so that an append with its outcome and its steps never holds more than the 500
   * events that the ledger takes. What the person asks for comes first, and so always has room.
   */
  private static final int MOST = 480;

  private static final Logger log = LoggerFactory.getLogger(Following.class);

  private final ObjectNode facts;
  private final List<Draft> drafts = new ArrayList<>();
  private boolean full;

  /** Nothing yet; each draft will say these facts. */
  Following(ObjectNode facts) {
    this.facts = facts.deepCopy();
  }

  /** Returns the facts that all say, to be added to. */
  ObjectNode facts() {
    return facts.deepCopy();
  }

  /** Returns how far before the next draft the event stands, as {@code source_offset} says it. */
  int offset() {
    return -(drafts.size() + 1);
  }

  void add(Draft draft) {
    addAll(List.of(draft));
  }

  /** Adds what belongs together, or leaves all of it out where it has no room. */
  void addAll(List<Draft> together) {
    if (drafts.size() + together.size() <= MOST) {
      drafts.addAll(together);
    } else if (!full) {
      full = true;
      log.warn("Not all that follows from {} has room in its append", facts.path("attempt_id"));
    }
  }

  /** What was collected. */
  List<Draft> all() {
    return List.copyOf(drafts);
  }
}
