package pmm.cli;

import java.nio.file.Path;
import pmm.ledger.v1.ImportLedgerResponse;
import pmm.mindfile.RestoreReport;
import pmm.mindfile.VerifiedCopy;

/**
 * What came of bringing a whole mind in.
 *
 * @param kept where the mind lies that was here; empty if none was
 */
record ImportedMind(
    long events, String headHash, String kept, int forgottenAgain, boolean forgottenUnknown) {
  static ImportedMind of(VerifiedCopy copy) {
    return new ImportedMind(copy.events(), copy.hash(), "", 0, false);
  }

  static ImportedMind of(RestoreReport report) {
    return new ImportedMind(
        report.head().id(),
        report.head().hash(),
        report.kept().map(Path::toString).orElse(""),
        report.forgottenAgain(),
        report.forgottenUnknown());
  }

  static ImportedMind of(ImportLedgerResponse response) {
    return new ImportedMind(
        response.getEventCount(),
        response.getHeadHash(),
        response.getKeptPath(),
        response.getForgottenAgainCount(),
        response.getForgottenUnknown());
  }
}
