package pmm.cli;

import java.util.UUID;
import picocli.CommandLine.Command;
import pmm.provider.v1.GoOfflineRequest;
import pmm.provider.v1.LeaveOfflineRequest;

/** The one switch that is stronger than any consent. */
@Command(footer = {"  pmm offline on", "  pmm offline off"})
final class OfflineCommand {
  private final Shell shell;

  OfflineCommand(Shell shell) {
    this.shell = shell;
  }

  @Command(
      name = "on",
      description = "Let nothing leave this device, whatever is allowed.",
      footer = {"  pmm offline on"})
  int on() {
    int ended =
        shell
            .runningMesh()
            .network()
            .goOffline(
                GoOfflineRequest.newBuilder().setRequestId(UUID.randomUUID().toString()).build())
            .getEndedCalls();
    shell
        .screen()
        .result(
            "Offline: nothing goes to another device, whatever is allowed. A model that is on this"
                + " device only by your word needs your consent once."
                + (ended == 0 ? "" : " " + Text.count(ended, "call") + " under way ended."));
    return ExitCode.DONE;
  }

  @Command(
      name = "off",
      description = "Go back to asking: what you allow may leave.",
      footer = {"  pmm offline off"})
  int off() {
    shell
        .runningMesh()
        .network()
        .leaveOffline(
            LeaveOfflineRequest.newBuilder().setRequestId(UUID.randomUUID().toString()).build());
    shell
        .screen()
        .result(
            "No longer offline: what you allow may leave. See: "
                + shell.commandLine("consent list"));
    return ExitCode.DONE;
  }
}
