package pmm.cli;

import io.grpc.StatusRuntimeException;
import java.util.List;
import pmm.ledger.v1.GetLedgerInfoRequest;
import pmm.ledger.v1.GetLedgerInfoResponse;

/** That the history is not what was seen of it before, told where a person goes on with it. */
final class Doubts {
  private Doubts() {}

  /** Says it, if it is so, beside the result. */
  static void tell(Shell shell) {
    for (String line : lines(shell)) {
      shell.screen().say(line);
    }
  }

  private static List<String> lines(Shell shell) {
    try {
      GetLedgerInfoResponse info =
          shell.mesh().ledger().getLedgerInfo(GetLedgerInfoRequest.getDefaultInstance());
      return info.getHistoryDoubted()
          ? List.of(
              "Something is wrong with the history: "
                  + Text.oneLine(String.join(" ", info.getWarningsList())),
              "See what to do:",
              "  " + shell.commandLine("verify"))
          : List.of();
    } catch (StatusRuntimeException away) {
      // What the person asked for tells it.
      return List.of();
    }
  }
}
