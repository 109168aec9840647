package pmm.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import pmm.ui.v1.ConfirmPendingRequest;
import pmm.ui.v1.SessionServiceGrpc.SessionServiceBlockingStub;

/** Confirms the grave acts that a browser has asked for, so that a page alone cannot do them. */
@Command(footer = {"  pmm confirm", "  pmm confirm --yes"})
final class ConfirmCommand implements Callable<Integer> {
  private final Shell shell;

  ConfirmCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    SessionServiceBlockingStub sessions = shell.runningMesh().sessions();
    List<String> waiting =
        sessions
            .confirmPending(ConfirmPendingRequest.newBuilder().setListOnly(true).build())
            .getMethodsList();
    if (waiting.isEmpty()) {
      shell.screen().result("Nothing waits to be confirmed.");
      return ExitCode.DONE;
    }
    waiting.forEach(method -> shell.screen().result("A browser asks to " + inWords(method)));
    if (!shell.confirm("Confirm?")) {
      throw Failure.notSo("Not confirmed; nothing was done.");
    }
    int confirmed =
        sessions.confirmPending(ConfirmPendingRequest.getDefaultInstance()).getMethodsCount();
    shell.screen().result("Confirmed " + confirmed + ". The browser goes on by itself.");
    return ExitCode.DONE;
  }

  private static String inWords(String method) {
    return switch (method.substring(method.lastIndexOf('/') + 1)) {
      case "LeaveOffline" -> "leave offline mode, so that what you allow may leave this device";
      case "AddRemoteModel" -> "add a model that runs elsewhere";
      case "GrantStandingConsent" -> "let words leave this device until you take it back";
      default -> "do " + method;
    };
  }
}
