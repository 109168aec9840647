package pmm.mind.reflection;

import io.grpc.BindableService;
import java.time.InstantSource;
import java.time.ZoneId;
import pmm.mind.derivation.DueTimes;
import pmm.mind.derivation.PersonActs;
import pmm.mind.generation.Generations;
import pmm.mind.ledger.EventReader;
import pmm.mind.ledger.Ledger;
import pmm.mind.ledger.MindKeeper;
import pmm.mind.ledger.WriteOrder;

/** Everything that looking back needs, put together. */
public final class LookingBack implements AutoCloseable {
  private final Autonomous autonomous;
  private final BindableService service;

  /** Puts it together. */
  public LookingBack(
      Ledger ledger,
      EventReader reader,
      MindKeeper keeper,
      WriteOrder order,
      PersonActs acts,
      Generations generations,
      DueTimes dueTimes,
      InstantSource clock) {
    Reflecting reflecting =
        new Reflecting(ledger, reader, keeper, order, generations, dueTimes, clock);
    ZoneId zone = dueTimes.zone();
    autonomous = new Autonomous(ledger, reader, keeper, order, reflecting, clock, zone);
    service = new ReflectionGrpc(reader, keeper, acts, reflecting, autonomous, clock, zone);
  }

  /** ReflectionService, to be served. */
  public BindableService service() {
    return service;
  }

  /** Does from now on what is due, where the person has turned that on. */
  public LookingBack start() {
    autonomous.start();
    return this;
  }

  /** Does what is due now. */
  public void tick() {
    autonomous.tick();
  }

  @Override
  public void close() {
    autonomous.close();
  }
}
