package pmm.ledger;

import java.time.Clock;
import pmm.ledger.append.Appender;
import pmm.ledger.copy.Copier;
import pmm.ledger.copy.SnapshotKeeper;
import pmm.ledger.copy.SnapshotSchedule;
import pmm.ledger.forget.Redactor;
import pmm.ledger.read.BlobReader;
import pmm.ledger.read.EventReader;
import pmm.ledger.read.EventSearch;
import pmm.ledger.read.LedgerInfo;
import pmm.ledger.read.Projections;
import pmm.ledger.store.Failures;
import pmm.ledger.store.Ledger;
import pmm.ledger.transfer.Exporter;
import pmm.ledger.transfer.Importer;
import pmm.ledger.verify.BackgroundCheck;
import pmm.ledger.verify.LedgerVerifier;
import pmm.ledger.verify.SignatureKeeper;
import pmm.ledger.verify.Standing;
import pmm.ledger.watch.Watcher;
import pmm.mindfile.MindFileException;
import pmm.mindfile.Options;
import pmm.rpc.Config;
import pmm.rpc.ConfigurationException;
import pmm.rpc.Home;
import pmm.rpc.ServiceHost;

/** A whole ledger service over one home folder. */
public final class LedgerServer implements AutoCloseable {
  private static final int PORT = 3001;
  private static final Clock CLOCK = Clock.systemUTC();

  private final Ledger ledger;
  private final ServiceHost host;
  private final BackgroundCheck backgroundCheck;
  private final SnapshotSchedule schedule;

  private LedgerServer(
      Ledger ledger, ServiceHost host, BackgroundCheck backgroundCheck, SnapshotSchedule schedule) {
    this.ledger = ledger;
    this.host = host;
    this.backgroundCheck = backgroundCheck;
    this.schedule = schedule;
  }

  /**
   * Opens the mind file, which is made by the first append, and serves it.
   *
   * @throws ConfigurationException if another process has the file, it cannot be read, or the port
   *     is taken
   */
  public static LedgerServer start(Home home, Config config) {
    Ledger ledger = open(home);
    boolean started = false;
    try {
      LedgerVerifier verifier = new LedgerVerifier(ledger);
      SignatureKeeper signatures = new SignatureKeeper(ledger);
      SnapshotKeeper snapshots = new SnapshotKeeper(ledger, home, CLOCK);
      ServiceHost host =
          ServiceHost.builder("ledger", home, config)
              .port(PORT, "PMM_LEDGER_PORT")
              .access(LedgerRights.TABLE)
              .errors(Failures::translate)
              .service(methods(home, ledger, verifier, signatures, snapshots))
              .onDrain(ledger.appended()::close)
              .build()
              .start();
      ledger.onBroken(message -> host.readiness().set("a whole chain", message.isEmpty()));
      host.setReady(true);
      LedgerServer server =
          new LedgerServer(
              ledger,
              host,
              new BackgroundCheck(ledger, verifier, signatures),
              new SnapshotSchedule(snapshots));
      started = true;
      return server;
    } finally {
      if (!started) {
        ledger.close();
      }
    }
  }

  /** The port it listens on, on loopback. */
  public int port() {
    return host.port();
  }

  /** Lets calls under way end, then leaves one single file. */
  @Override
  public void close() {
    host.close();
    backgroundCheck.close();
    schedule.close();
    ledger.close();
  }

  private static Ledger open(Home home) {
    try {
      return new Ledger(home, Options.defaults());
    } catch (MindFileException e) {
      throw new ConfigurationException(String.valueOf(e.getMessage()), e);
    }
  }

  private static LedgerMethods methods(
      Home home,
      Ledger ledger,
      LedgerVerifier verifier,
      SignatureKeeper signatures,
      SnapshotKeeper snapshots) {
    return new LedgerMethods(
        new Appender(ledger),
        new EventReader(ledger),
        new EventSearch(ledger),
        new Watcher(ledger),
        new BlobReader(ledger),
        new Projections(ledger),
        verifier,
        signatures,
        new Exporter(ledger),
        new Importer(ledger, home),
        snapshots,
        new Copier(ledger, home, CLOCK),
        new LedgerInfo(ledger, snapshots, new Standing(ledger, verifier)),
        new Redactor(ledger));
  }
}
