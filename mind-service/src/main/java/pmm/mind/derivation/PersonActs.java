package pmm.mind.derivation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.grpc.StatusRuntimeException;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import pmm.ledger.v1.Event;
import pmm.mind.ledger.Draft;
import pmm.mind.ledger.EventReader;
import pmm.mind.ledger.Events;
import pmm.mind.ledger.Ledger;
import pmm.mind.ledger.MindKeeper;
import pmm.mind.ledger.WriteOrder;
import pmm.mindstate.MindState;

/** Writes what the person does beside talking, each act with all that follows from it. */
public final class PersonActs {
  private static final String REQUEST_ID = "request_id";

  private final Ledger ledger;
  private final EventReader reader;
  private final MindKeeper keeper;
  private final WriteOrder order;
  private final InstantSource clock;

  /** Acts on the mind that this keeper holds. */
  public PersonActs(
      Ledger ledger, EventReader reader, MindKeeper keeper, WriteOrder order, InstantSource clock) {
    this.ledger = ledger;
    this.reader = reader;
    this.keeper = keeper;
    this.order = order;
    this.clock = clock;
  }

  /**
   * Who acts.
   *
   * @param requestId the caller's id of the act
   * @param actor the caller
   */
  public record By(String requestId, String actor) {
    /** Returns facts that name both, to be added to. */
    public ObjectNode facts() {
      return Draft.facts().put("actor", actor).put(REQUEST_ID, requestId);
    }
  }

  /**
   * What an act wrote.
   *
   * @param mind the mind that knows it
   * @param stored the act and what follows from it; empty for nothing
   */
  public record Written(MindState mind, List<Event> stored) {
    /** Copies the list. */
    public Written {
      stored = List.copyOf(stored);
    }
  }

  /** Like {@link #append}, and returns the mind that knows it. */
  public MindState write(By by, Function<MindState, List<Draft>> act) {
    return append(by, act).mind();
  }

  /**
   * Appends what an act makes of the mind as it is. Nobody else writes in between. An act that
   * makes nothing, or fails, writes nothing. Where something was forgotten meanwhile, which what it
   * made may hold, it is made once more of a mind that does not know it.
   */
  public Written append(By by, Function<MindState, List<Draft>> act) {
    return order.inTurn(() -> {
      try {
        return appendTo(keeper.levelState(), by, act);
      } catch (StatusRuntimeException e) {
        if (!Ledger.isFenced(e)) {
          throw e;
        }
        return appendTo(keeper.levelState(ledger.head()), by, act);
      }
    });
  }

  private Written appendTo(MindState before, By by, Function<MindState, List<Draft>> act) {
    List<Draft> acts = act.apply(before);
    if (acts.isEmpty()) {
      return new Written(before, List.of());
    }
    List<Draft> all = Aftermath.of(before, Draft.facts(), acts, clock.millis());
    List<Event> stored =
        ledger.appendUnlessForgotten(before.through(), by.requestId(), all, List.of());
    return new Written(keeper.take(stored), stored);
  }

  /** Returns whether an event was written by this very act, which is then told twice. */
  public boolean wrote(long eventId, By by) {
    return reader
        .find(eventId)
        .map(event -> Events.meta(event).path(REQUEST_ID).asText().equals(by.requestId()))
        .orElse(false);
  }
}
