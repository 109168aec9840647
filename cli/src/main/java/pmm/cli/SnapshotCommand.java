package pmm.cli;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import pmm.mindfile.Drill;
import pmm.mindfile.Head;
import pmm.mindfile.RestoreReport;
import pmm.mindfile.Snapshot;

/** The copies of the mind that are kept in its home, and the way back to one of them. */
@Command(
    footer = {
      "  pmm snapshot list",
      "  pmm snapshot create",
      "  pmm snapshot restore mind-20261122T180305Z-412.db"
    })
final class SnapshotCommand {
  private static final String JSON = "Print one JSON document.";

  private final Shell shell;

  SnapshotCommand(Shell shell) {
    this.shell = shell;
  }

  @Command(
      name = "create",
      description = "Copy the mind as it is now, and verify the copy.",
      footer = {"  pmm snapshot create"})
  int create(@Option(names = "--json", description = JSON) boolean json) {
    requireMind();
    Snapshot made = Copies.of(shell).create();
    if (json) {
      shell.screen().json(Map.of("snapshot", document(made)));
    } else {
      shell.screen().result("Made " + made.name() + ": " + words(made) + ", found whole");
    }
    return ExitCode.DONE;
  }

  @Command(
      name = "list",
      description = "List the snapshots, oldest first.",
      footer = {"  pmm snapshot list", "  pmm snapshot list --json"})
  int list(@Option(names = "--json", description = JSON) boolean json) {
    List<Snapshot> all = Copies.of(shell).list();
    Instant now = shell.clock().instant();
    if (json) {
      shell.screen().json(Map.of("snapshots", documents(all)));
    } else if (all.isEmpty()) {
      shell
          .screen()
          .result(
              "There is no snapshot yet. While PMM runs one is made each hour; make one now with: "
                  + shell.commandLine("snapshot create"));
    } else {
      shell
          .screen()
          .table(
              all.stream()
                  .map(s ->
                      List.of(
                          s.name(),
                          When.minute(s.time()),
                          Copies.ago(s.time(), now),
                          Text.count(s.events(), "event"),
                          Text.size(s.sizeBytes())))
                  .toList());
    }
    return ExitCode.DONE;
  }

  @Command(
      name = "restore",
      description =
          "Go on from a snapshot. What is left is kept as a file; forgotten words stay forgotten;"
              + " all consents are void.",
      footer = {"  pmm snapshot restore mind-20261122T180305Z-412.db"})
  int restore(
      @Parameters(paramLabel = "NAME", description = "As pmm snapshot list shows it.") String name,
      @Option(names = "--json", description = JSON) boolean json) {
    Copies copies = Copies.of(shell);
    Snapshot snapshot =
        copies.list().stream()
            .filter(s -> s.name().equals(name))
            .findFirst()
            .orElseThrow(() ->
                Failure.notSo(
                    "There is no snapshot "
                        + name
                        + ". See: "
                        + shell.commandLine("snapshot list")));
    String left = copies.head();
    if (!shell.confirm(
        "Go back to "
            + When.minute(snapshot.time())
            + ", when there were "
            + Text.count(snapshot.events(), "event")
            + "? What came later is left; it is kept as a file of its own.")) {
      throw Failure.notSo("Nothing was changed.");
    }
    RestoreReport done = copies.restore(snapshot, left);
    if (json) {
      shell.screen().json(document(done));
    } else {
      tell(snapshot, done);
    }
    return ExitCode.DONE;
  }

  @Command(
      name = "prune",
      description =
          "Remove what is not kept: one an hour for a day, one a day for a week, one a week for a"
              + " month, within 2 GB or three times the mind.",
      footer = {"  pmm snapshot prune"})
  int prune(@Option(names = "--json", description = JSON) boolean json) {
    Copies copies = Copies.of(shell);
    List<Snapshot> removed = copies.prune();
    List<Snapshot> kept = copies.list();
    if (json) {
      shell.screen().json(Map.of("removed", documents(removed), "kept", documents(kept)));
    } else {
      removed.forEach(snapshot -> shell.screen().result("Removed " + snapshot.name()));
      shell
          .screen()
          .result(
              "Removed "
                  + Text.count(removed.size(), "snapshot")
                  + "; "
                  + Text.count(kept.size(), "is", "are")
                  + " kept");
    }
    return ExitCode.DONE;
  }

  @Command(
      name = "drill",
      description =
          "Try whether the newest snapshot can be restored, in a folder that is removed again.",
      footer = {"  pmm snapshot drill"})
  int drill(@Option(names = "--json", description = JSON) boolean json) {
    Copies copies = Copies.of(shell);
    if (copies.list().isEmpty()) {
      throw Failure.notSo(
          "There is no snapshot to try. Make one with: " + shell.commandLine("snapshot create"));
    }
    Drill drill = copies.drill();
    if (json) {
      shell
          .screen()
          .json(
              Map.of(
                  "snapshot",
                  document(drill.snapshot()),
                  "continued",
                  drill.continued(),
                  "root",
                  drill.entry().copy().root(),
                  "head_hash",
                  drill.entry().copy().hash()));
    } else {
      shell
          .screen()
          .result(
              drill.snapshot().name()
                  + " was restored into a scratch folder and found whole. "
                  + (drill.continued()
                      ? "The living mind goes on from its last event."
                      : "The living mind has left its history: it does not hold its last event."));
    }
    return drill.continued() ? ExitCode.DONE : ExitCode.NOT_SO;
  }

  private void requireMind() {
    if (!shell.lives()) {
      throw Failure.notSo(
          "There is no mind in " + shell.homeFolder() + ": it begins with the first message");
    }
  }

  private void tell(Snapshot snapshot, RestoreReport done) {
    Screen screen = shell.screen();
    screen.result(
        "The mind goes on from "
            + snapshot.name()
            + ", through event "
            + done.through()
            + ". "
            + saying(done.through() + 1, done.head().id()));
    done.left().ifPresent(left -> screen.result("Left: " + Text.count(left.id(), "event")));
    done.kept().ifPresent(kept -> screen.result("What was left is kept in " + kept));
    Copies.tellForgotten(screen, done.forgottenAgain(), done.forgottenUnknown());
    screen.result("All consents are void, and the network mode is \"ask\".");
    WayOut.sign(shell).forEach(screen::result);
  }

  /** The events that the restore itself wrote, in words. */
  private static String saying(long first, long last) {
    return first == last
        ? "Event " + first + " says so."
        : "Events " + first + " to " + last + " say so.";
  }

  private static String words(Snapshot snapshot) {
    return Text.count(snapshot.events(), "event") + ", " + Text.size(snapshot.sizeBytes());
  }

  private static List<Object> documents(List<Snapshot> snapshots) {
    return snapshots.stream().map(s -> (Object) document(s)).toList();
  }

  private static Map<String, Object> document(Snapshot snapshot) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("name", snapshot.name());
    document.put("create_time", snapshot.time().toString());
    document.put("event_count", snapshot.events());
    document.put("size_bytes", snapshot.sizeBytes());
    return document;
  }

  private static Map<String, Object> document(RestoreReport done) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("through_event_id", done.through());
    document.put("event_count", done.head().id());
    document.put("head_hash", done.head().hash());
    document.put("left_event_id", done.left().map(Head::id).orElse(0L));
    document.put("left_hash", done.left().map(Head::hash).orElse(""));
    document.put("kept_path", done.kept().map(Object::toString).orElse(""));
    document.put("forgotten_again_count", done.forgottenAgain());
    document.put("forgotten_unknown", done.forgottenUnknown());
    return document;
  }
}
