package pmm.mind.conversation;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmm.ledger.v1.Event;
import pmm.mind.ledger.EventReader;
import pmm.mind.ledger.Events;
import pmm.mind.ledger.MindKeeper;
import pmm.mindstate.Attempt;

/** Gives an outcome to attempts that a killed process left without one. */
final class Recovery {
  private static final Logger log = LoggerFactory.getLogger(Recovery.class);

  private final MindKeeper keeper;
  private final EventReader reader;
  private final LiveAttempts live;
  private final Outcomes outcomes;

  Recovery(MindKeeper keeper, EventReader reader, LiveAttempts live, Outcomes outcomes) {
    this.keeper = keeper;
    this.reader = reader;
    this.live = live;
    this.outcomes = outcomes;
  }

  void run() {
    List<Attempt> open =
        keeper.state().conversations().openAttempts().stream()
            .filter(attempt -> !live.holds(attempt.id()))
            .toList();
    for (Attempt attempt : open) {
      Event start = reader.find(attempt.startEventId()).orElseThrow();
      Event message = reader.find(attempt.userEventId()).orElseThrow();
      outcomes.writeInterrupted(attempt, Events.meta(start).path("model_id").asText(), message);
    }
    if (!open.isEmpty()) {
      log.info("Closed {} attempts that were interrupted", open.size());
    }
  }
}
