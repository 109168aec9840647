package pmm.ledger.verify;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmm.ledger.store.Ledger;
import pmm.ledger.v1.GetLedgerInfoResponse;
import pmm.ledger.v1.VerifyResult.HeadState;
import pmm.mindfile.MindFile;
import pmm.mindfile.MindFileException;
import pmm.mindfile.OpenNotice;
import pmm.mindfile.VerifyReport;
import pmm.mindfile.VerifyReport.Broken;
import pmm.mindfile.VerifyReport.Whole;

/** How the file stands to what was seen of it: by the look at its start, then by the last check. */
public final class Standing {
  private static final Logger log = LoggerFactory.getLogger(Standing.class);

  private final Ledger ledger;
  private final LedgerVerifier verifier;

  /** The standing of this ledger. */
  public Standing(Ledger ledger, LedgerVerifier verifier) {
    this.ledger = ledger;
    this.verifier = verifier;
  }

  /** Adds it to what is said of the ledger. */
  public void describe(GetLedgerInfoResponse.Builder info) {
    MindFile file = ledger.file();
    List<String> warnings = new ArrayList<>();
    boolean doubted = false;
    HeadState state = HeadState.HEAD_STATE_UNSPECIFIED;
    VerifyReport report = verifier.last(file).orElse(null);
    boolean compared = report instanceof Whole || report instanceof Broken;
    for (OpenNotice notice : file.notices()) {
      HeadState seen = state(notice);
      boolean doubts = seen != HeadState.HEAD_STATE_UNSPECIFIED;
      // A full check says the same, and all of it.
      if (warns(notice) && !(doubts && compared)) {
        state = ReportProto.worse(state, seen);
        doubted |= doubts;
        warnings.add(sentence(notice.message()));
      }
    }
    if (report != null) {
      List<String> found = words(report);
      state = ReportProto.worse(state, ReportProto.headState(report));
      doubted |= !found.isEmpty();
      warnings.addAll(found);
    }
    String search = ledger.index().problem();
    if (!search.isEmpty()) {
      warnings.add(search);
    }
    info.setHeadState(state)
        .setHistoryDoubted(doubted)
        .addAllWarnings(warnings.stream().distinct().toList());
    try {
      file.signedHead().map(SignatureKeeper::proto).ifPresent(info::setSignedHead);
    } catch (MindFileException e) {
      log.debug("No signed head: {}", e.getMessage());
    }
  }

  private static HeadState state(OpenNotice notice) {
    return switch (notice.kind()) {
      case OLDER_THAN_LOG, OLDER_THAN_SIGNATURE -> HeadState.HEAD_STATE_TRUNCATED;
      case FORKED_FROM_LOG -> HeadState.HEAD_STATE_FORKED;
      case MOVED, WAL_SET_ASIDE, FORGETTING, BROKEN, READ_ONLY, NEWER_FORMAT ->
          HeadState.HEAD_STATE_UNSPECIFIED;
    };
  }

  /** A broken or closed file is a problem, which is said elsewhere. */
  private static boolean warns(OpenNotice notice) {
    return switch (notice.kind()) {
      case OLDER_THAN_LOG,
          OLDER_THAN_SIGNATURE,
          FORKED_FROM_LOG,
          MOVED,
          WAL_SET_ASIDE,
          FORGETTING ->
          true;
      case BROKEN, READ_ONLY, NEWER_FORMAT -> false;
    };
  }

  private static List<String> words(VerifyReport report) {
    return switch (report) {
      case Whole whole -> List.of();
      case Broken broken ->
          broken.findings().stream()
              .filter(finding -> !LedgerVerifier.stopsAppends(finding))
              .map(finding -> sentence(finding.row() + " " + finding.message()))
              .toList();
      case VerifyReport.NotCheckable not -> List.of(sentence(not.message()));
    };
  }

  private static String sentence(String words) {
    return words.endsWith(".") ? words : words + ".";
  }
}
