package pmm.ledger.verify;

import pmm.ledger.store.Ledger;
import pmm.ledger.v1.VerifyLedgerResponse;
import pmm.ledger.v1.VerifyProgress;
import pmm.ledger.v1.VerifyResult;
import pmm.mindfile.Progress;
import pmm.mindfile.VerifyOptions;
import pmm.mindfile.VerifyReport;
import pmm.rpc.StreamSender;

/** Recomputes everything from the stored bytes, and stops appends to a chain that is broken. */
public final class LedgerVerifier {
  private final Ledger ledger;

  /** Verifies this ledger. */
  public LedgerVerifier(Ledger ledger) {
    this.ledger = ledger;
  }

  /** Sends how far it is, then the result. */
  public void verify(StreamSender<VerifyLedgerResponse> sender) {
    VerifyResult result =
        ledger.headId() == 0
            ? ReportProto.nothing()
            : ReportProto.result(run((done, total) -> sender.send(progress(done, total))));
    sender.send(VerifyLedgerResponse.newBuilder().setResult(result).build());
  }

  /** Verifies; appends stop at once if the chain is broken. */
  VerifyReport run(Progress progress) {
    VerifyReport report = ledger.readWhole(file -> file.verify(VerifyOptions.defaults(), progress));
    if (report instanceof VerifyReport.Broken broken) {
      ledger.setBroken(
          broken.first().row()
              + ": "
              + broken.first().message()
              + ". Nothing is appended any more. Export what is intact, or put back a backup.");
    }
    return report;
  }

  private static VerifyLedgerResponse progress(long done, long total) {
    return VerifyLedgerResponse.newBuilder()
        .setProgress(
            VerifyProgress.newBuilder().setCheckedCount(done).setEventCount(Math.max(total, done)))
        .build();
  }
}
