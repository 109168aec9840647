package pmm.cli;

import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import pmm.ledger.v1.GetLedgerInfoRequest;
import pmm.ledger.v1.GetLedgerInfoResponse;
import pmm.mindfile.HeldHome;
import pmm.mindfile.MindFileException;
import pmm.mindfile.Snapshot;
import pmm.mindfile.Snapshots;
import pmm.mindfile.Verifier;
import pmm.mindfile.VerifyOptions;
import pmm.mindfile.VerifyReport;

/** Whether the mind is there, whole, and nobody else's hand is on it. */
final class MindChecks {
  private static final String LEDGER = "ledger";

  private final Shell shell;

  MindChecks(Shell shell) {
    this.shell = shell;
  }

  /** What the ledger says of itself, where it runs. */
  DoctorCheck running() {
    try {
      GetLedgerInfoResponse info =
          shell.mesh().ledger().getLedgerInfo(GetLedgerInfoRequest.getDefaultInstance());
      String problem = Text.oneLine(info.getProblem());
      return switch (info.getHeadState()) {
        case HEAD_STATE_TRUNCATED, HEAD_STATE_FORKED ->
            DoctorCheck.bad(
                LEDGER,
                "it is not what was seen before.",
                "see: " + shell.commandLine("verify"),
                "not_whole");
        default ->
            problem.isEmpty()
                ? DoctorCheck.good(LEDGER, Text.count(info.getEventCount(), "event") + ".")
                : DoctorCheck.bad(LEDGER, problem, "", "failed");
      };
    } catch (StatusRuntimeException e) {
      return DoctorCheck.bad(
          LEDGER,
          Problems.explain(e, shell).text(),
          "see: " + shell.commandLine("logs ledger"),
          "failed");
    }
  }

  /** What the file itself shows, where nothing runs. */
  List<DoctorCheck> atRest() {
    Path file = shell.homeFolder().resolve("mind.db");
    if (!Files.exists(file)) {
      return List.of(
          DoctorCheck.note(
              LEDGER,
              "there is no mind yet; it begins with: " + shell.commandLine("start"),
              "",
              "no_mind"));
    }
    List<DoctorCheck> checks = new ArrayList<>();
    lock(file).ifPresent(checks::add);
    checks.add(chain(file));
    checks.add(snapshots());
    return checks;
  }

  /** Whether somebody has the file open, or left the mark of it behind. */
  private Optional<DoctorCheck> lock(Path file) {
    Path lock = file.resolveSibling(file.getFileName() + ".lock");
    if (!Files.exists(lock)) {
      return Optional.empty();
    }
    try (HeldHome _ = HeldHome.hold(file)) {
      return Optional.of(
          DoctorCheck.note(
              "lock",
              "a process that is gone had left one; it is cleared away.",
              "",
              "lock_left_behind"));
    } catch (MindFileException e) {
      return Optional.of(
          DoctorCheck.bad(
              "lock",
              Text.oneLine(String.valueOf(e.getMessage())) + ".",
              "end that process; then: " + shell.commandLine("start"),
              "locked"));
    }
  }

  private DoctorCheck chain(Path file) {
    VerifyReport report =
        Verifier.verify(
            file,
            VerifyOptions.defaults(),
            (done, total) -> shell.screen().progress("Verifying", done, total));
    shell.screen().clearProgress();
    return switch (report) {
      case VerifyReport.Whole whole ->
          DoctorCheck.good(
              LEDGER, Text.count(whole.facts().events(), "event") + ", and nothing was changed.");
      case VerifyReport.Broken broken ->
          DoctorCheck.bad(
              LEDGER,
              "event %d: %s. %s before it is intact."
                  .formatted(
                      broken.first().eventId(),
                      Text.oneLine(broken.first().message()),
                      Text.count(broken.facts().intactThrough(), "event")),
              "see: "
                  + shell.commandLine("verify")
                  + ", then go back with: "
                  + shell.commandLine("snapshot restore NAME"),
              "not_whole");
      case VerifyReport.NotCheckable not ->
          DoctorCheck.bad(
              LEDGER,
              Text.oneLine(not.message()) + ".",
              "see: " + shell.commandLine("verify"),
              "failed");
    };
  }

  private DoctorCheck snapshots() {
    return new Snapshots(shell.homeFolder(), shell.clock())
        .newest()
        .map(newest ->
            DoctorCheck.good(
                "snapshots",
                "the newest is %s old and holds %s."
                    .formatted(age(newest), Text.count(newest.events(), "event"))))
        .orElseGet(() ->
            DoctorCheck.note(
                "snapshots",
                "there are none; make one with: " + shell.commandLine("snapshot create"),
                "",
                "none"));
  }

  private String age(Snapshot snapshot) {
    return When.span(Duration.between(snapshot.time(), shell.clock().instant()));
  }

  /**
   * When the mind was last written to; empty if there is none.
   *
   * @throws IOException if that cannot be read
   */
  static Optional<Instant> lastWritten(Path home) throws IOException {
    Path file = home.resolve("mind.db");
    return Files.exists(file)
        ? Optional.of(Files.getLastModifiedTime(file).toInstant())
        : Optional.empty();
  }
}
