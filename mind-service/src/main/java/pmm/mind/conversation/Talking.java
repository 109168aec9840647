package pmm.mind.conversation;

import io.grpc.BindableService;
import pmm.mind.context.ContextBuilder;
import pmm.mind.derivation.DueTimes;
import pmm.mind.generation.Generations;
import pmm.mind.ledger.EventReader;
import pmm.mind.ledger.Ledger;
import pmm.mind.ledger.MindKeeper;
import pmm.mind.ledger.WriteOrder;

/** Everything that talking needs, put together. */
public final class Talking {
  private final LiveAttempts live;
  private final BindableService service;
  private final Recovery recovery;

  /** Puts it together. */
  public Talking(
      Ledger ledger,
      EventReader reader,
      MindKeeper keeper,
      WriteOrder order,
      Generations generations,
      DueTimes dueTimes) {
    live = new LiveAttempts();
    Outcomes outcomes = new Outcomes(ledger, reader, keeper, order, dueTimes);
    recovery = new Recovery(keeper, reader, live, outcomes);
    Turn.Tools tools =
        new Turn.Tools(
            new Acceptance(ledger, reader, keeper),
            new ContextBuilder(ledger, reader),
            generations,
            outcomes);
    service = new ConversationGrpc(ledger, reader, keeper, live, tools);
  }

  /** ConversationService, to be served. */
  public BindableService service() {
    return service;
  }

  /** The answers under way. */
  public LiveAttempts live() {
    return live;
  }

  /**
   * Gives an outcome to attempts that a killed process left without one; answers whether none is
   * left to try again.
   */
  public boolean recover() {
    return recovery.run();
  }
}
