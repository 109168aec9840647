package pmm.ledger.verify;

import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmm.ledger.store.Ledger;
import pmm.mindfile.VerifyReport;

/** Verifies the whole chain once after the start, beside the work of the service. */
public final class StartCheck implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(StartCheck.class);

  private final Ledger ledger;
  private final LedgerVerifier verifier;
  private final SignatureKeeper signatures;
  private final Thread thread;
  private volatile boolean stopping;

  /** Starts to verify, if there is anything. */
  public StartCheck(Ledger ledger, LedgerVerifier verifier, SignatureKeeper signatures) {
    this.ledger = ledger;
    this.verifier = verifier;
    this.signatures = signatures;
    this.thread =
        Thread.ofPlatform().name("start-check").priority(Thread.MIN_PRIORITY).unstarted(this::run);
    if (ledger.file().head().isPresent()) {
      thread.start();
    }
  }

  /** Gives up. */
  @Override
  public void close() {
    stopping = true;
  }

  private void run() {
    try {
      switch (verifier.run(this::stopIfAsked)) {
        case VerifyReport.Whole whole -> {
          log.info("Verified the chain: {} events are whole", whole.facts().events());
          signatures.takeIn();
          int dropped = ledger.file().dropOrphanBlobs();
          if (dropped > 0) {
            log.info("Dropped {} chunks that no event names", dropped);
          }
        }
        case VerifyReport.Broken broken ->
            log.error(
                "The chain is broken at {}: {}", broken.first().row(), broken.first().fault());
        case VerifyReport.NotCheckable unknown ->
            log.error("The chain could not be verified: {}", unknown.message());
      }
    } catch (CancellationException stopped) {
      log.info("The check after the start was given up");
    } catch (RuntimeException e) {
      log.error("The check after the start failed", e);
    }
  }

  private void stopIfAsked(long done, long total) {
    if (stopping) {
      throw new CancellationException();
    }
  }
}
