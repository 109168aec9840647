package pmm.ledger.verify;

import java.util.Comparator;
import pmm.ledger.v1.Fault;
import pmm.ledger.v1.VerifyResult;
import pmm.ledger.v1.VerifyResult.HeadState;
import pmm.ledger.v1.VerifyResult.Verdict;
import pmm.mindfile.Finding;
import pmm.mindfile.VerifyReport;
import pmm.mindfile.VerifyReport.Facts;
import pmm.mindfile.Witness;

/** What verifying found, as it travels. */
final class ReportProto {
  private ReportProto() {}

  static VerifyResult result(VerifyReport report) {
    return switch (report) {
      case VerifyReport.Whole whole ->
          facts(whole.facts())
              .setVerdict(Verdict.VERDICT_WHOLE)
              .setMerkleRoot(whole.facts().merkleRoot())
              .build();
      case VerifyReport.Broken broken ->
          facts(broken.facts())
              .setVerdict(Verdict.VERDICT_BROKEN)
              .setFault(fault(broken.first()))
              .build();
      case VerifyReport.NotCheckable unknown ->
          VerifyResult.newBuilder()
              .setVerdict(Verdict.VERDICT_NOT_CHECKED)
              .setFault(Fault.newBuilder().setFault("file").setMessage(unknown.message()))
              .build();
    };
  }

  /** Before the first event there is no file, so nothing can be wrong with it. */
  static VerifyResult nothing() {
    return VerifyResult.newBuilder()
        .setVerdict(Verdict.VERDICT_WHOLE)
        .addNotes("nothing was written yet")
        .build();
  }

  private static VerifyResult.Builder facts(Facts facts) {
    VerifyResult.Builder result =
        VerifyResult.newBuilder()
            .setCheckedCount(facts.events())
            .setIntactThroughEventId(facts.intactThrough())
            .setForgottenCount(facts.forgotten())
            .setHeadState(headState(facts))
            .addAllNotes(facts.notCovered());
    if (facts.headHash() != null) {
      result.setHeadHash(facts.headHash());
    }
    return result;
  }

  private static Fault fault(Finding finding) {
    String[] row = finding.row().split(" ", 2);
    boolean event = finding.eventId() != 0;
    return Fault.newBuilder()
        .setTable(event ? "events" : row[0])
        .setRow(row.length == 2 ? row[1] : "")
        .setFault(finding.fault().word())
        .setMessage(finding.message())
        .setEventId(finding.eventId())
        .build();
  }

  static HeadState headState(VerifyReport report) {
    return switch (report) {
      case VerifyReport.Whole whole -> headState(whole.facts());
      case VerifyReport.Broken broken -> headState(broken.facts());
      case VerifyReport.NotCheckable unknown -> HeadState.HEAD_STATE_UNSPECIFIED;
    };
  }

  static HeadState worse(HeadState one, HeadState other) {
    return severity(one) >= severity(other) ? one : other;
  }

  /** The worst that any witness says. */
  private static HeadState headState(Facts facts) {
    return facts.witnesses().stream()
        .map(witness -> state(witness.standing()))
        .max(Comparator.comparingInt(ReportProto::severity))
        .orElse(HeadState.HEAD_STATE_UNSPECIFIED);
  }

  private static HeadState state(Witness.Standing standing) {
    return switch (standing) {
      case EQUAL -> HeadState.HEAD_STATE_EQUAL;
      case EXTENDS -> HeadState.HEAD_STATE_EXTENDS;
      case RESTORED -> HeadState.HEAD_STATE_RESTORED;
      case TRUNCATED -> HeadState.HEAD_STATE_TRUNCATED;
      case FORKED -> HeadState.HEAD_STATE_FORKED;
    };
  }

  private static int severity(HeadState state) {
    return switch (state) {
      case HEAD_STATE_UNSPECIFIED, UNRECOGNIZED -> 0;
      // A chain that is level with its newest witness is level, whatever older ones it extends.
      case HEAD_STATE_EXTENDS -> 1;
      case HEAD_STATE_EQUAL -> 2;
      case HEAD_STATE_RESTORED -> 3;
      case HEAD_STATE_TRUNCATED -> 4;
      case HEAD_STATE_FORKED -> 5;
    };
  }
}
