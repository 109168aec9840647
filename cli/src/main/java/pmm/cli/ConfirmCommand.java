package pmm.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import pmm.ui.v1.ConfirmPendingRequest;
import pmm.ui.v1.ListPendingRequest;
import pmm.ui.v1.Pending;
import pmm.ui.v1.SessionServiceGrpc.SessionServiceBlockingStub;

/** Confirms one grave act that a browser has asked for, so that a page alone cannot do it. */
@Command(footer = {"  pmm confirm", "  pmm confirm 3fa9c1"})
final class ConfirmCommand implements Callable<Integer> {
  private final Shell shell;

  @Parameters(
      arity = "0..1",
      paramLabel = "ID",
      description = "Which, if more than one waits; the command lists them.")
  private @Nullable String id;

  ConfirmCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    SessionServiceBlockingStub sessions = shell.runningMesh().sessions();
    List<Pending> waiting =
        sessions.listPending(ListPendingRequest.getDefaultInstance()).getPendingList();
    if (waiting.isEmpty() && id == null) {
      shell.screen().result("Nothing waits to be confirmed.");
      return ExitCode.DONE;
    }
    Pending chosen = chosen(waiting);
    shell.screen().result("A browser asks to " + Text.oneLine(chosen.getDescription()) + ".");
    if (!shell.confirm("Confirm?")) {
      throw Failure.notSo("Not confirmed; nothing was done.");
    }
    var _ =
        sessions.confirmPending(
            ConfirmPendingRequest.newBuilder().setPendingId(chosen.getPendingId()).build());
    shell.screen().result("Confirmed. Go on in the browser.");
    return ExitCode.DONE;
  }

  private Pending chosen(List<Pending> waiting) {
    if (id == null && waiting.size() == 1) {
      return waiting.getFirst();
    }
    return waiting.stream()
        .filter(pending -> pending.getPendingId().equals(id))
        .findFirst()
        .orElseThrow(() -> choose(waiting));
  }

  /** Lists what waits; the person is to say which. */
  private Failure choose(List<Pending> waiting) {
    shell.screen().table(waiting.stream().map(ConfirmCommand::row).toList());
    return id == null
        ? Failure.notDone(
            waiting.size() + " wait. Confirm one with: " + shell.commandLine("confirm ID"))
        : Failure.notSo("Nothing waits as " + id + "; it may have been asked too long ago.");
  }

  private static List<String> row(Pending pending) {
    return List.of(
        pending.getPendingId(),
        Text.oneLine(pending.getDescription()),
        Text.oneLine(pending.getUserAgent()));
  }
}
