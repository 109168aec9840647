package pmm.mind.conversation;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmm.ledger.v1.Event;
import pmm.mind.conversation.LiveAttempts.LiveAttempt;
import pmm.mind.ledger.EventReader;
import pmm.mind.ledger.Events;
import pmm.mind.ledger.MindKeeper;
import pmm.mindstate.Attempt;
import pmm.rpc.Problem;
import pmm.rpc.RpcReason;

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

  /**
   * Tries each attempt by itself, so that one which cannot be closed does not keep back the others.
   *
   * @return whether none is left to try again
   */
  boolean run() {
    List<Attempt> open =
        keeper.state().conversations().attempts().withoutOutcome().stream()
            .filter(attempt -> !live.holds(attempt.id()))
            .toList();
    return open.stream().filter(attempt -> !close(attempt)).count() == 0;
  }

  /** Takes the attempt first, as a turn does: the client may be asking for it again just now. */
  private boolean close(Attempt attempt) {
    try (LiveAttempt taken = live.begin(attempt.conversationId(), attempt.id())) {
      if (isOpen(taken.id())) {
        Event start = reader.find(attempt.startEventId()).orElseThrow();
        Event message = reader.find(attempt.userEventId()).orElseThrow();
        outcomes.writeInterrupted(attempt, Events.meta(start).path("model_id").asText(), message);
        log.info("Closed {}, which was interrupted", attempt.id());
      }
      return true;
    } catch (Problem taken) {
      return taken.reason() == RpcReason.STOPPING;
    } catch (RuntimeException e) {
      log.error("Cannot close {}, which was interrupted", attempt.id(), e);
      return false;
    }
  }

  private boolean isOpen(String attemptId) {
    return keeper.state().conversations().attempt(attemptId).filter(Attempt::isOpen).isPresent();
  }
}
