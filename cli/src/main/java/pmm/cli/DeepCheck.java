package pmm.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import pmm.mindfile.Fault;
import pmm.mindfile.Finding;
import pmm.mindfile.MindReader;
import pmm.mindfile.Projection;
import pmm.mindfile.VerifyReport;
import pmm.mindfile.VerifyReport.Broken;
import pmm.mindfile.VerifyReport.Facts;
import pmm.mindfile.VerifyReport.NotCheckable;
import pmm.mindfile.VerifyReport.Whole;
import pmm.mindstate.MindState;
import pmm.mindstate.Snapshot;

/**
 * Replays the events of an intact chain and compares what they give with the derived values that
 * are stored.
 */
final class DeepCheck {
  private static final String NOTE = "projections: ";

  private final List<Finding> findings = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private MindState state = MindState.EMPTY;

  private DeepCheck() {}

  /** The same report, with what replaying has shown; a chain that is broken is not replayed. */
  static VerifyReport extend(Path file, VerifyReport report) {
    return switch (report) {
      case Whole whole -> new DeepCheck().run(file, whole.facts());
      case Broken broken -> broken;
      case NotCheckable not -> not;
    };
  }

  private VerifyReport run(Path file, Facts facts) {
    try (MindReader reader = MindReader.open(file)) {
      compare(reader, reader.projections());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    facts.notCovered().stream().filter(note -> !note.startsWith(NOTE)).forEach(notes::add);
    Facts replayed =
        new Facts(
            facts.events(),
            facts.intactThrough(),
            facts.headHash(),
            facts.merkleRoot(),
            facts.mindId(),
            facts.forgottenAt(),
            facts.blobs(),
            facts.witnesses(),
            notes);
    return findings.isEmpty()
        ? new Whole(replayed)
        : new Broken(findings.getFirst(), findings, replayed);
  }

  private void compare(MindReader reader, List<Projection> stored) {
    Map<Long, List<Projection>> byEvent = new HashMap<>();
    for (Projection projection : stored) {
      if (projection.reducerVersion().equals(MindState.VERSION)) {
        byEvent
            .computeIfAbsent(projection.appliedThrough(), event -> new ArrayList<>())
            .add(projection);
      } else {
        notes.add(
            NOTE
                + "%s was derived by %s (replayed are those of %s)"
                    .formatted(projection.key(), projection.reducerVersion(), MindState.VERSION));
      }
    }
    TreeSet<Long> due = new TreeSet<>(byEvent.keySet());
    if (!due.isEmpty()) {
      reader.events(
          due.last(),
          event -> {
            state = MindState.reduce(state, ReplayedMind.stateEvent(event));
            if (due.contains(event.id())) {
              compare(byEvent.getOrDefault(event.id(), List.of()));
            }
          });
    }
  }

  /** Compares the rows that were derived through the event that was replayed last. */
  private void compare(List<Projection> rows) {
    Set<String> same = new HashSet<>();
    Snapshot.write(
        state,
        (part, number) -> {
          for (Projection row : rows) {
            if (row.key().equals(Snapshot.key(number)) && row.holds(part.toString())) {
              same.add(row.key());
            }
          }
        });
    for (Projection row : rows) {
      if (!same.contains(row.key())) {
        findings.add(
            new Finding(
                0,
                "projections " + row.key(),
                Fault.PROJECTION,
                "is not what events 1 to %d give".formatted(row.appliedThrough())));
      }
    }
  }
}
