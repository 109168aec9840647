package pmm.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import pmm.mindfile.Fault;
import pmm.mindfile.Finding;
import pmm.mindfile.PinnedKey;
import pmm.mindfile.Snapshot;
import pmm.mindfile.Snapshots;

/** What a person can do about a file that is not what was seen of it, each command on its line. */
final class WayOut {
  private WayOut() {}

  /** Lines; none where there is nothing to advise. */
  static List<String> of(Shell shell, Path target, List<Finding> findings) {
    Set<Fault> faults =
        findings.stream()
            .map(Finding::fault)
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Fault.class)));
    boolean own = target.toAbsolutePath().normalize().equals(MindArgument.own(shell));
    if (!own || faults.stream().anyMatch(Fault::isInTheFile)) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    if (faults.contains(Fault.TRUNCATED) || faults.contains(Fault.FORKED)) {
      lines.addAll(older(shell));
    } else if (faults.contains(Fault.RESTORED)) {
      lines.addAll(sign(shell));
    }
    return lines;
  }

  /** How a restore is made good where this mind is signed. */
  static List<String> sign(Shell shell) {
    return PinnedKey.of(shell.homeFolder()).read().isEmpty()
        ? List.of()
        : List.of(
            "This mind is signed: sign it again, so that everybody can tell that the restore was"
                + " yours:",
            "  " + shell.commandLine("sign --key KEY"));
  }

  private static List<String> older(Shell shell) {
    List<String> lines = new ArrayList<>();
    lines.add("If a newer file was replaced by mistake, stop PMM and put that one back.");
    newest(shell)
        .ifPresent(snapshot -> {
          lines.add("Or go on from a snapshot; the one with the most events is:");
          lines.add("  " + shell.commandLine("snapshot restore " + snapshot.name()));
        });
    return lines;
  }

  private static Optional<Snapshot> newest(Shell shell) {
    return new Snapshots(shell.homeFolder(), shell.clock())
        .list().stream().max(Comparator.comparingLong(Snapshot::events));
  }
}
