package pmm.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import pmm.ledger.v1.Fault;
import pmm.ledger.v1.VerifyLedgerRequest;
import pmm.ledger.v1.VerifyLedgerResponse;
import pmm.ledger.v1.VerifyResult;
import pmm.rpc.Deadlines;

/** What the ledger finds of its own file, where that lies in another container. */
record VerifyRunning(Shell shell, boolean json) {
  private static final Duration LONG = Duration.ofHours(2);

  /** Asks, tells, and returns the exit code of {@code pmm verify}. */
  int run() {
    VerifyResult found = ask();
    Screen screen = shell.screen();
    screen.clearProgress();
    if (json) {
      screen.json(document(found));
    } else {
      tell(found);
    }
    return switch (found.getVerdict()) {
      case VERDICT_WHOLE -> ExitCode.DONE;
      case VERDICT_BROKEN -> ExitCode.NOT_SO;
      default -> ExitCode.NOT_DONE;
    };
  }

  private VerifyResult ask() {
    Iterator<VerifyLedgerResponse> parts =
        Deadlines.within(LONG, shell.mesh().ledger())
            .verifyLedger(VerifyLedgerRequest.getDefaultInstance());
    while (parts.hasNext()) {
      VerifyLedgerResponse part = parts.next();
      if (part.hasResult()) {
        return part.getResult();
      }
      shell
          .screen()
          .progress(
              "Verifying",
              part.getProgress().getCheckedCount(),
              part.getProgress().getEventCount());
    }
    throw Failure.notDone("The ledger ended before it said what it found. Run the same again");
  }

  private void tell(VerifyResult found) {
    Screen screen = shell.screen();
    String file = "the mind of the running ledger";
    switch (found.getVerdict()) {
      case VERDICT_WHOLE ->
          screen.result(
              screen.green("Whole")
                  + ": nothing was changed in "
                  + Text.count(found.getCheckedCount(), "event")
                  + " of "
                  + file);
      case VERDICT_BROKEN -> {
        screen.result(screen.red("Broken") + ": " + file);
        screen.result(Text.safe(line(found.getFault())));
        screen.result("Intact: up to event " + found.getIntactThroughEventId());
      }
      default -> screen.say("Could not be checked: " + Text.safe(found.getFault().getMessage()));
    }
    List<List<String>> rows = new ArrayList<>();
    if (!found.getHeadHash().isEmpty()) {
      rows.add(List.of("  last hash", found.getHeadHash()));
    }
    if (!found.getMerkleRoot().isEmpty()) {
      rows.add(List.of("  Merkle root", found.getMerkleRoot()));
    }
    found.getNotesList().forEach(note -> rows.add(List.of("  note", Text.safe(note))));
    screen.table(rows);
  }

  private static String line(Fault fault) {
    return "%s %s: %s. %s"
        .formatted(fault.getTable(), fault.getRow(), fault.getFault(), fault.getMessage());
  }

  /** The fields of {@code pmm verify --json} that the ledger tells, under their names there. */
  private static Map<String, @Nullable Object> document(VerifyResult found) {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put(
        "verdict",
        switch (found.getVerdict()) {
          case VERDICT_WHOLE -> "whole";
          case VERDICT_BROKEN -> "broken";
          default -> "not_checked";
        });
    document.put("event_count", found.getCheckedCount());
    document.put("intact_through_event_id", found.getIntactThroughEventId());
    document.put("head_hash", found.getHeadHash());
    document.put("merkle_root", found.getMerkleRoot());
    document.put("forgotten_count", found.getForgottenCount());
    document.put("message", found.hasFault() ? line(found.getFault()) : null);
    document.put("notes", List.copyOf(found.getNotesList()));
    return document;
  }
}
