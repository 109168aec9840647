package pmm.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import pmm.mindfile.Fault;
import pmm.mindfile.Finding;
import pmm.mindfile.QuickReport;
import pmm.mindfile.VerifyReport;
import pmm.mindfile.VerifyReport.Broken;
import pmm.mindfile.VerifyReport.Facts;
import pmm.mindfile.VerifyReport.NotCheckable;
import pmm.mindfile.VerifyReport.Whole;
import pmm.mindfile.Witness;

/**
 * What verifying has found, in words.
 *
 * @param target the file
 * @param from where a quick check went on from; null after a full one
 */
record VerifyWords(Shell shell, Path target, @Nullable QuickReport from) {
  private static final int MORE_FINDINGS = 10;

  void tell(VerifyReport report) {
    Screen screen = shell.screen();
    switch (report) {
      case Whole whole -> {
        screen.result(
            screen.green("Whole")
                + ": nothing was changed in "
                + checked(whole.facts(), from)
                + " of "
                + target);
        facts(whole.facts());
      }
      case Broken broken -> {
        if (isWholeInItself(broken)) {
          screen.result(
              screen.yellow("Whole in itself, but " + doubt(broken.first())) + ": " + target);
          screen.result(line(broken.first()));
        } else {
          screen.result(screen.red("Broken") + ": " + target);
          screen.result(line(broken.first()));
          screen.result(intact(broken.facts()));
        }
        broken.findings().stream()
            .skip(1)
            .limit(MORE_FINDINGS)
            .forEach(finding -> screen.result("Also " + line(finding)));
        if (broken.findings().size() > MORE_FINDINGS + 1) {
          screen.result(
              "and " + (broken.findings().size() - MORE_FINDINGS - 1) + " more (--json shows all)");
        }
        facts(broken.facts());
        WayOut.of(shell, target, broken.findings()).forEach(screen::result);
      }
      case NotCheckable not -> screen.say("Could not be checked: " + Text.safe(not.message()));
    }
  }

  /** Whether nothing in the file was changed: what is wrong is how it stands to what was seen. */
  static boolean isWholeInItself(Broken broken) {
    return broken.findings().stream().noneMatch(finding -> finding.fault().isInTheFile());
  }

  private static String doubt(Finding first) {
    return first.fault() == Fault.RESTORED
        ? "restored, and that is not signed yet"
        : "not what was seen of it before";
  }

  private static String line(Finding finding) {
    return Text.safe(finding.row() + ": " + finding.fault().word() + ". " + finding.message());
  }

  private static String intact(Facts facts) {
    return facts.intactThrough() == 0
        ? "No event before it is intact."
        : "Intact: "
            + (facts.intactThrough() == 1
                ? "event 1"
                : "events 1 to " + String.format(Locale.ROOT, "%,d", facts.intactThrough()));
  }

  private void facts(Facts facts) {
    Screen screen = shell.screen();
    List<List<String>> rows = new ArrayList<>();
    QuickReport start = from;
    if (start != null) {
      rows.add(List.of("  quick", quick(start)));
    }
    if (facts.mindId() != null) {
      rows.add(List.of("  mind", Text.safe(facts.mindId())));
    }
    if (facts.headHash() != null) {
      rows.add(List.of("  last hash", facts.headHash()));
      rows.add(List.of("  Merkle root", facts.merkleRoot()));
    }
    if (facts.blobs() > 0) {
      rows.add(List.of("  attachments", Text.count(facts.blobs(), "chunk") + " checked"));
    }
    if (facts.forgotten() > 0) {
      rows.add(List.of("  forgotten", forgotten(facts)));
    }
    facts.signed().ifPresent(witness -> rows.add(List.of("  signed", signed(witness, facts))));
    for (Witness witness : facts.witnesses()) {
      rows.add(List.of("  " + label(witness, facts.witnesses()), words(witness)));
    }
    String label = "  not covered";
    for (String note : facts.notCovered()) {
      rows.add(List.of(label, note));
      label = "";
    }
    screen.table(rows);
  }

  private static String checked(Facts facts, @Nullable QuickReport from) {
    return from == null
        ? Text.count(facts.events(), "event")
        : Text.count(facts.events() - from.through(), "event") + " after event " + from.through();
  }

  private static String quick(QuickReport from) {
    Instant full = from.fullAt();
    return (from.signedBy() == null
            ? "from a note beside the file, which proves nothing; "
            : "from the checkpoint signed by " + from.signedBy() + "; ")
        + (full == null
            ? "no full verification is known"
            : "the last full verification was %s, %s ago"
                .formatted(When.minute(full), When.span(Duration.between(full, Instant.now()))));
  }

  /** "3 items at events 8, 12", and only the first few events of many. */
  private static String forgotten(Facts facts) {
    String events =
        facts.forgottenAt().keySet().stream()
            .limit(MORE_FINDINGS)
            .map(String::valueOf)
            .collect(Collectors.joining(", "));
    int count = facts.forgottenAt().size();
    return Text.count(facts.forgotten(), "item")
        + " forgotten at "
        + (count == 1 ? "event " : "events ")
        + events
        + (count > MORE_FINDINGS ? " ..." : "");
  }

  /** The name of the file that keeps a witness; its path where that of another is called so too. */
  private static String label(Witness witness, List<Witness> all) {
    return all.stream().filter(other -> name(other).equals(name(witness))).count() > 1
        ? witness.source()
        : name(witness);
  }

  private static String name(Witness witness) {
    return witness.source().substring(witness.source().lastIndexOf('/') + 1);
  }

  private static String signed(Witness witness, Facts facts) {
    long newer = facts.events() - witness.size();
    return "to event "
        + witness.size()
        + " by the key "
        + String.valueOf(witness.signedBy()).substring(0, 16)
        + "...; "
        + switch ((int) Math.min(newer, 2)) {
          case 0 -> "nothing is newer";
          case 1 -> "1 newer event is unsigned";
          default -> String.format(Locale.ROOT, "%,d newer events are unsigned", newer);
        };
  }

  private static String words(Witness witness) {
    String seen = "the head seen at event " + witness.size();
    return switch (witness.standing()) {
      case EQUAL -> "ends with " + seen;
      case EXTENDS -> "holds " + seen + ", and more";
      case TRUNCATED -> "TRUNCATED: " + seen + " is gone";
      case FORKED -> "FORKED: another history than " + seen;
      case RESTORED -> "restored; left " + seen + " behind, and says so";
    };
  }
}
