package pmm.cli;

import java.util.UUID;
import pmm.mind.v1.IdentityCheck;
import pmm.mind.v1.SelectModelRequest;
import pmm.mind.v1.SelectModelResponse;

/** Has the mind speak through another model, and asks whether it is still itself. */
final class ModelSwitch {
  private final Shell shell;

  ModelSwitch(Shell shell) {
    this.shell = shell;
  }

  /** Switches. */
  int to(String id) {
    SelectModelResponse switched =
        shell
            .runningMesh()
            .mind()
            .selectModel(
                SelectModelRequest.newBuilder()
                    .setModelId(id)
                    .setRequestId(UUID.randomUUID().toString())
                    .build());
    if (switched.getEventId() == 0) {
      shell.screen().result("The mind speaks through " + id + " already.");
      return ExitCode.DONE;
    }
    if (!switched.getProjectionHashBefore().equals(switched.getProjectionHashAfter())) {
      throw Failure.notSo(
          "The mind now speaks through "
              + id
              + ", but it is not the same as before: please report this, with event "
              + switched.getEventId());
    }
    shell
        .screen()
        .result(
            "The mind now speaks through "
                + id
                + "; it is the same mind (event "
                + switched.getEventId()
                + ").");
    return ExitCode.DONE;
  }

  /** Switches, and asks both models before and after. */
  int checked(String id) {
    String before = KnownModels.current(shell.runningMesh());
    if (before.equals(id)) {
      return to(id);
    }
    IdentityChecks checks = new IdentityChecks(shell);
    checks.tell(checks.ask(before, "Nothing was switched: " + before + " could not be asked. "));
    to(id);
    checks.tell(
        checks.ask(
            id,
            "It could not be asked whether the mind is still itself. Go back with: "
                + shell.commandLine("model use " + before)
                + "\n"));
    checks.offerWayBack(before);
    return ExitCode.DONE;
  }

  /**
   * Asks one model.
   *
   * @param id its id; empty for the one in use
   */
  int check(String id, boolean json) {
    IdentityChecks checks = new IdentityChecks(shell);
    IdentityCheck check = checks.ask(id, "");
    if (json) {
      shell.screen().json(ProtoJson.of(check));
      return ExitCode.DONE;
    }
    checks.tell(check);
    if (IdentityChecks.isLess(check)) {
      checks.offerWayBack(check.getDrift().getModelId());
    }
    return ExitCode.DONE;
  }
}
