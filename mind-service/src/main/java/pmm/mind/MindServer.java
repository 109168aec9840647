package pmm.mind;

import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmm.mind.check.IdentityGrpc;
import pmm.mind.commitment.CommitmentGrpc;
import pmm.mind.compaction.ContextGrpc;
import pmm.mind.compare.CompareGrpc;
import pmm.mind.contract.LedgerFailures;
import pmm.mind.contract.MindAccess;
import pmm.mind.conversation.Talking;
import pmm.mind.derivation.DueTimes;
import pmm.mind.derivation.PersonActs;
import pmm.mind.generation.Generations;
import pmm.mind.growth.GrowthGrpc;
import pmm.mind.identity.MindGrpc;
import pmm.mind.identity.ModelSelection;
import pmm.mind.identity.TemplateGrpc;
import pmm.mind.importing.AttachmentGrpc;
import pmm.mind.importing.ImportGrpc;
import pmm.mind.ledger.EventReader;
import pmm.mind.ledger.History;
import pmm.mind.ledger.Ledger;
import pmm.mind.ledger.MindKeeper;
import pmm.mind.ledger.Pause;
import pmm.mind.ledger.WriteOrder;
import pmm.mind.memory.MemoryGrpc;
import pmm.mind.reflection.LookingBack;
import pmm.mind.search.SearchGrpc;
import pmm.rpc.Config;
import pmm.rpc.Home;
import pmm.rpc.MeshChannel;
import pmm.rpc.Readiness;
import pmm.rpc.Role;
import pmm.rpc.ServiceHost;

/**
 * The mind as a running service. It is ready once it has taken in its ledger and closed what was
 * interrupted.
 */
public final class MindServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(MindServer.class);
  private static final int PORT = 3002;
  private static final Duration DRAIN = Duration.ofSeconds(5);
  private static final Duration BETWEEN_RECOVERIES = Duration.ofSeconds(5);
  private static final String LEVEL = "the ledger";
  private static final String REBUILT = "the end of rebuilding from the events";

  private final MeshChannel ledgerChannel;
  private final MeshChannel gatewayChannel;
  private final MindKeeper keeper;
  private final Talking talking;
  private final LookingBack lookingBack;
  private final ImportGrpc imports;
  private final ServiceHost host;

  private MindServer(Home home, Config config, InstantSource clock) {
    ledgerChannel = new MeshChannel(home, "ledger", Role.MIND);
    gatewayChannel = new MeshChannel(home, "provider", Role.MIND);
    Ledger ledger = new Ledger(ledgerChannel.channel());
    EventReader reader = new EventReader(ledger);
    keeper = new MindKeeper(ledger, reader, new Following());
    WriteOrder order = new WriteOrder();
    ModelSelection models = new ModelSelection(ledger, keeper, order, gatewayChannel.channel());
    Generations generations = new Generations(gatewayChannel.channel());
    DueTimes dueTimes = new DueTimes(ZoneId.systemDefault());
    talking = new Talking(ledger, reader, keeper, order, generations, dueTimes);
    History history = new History(ledger);
    PersonActs acts = new PersonActs(ledger, reader, keeper, order, clock);
    lookingBack =
        new LookingBack(ledger, reader, keeper, order, acts, generations, dueTimes, clock);
    imports = new ImportGrpc(home, ledger, history, keeper, clock);
    host =
        ServiceHost.builder("mind", home, config)
            .port(PORT, "PMM_MIND_PORT")
            .access(MindAccess.TABLE)
            .errors(LedgerFailures::translate)
            .service(talking.service())
            .service(new MemoryGrpc(ledger, reader, keeper, acts))
            .service(new MindGrpc(keeper, history, reader, models, clock))
            .service(new TemplateGrpc(keeper, acts))
            .service(new GrowthGrpc(keeper, history, reader, acts))
            .service(new IdentityGrpc(ledger, reader, keeper, order, generations, clock))
            .service(new CompareGrpc(ledger, reader, keeper, generations, clock))
            .service(lookingBack.service())
            .service(new CommitmentGrpc(keeper, acts, dueTimes, clock))
            .service(new ContextGrpc(ledger, reader, keeper, order, generations, clock))
            .service(imports)
            .service(new AttachmentGrpc(ledger, reader))
            .service(new SearchGrpc(ledger, reader, keeper))
            .onDrain(talking.live()::drain)
            .build();
  }

  /** Starts the mind; it waits for its ledger by itself. */
  public static MindServer start(Home home, Config config) {
    return start(home, config, InstantSource.system());
  }

  /** Starts a mind that reads the time from this clock. */
  static MindServer start(Home home, Config config, InstantSource clock) {
    MindServer server = new MindServer(home, config, clock);
    server.host.readiness().set(LEVEL, false);
    server.host.setReady(true);
    server.host.start();
    server.keeper.start();
    server.lookingBack.start();
    server.imports.start();
    return server;
  }

  /** The port it listens on. */
  public int port() {
    return host.port();
  }

  /** What it does without being spoken to. */
  LookingBack lookingBack() {
    return lookingBack;
  }

  /** What its health says. */
  public Readiness readiness() {
    return host.readiness();
  }

  /** Stops the answers under way, keeps what they have so far, and leaves. */
  @Override
  public void close() {
    lookingBack.close();
    host.close();
    talking.live().awaitEnd(DRAIN);
    keeper.close();
    gatewayChannel.close();
    ledgerChannel.close();
  }

  private final class Following implements MindKeeper.Listener {
    @Override
    public void level() {
      // On a thread of its own: closing attempts waits for their events, which the watch brings.
      Thread.ofVirtual().name("recovery").start(this::recover);
    }

    /** An attempt that cannot be closed is tried again, and does not keep the mind from talking. */
    private void recover() {
      boolean all = talking.recover();
      host.readiness().set(LEVEL, true);
      host.readiness().set(REBUILT, true);
      while (!all && Pause.take(BETWEEN_RECOVERIES)) {
        all = talking.recover();
      }
    }

    @Override
    public void lost() {
      host.readiness().set(keeper.isRebuilding() ? REBUILT : LEVEL, false);
    }
  }
}
