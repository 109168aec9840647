package pmm.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import pmm.mindfile.Finding;
import pmm.mindfile.PinnedKey;
import pmm.mindfile.Progress;
import pmm.mindfile.QuickReport;
import pmm.mindfile.Trust;
import pmm.mindfile.Verifier;
import pmm.mindfile.VerifyOptions;
import pmm.mindfile.VerifyReport;
import pmm.mindfile.VerifyReport.Broken;
import pmm.mindfile.VerifyReport.Facts;
import pmm.mindfile.VerifyReport.NotCheckable;
import pmm.mindfile.VerifyReport.Whole;
import pmm.mindfile.Witness;
import pmm.mindfile.proof.VerifyingKey;

/** Recomputes the whole chain from the stored bytes. Needs nothing running. */
@Command(
    footer = {
      "  pmm verify",
      "  pmm verify ~/backup/mind.db",
      "  pmm verify --sig my-mind.sig --key mind.key.pub",
      "  pmm verify --proof event-42.proof --key mind.key.pub",
      "  pmm verify --json",
      "  pmm verify --quick",
      "  pmm verify --deep",
      "",
      "Exit code 0: whole. 1: broken, and the first bad event is named. 2: it could not be checked,",
      "or it is signed by an unknown key."
    })
final class VerifyCommand implements Callable<Integer> {
  private final Shell shell;

  @Mixin MindArgument mind = new MindArgument();

  @Option(
      names = "--sig",
      paramLabel = "SIG",
      description = "A signature that must hold; the one beside FILE is compared with anyway.")
  @Nullable Path signature;

  @Option(
      names = "--key",
      paramLabel = "PUB",
      description = "The public key to trust (else the one that this home has pinned).")
  @Nullable Path key;

  @Option(
      names = "--proof",
      paramLabel = "PROOF",
      description = "Check this proof instead of a whole file.")
  @Nullable Path proof;

  @Option(names = "--json", description = "Print one JSON document.")
  boolean json;

  @Option(
      names = "--quick",
      description = "Only the events after the last full verification; says how old that is.")
  boolean quick;

  @Option(
      names = "--deep",
      description = "Also replay the events, and compare what was derived from them.")
  boolean deep;

  private @Nullable QuickReport from;

  VerifyCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    if (quick && deep) {
      throw Failure.notDone("Say one of --quick and --deep: replaying needs every event");
    }
    Path target = mind.of(shell);
    if (proof != null) {
      return proof(proof);
    }
    if (mind.isOwn() && !Files.exists(target) && shell.liesElsewhere()) {
      if (quick || deep || signature != null) {
        throw Failure.notDone(
            "--quick, --deep and --sig need the file, which lies with its ledger (expected: this"
                + " command in the ledger's container)");
      }
      return new VerifyRunning(shell, json).run();
    }
    VerifyReport report = Files.exists(target) ? verify(target) : missing(target);
    shell.screen().clearProgress();
    if (json) {
      shell.screen().json(document(target, report));
    } else {
      new VerifyWords(shell, target, from).tell(report);
    }
    return report.exitCode();
  }

  private int proof(Path given) {
    if (!mind.isOwn()) {
      throw Failure.notDone("Say one of FILE and --proof: a proof is checked without a file");
    }
    Screen screen = shell.screen();
    ProofCheck.Found found;
    try {
      found = new ProofCheck(trusted(), mind.of(shell)).check(given, signature);
    } catch (Failure failure) {
      if (!json) {
        throw failure;
      }
      screen.json(ProofCheck.document(given, failure));
      return failure.exitCode();
    }
    if (json) {
      screen.json(ProofCheck.document(given, found));
    } else {
      screen.result(screen.green("Proved") + ": " + ProofCheck.line(found));
      screen.table(ProofCheck.rows(found));
    }
    return ExitCode.DONE;
  }

  private @Nullable VerifyingKey trusted() {
    return key == null
        ? PinnedKey.of(shell.homeFolder()).read().orElse(null)
        : SigningKeys.verifying(key);
  }

  private VerifyReport verify(Path target) {
    if (quick) {
      QuickReport found = Verifier.quick(target, trusted());
      from = found;
      return found.report();
    }
    VerifyOptions options = VerifyOptions.defaults().trusting(new Trust(trusted(), signature));
    Progress progress = (done, total) -> shell.screen().progress("Verifying", done, total);
    VerifyReport report =
        mind.isOwn()
            ? Verifier.verifyAndNote(target, options, progress)
            : Verifier.verify(target, options, progress);
    return deep ? DeepCheck.extend(target, report) : report;
  }

  private VerifyReport missing(Path target) {
    String message =
        mind.isOwn()
            ? "There is no mind in "
                + shell.homeFolder()
                + " yet: it begins with the first message. To check another file: pmm verify FILE"
            : "There is no file " + target + " (expected: a mind.db)";
    return new NotCheckable(pmm.mindfile.MindFileException.Reason.NOT_A_MIND_FILE, message);
  }

  private Map<String, @Nullable Object> document(Path target, VerifyReport report) {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("file", target.toString());
    document.put("quick", quick);
    QuickReport start = from;
    if (start != null) {
      Instant full = start.fullAt();
      document.put("from_event_id", start.through());
      document.put("signed_by", start.signedBy());
      document.put("full_verify_time", full == null ? null : full.toString());
    }
    switch (report) {
      case Whole whole -> {
        document.put("verdict", "whole");
        facts(document, whole.facts());
      }
      case Broken broken -> {
        document.put("verdict", "broken");
        document.put("whole_in_itself", VerifyWords.isWholeInItself(broken));
        document.put("first", finding(broken.first()));
        document.put("findings", broken.findings().stream().map(VerifyCommand::finding).toList());
        facts(document, broken.facts());
      }
      case NotCheckable not -> {
        document.put("verdict", "not_checked");
        document.put("reason", not.reason().name().toLowerCase(Locale.ROOT));
        document.put("message", not.message());
      }
    }
    return document;
  }

  private static Map<String, Object> finding(Finding finding) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("event_id", finding.eventId());
    fields.put("row", finding.row());
    fields.put("fault", finding.fault().word());
    fields.put("message", finding.message());
    return fields;
  }

  private static void facts(Map<String, @Nullable Object> document, Facts facts) {
    document.put("event_count", facts.events());
    document.put("intact_through_event_id", facts.intactThrough());
    document.put("head_hash", facts.headHash());
    document.put("merkle_root", facts.merkleRoot());
    document.put("mind_id", facts.mindId());
    document.put("forgotten_count", facts.forgotten());
    document.put("blob_count", facts.blobs());
    document.put(
        "witnesses",
        facts.witnesses().stream()
            .map(witness ->
                Map.of(
                    "source", witness.source(),
                    "size", witness.size(),
                    "signed", witness.signedBy() != null,
                    "standing", witness.standing().name().toLowerCase(Locale.ROOT)))
            .toList());
    document.put("signed_through_event_id", facts.signed().map(Witness::size).orElse(0L));
    document.put("signed_by", facts.signed().map(Witness::signedBy).orElse(null));
    document.put("not_covered", facts.notCovered());
  }
}
