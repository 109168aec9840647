package pmm.ledger.verify;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pmm.ledger.store.Ledger;
import pmm.ledger.v1.VerifyLedgerResponse;
import pmm.ledger.v1.VerifyProgress;
import pmm.ledger.v1.VerifyResult;
import pmm.mindfile.Finding;
import pmm.mindfile.MindFile;
import pmm.mindfile.Progress;
import pmm.mindfile.VerifyOptions;
import pmm.mindfile.VerifyReport;
import pmm.rpc.StreamSender;

/** Recomputes everything from the stored bytes, and stops appends to a chain that is broken. */
public final class LedgerVerifier {
  private final Ledger ledger;
  private volatile @Nullable Last last;

  private record Last(MindFile file, VerifyReport report) {}

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
    // Within it the file stays the same: what is found of one is not said of the next.
    return ledger.readWhole(file -> {
      VerifyReport report = file.verify(VerifyOptions.defaults(), progress);
      last = new Last(file, report);
      if (report instanceof VerifyReport.Broken broken) {
        broken.findings().stream()
            .filter(LedgerVerifier::stopsAppends)
            .findFirst()
            .ifPresent(finding -> ledger.setBroken(advice(finding)));
      }
      return report;
    });
  }

  /** What the last check of this file has found. */
  Optional<VerifyReport> last(MindFile file) {
    Last found = last;
    return found != null && found.file() == file ? Optional.of(found.report()) : Optional.empty();
  }

  /**
   * An older copy, put back by hand, is whole in itself: whoever asks is told what it lacks, and
   * life goes on.
   */
  static boolean stopsAppends(Finding finding) {
    return finding.fault().isInTheFile();
  }

  private static String advice(Finding finding) {
    return finding.row()
        + " ("
        + finding.fault().word()
        + "): "
        + finding.message()
        + ". Nothing is appended any more: export what is intact, or put back a backup.";
  }

  private static VerifyLedgerResponse progress(long done, long total) {
    return VerifyLedgerResponse.newBuilder()
        .setProgress(
            VerifyProgress.newBuilder().setCheckedCount(done).setEventCount(Math.max(total, done)))
        .build();
  }
}
