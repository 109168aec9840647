package pmm.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import pmm.mindfile.Prover;
import pmm.mindfile.proof.ProofFile;
import pmm.rpc.PrivateFiles;

/** Proves that an event is in the mind, or that the mind of today continues an earlier one. */
@Command(
    footer = {
      "  pmm prove 42 --out event-42.proof",
      "  pmm prove 42 --reveal",
      "  pmm prove --from 1000",
      "",
      "Whoever has the proof checks it with: pmm verify --proof FILE --key PUB"
    })
final class ProveCommand implements Callable<Integer> {
  private final Shell shell;

  @Parameters(
      arity = "0..1",
      paramLabel = "EVENT",
      converter = EventId.class,
      description = "The event to prove.")
  @Nullable Long event;

  @Option(
      names = "--reveal",
      description = "Show in the proof what the event holds, not only when.")
  boolean reveal;

  @Option(
      names = "--from",
      paramLabel = "N",
      converter = EventId.class,
      description = "Prove that nothing up to event N has changed since.")
  @Nullable Long from;

  @Option(
      names = "--to",
      paramLabel = "M",
      converter = EventId.class,
      description = "With --from: up to event M (else the last one).")
  @Nullable Long to;

  @Option(names = "--out", paramLabel = "FILE", description = "Where to write it (else here).")
  @Nullable Path out;

  ProveCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    if ((event == null) == (from == null) || (to != null && from == null)) {
      throw Failure.notDone("Say what to prove: an event, or --from N [--to M]");
    }
    Path mind = shell.homeFolder().resolve("mind.db");
    if (Files.notExists(mind)) {
      throw Failure.notSo(
          "There is nothing to prove in "
              + shell.homeFolder()
              + ": the mind begins with the first message");
    }
    ProofFile proof;
    try (Prover prover = Prover.open(mind)) {
      proof = prove(prover);
    }
    boolean signed = !proof.head().signatures().isEmpty();
    Path target = out;
    if (target == null) {
      shell.screen().piece(proof.format());
    } else {
      if (Files.exists(target) && !shell.confirm(target + " is there already. Replace it?")) {
        throw Failure.notSo("Nothing was written; " + target + " is as it was.");
      }
      Files.deleteIfExists(target);
      PrivateFiles.write(target.toAbsolutePath(), proof.format());
      shell.screen().result("Wrote the proof to " + target);
    }
    if (!signed) {
      shell
          .screen()
          .say(
              "Nobody has signed what it leads to: others can check it only against this mind. Sign with: "
                  + shell.commandLine("sign --key KEY"));
    }
    return ExitCode.DONE;
  }

  private ProofFile prove(Prover prover) {
    Long older = from;
    Long wanted = event;
    if (older != null) {
      long newer = to == null ? prover.events() : to;
      requireKnown(older, prover);
      requireKnown(newer, prover);
      if (older > newer) {
        throw Failure.notDone("From event " + older + " to event " + newer + " is backwards");
      }
      return prover.continuation(older, newer);
    }
    long id = wanted == null ? 0 : wanted;
    requireKnown(id, prover);
    return prover.event(id, reveal);
  }

  private static void requireKnown(long id, Prover prover) {
    if (id > prover.events()) {
      throw Failure.notSo("There is no event " + id + " (1 to " + prover.events() + ")");
    }
  }
}
