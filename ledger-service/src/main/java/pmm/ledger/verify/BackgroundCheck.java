package pmm.ledger.verify;

import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmm.ledger.store.HeadSignal;
import pmm.ledger.store.Ledger;
import pmm.mindfile.VerifyReport;

/**
 * Verifies the whole chain beside the work of the service: once after the start, or after the first
 * event, and again whenever the file was replaced.
 */
public final class BackgroundCheck implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(BackgroundCheck.class);

  private static final long NONE = -1;

  private final Ledger ledger;
  private final LedgerVerifier verifier;
  private final SignatureKeeper signatures;
  private volatile boolean stopping;

  /** Starts to verify, as soon as there is anything. */
  public BackgroundCheck(Ledger ledger, LedgerVerifier verifier, SignatureKeeper signatures) {
    this.ledger = ledger;
    this.verifier = verifier;
    this.signatures = signatures;
    Thread.ofPlatform().name("background-check").priority(Thread.MIN_PRIORITY).start(this::run);
  }

  /** Gives up. */
  @Override
  public void close() {
    stopping = true;
    ledger.appended().close();
  }

  private void run() {
    HeadSignal appended = ledger.appended();
    try {
      long checked = NONE;
      while (appended.awaitHistoryOtherThan(checked)) {
        checked = check();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Answers with the history that needs no other check, or none where it made way. */
  private long check() {
    HeadSignal appended = ledger.appended();
    long history = appended.history();
    try {
      // Behind whoever waits to replace the file, so that it is the new one that is checked.
      history = ledger.readWhole(file -> appended.history());
      tell(verifier.run(this::makeWay));
    } catch (CancellationException madeWay) {
      return NONE;
    } catch (RuntimeException e) {
      log.error("The check of the chain failed", e);
    }
    return history;
  }

  private void tell(VerifyReport report) {
    switch (report) {
      case VerifyReport.Whole whole -> {
        log.info("Verified the chain: {} events are whole", whole.facts().events());
        signatures.takeIn();
        int dropped = ledger.file().dropOrphanBlobs();
        if (dropped > 0) {
          log.info("Dropped {} chunks that no event names", dropped);
        }
      }
      case VerifyReport.Broken broken ->
          log.error("The chain is broken at {}: {}", broken.first().row(), broken.first().fault());
      case VerifyReport.NotCheckable unknown ->
          log.error("The chain could not be verified: {}", unknown.message());
    }
  }

  private void makeWay(long done, long total) {
    if (stopping || ledger.isAwaited()) {
      throw new CancellationException();
    }
  }
}
