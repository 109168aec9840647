package pmm.cli;

import com.google.protobuf.ByteString;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import pmm.ledger.v1.ImportLedgerRequest;
import pmm.ledger.v1.ImportLedgerResponse;
import pmm.mindfile.Incoming;
import pmm.mindfile.Options;
import pmm.mindfile.RestoreReport;
import pmm.mindfile.Restorer;
import pmm.mindfile.VerifiedCopy;
import pmm.rpc.PacedSender;
import pmm.rpc.RemoteProblem;

/**
 * Reads an export, or another mind file, into a home: every line is checked, and all are stored or
 * none. A mind that lives there is replaced only when asked, and kept. The archive of another
 * assistant is brought to the mind that lives there.
 */
@Command(
    footer = {
      "  pmm import chatgpt-export.zip --dry-run",
      "  pmm import chatgpt-export.zip",
      "  pmm import --undo 0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b",
      "  pmm import my-mind.jsonl",
      "  pmm --home ~/second-mind import my-mind.jsonl",
      "  pmm import /media/stick/mind-20261122T180305Z-412.db --replace"
    })
final class ImportCommand implements Callable<Integer> {
  private static final String WHAT = "Importing";
  private static final int PART = 256 << 10;

  private static final int PEEK = 4;
  private static final String EXPECTED =
      " (expected: the archive of another assistant, mostly a ZIP, what pmm export --jsonl wrote, or"
          + " a mind.db)";

  private final Shell shell;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description =
          "The archive of another assistant (ChatGPT, Claude and others): a ZIP, a file or a folder."
              + " Or what pmm export --jsonl wrote, or a mind.db.")
  Path file = Path.of("");

  @Option(
      names = "--replace",
      description =
          "Put it in the place of the mind that lives here. A snapshot is made first, and what was"
              + " here is kept as a file. The same mind goes on from there, as after a restore.")
  boolean replace;

  @Option(names = "--dry-run", description = "Check everything, and change nothing.")
  boolean dryRun;

  @Option(
      names = "--no-attachments",
      description = "Leave out the files of an archive; their names stay.")
  boolean noAttachments;

  @Option(
      names = "--conversation",
      paramLabel = "ID",
      description = "Only this conversation of an archive, by the archive's id; can be repeated.")
  List<String> conversations = List.of();

  @Option(names = "--list", description = "Name the imports of archives there were.")
  boolean list;

  @Option(names = "--report", paramLabel = "ID", description = "Show what came of an import.")
  @Nullable String report;

  @Option(
      names = "--undo",
      paramLabel = "ID",
      description = "Forget all words and facts that an import brought, for good.")
  @Nullable String undo;

  @Option(names = "--json", description = "Print one JSON document.")
  boolean json;

  /** The hash of the last event of the mind that is replaced; empty where nothing writes to it. */
  private String left = "";

  ImportCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (list) {
      return new ImportHistory(shell, json).list();
    }
    if (report != null) {
      return new ImportHistory(shell, json).report(report);
    }
    if (undo != null) {
      return new ImportHistory(shell, json).undo(undo);
    }
    if (file.toString().isEmpty()) {
      throw Failure.notDone("Say what to import: FILE");
    }
    if (!Files.isRegularFile(file) && !Files.isDirectory(file)) {
      throw Failure.notDone(
          (Files.exists(file) ? file + " is a device" : "There is no file " + file) + EXPECTED);
    }
    if (ArchiveImport.mayBe(file)) {
      ArchiveImport archive = new ArchiveImport(shell, json, noAttachments, conversations);
      return dryRun ? archive.dryRun(file) : archive.run(file);
    }
    return importMind();
  }

  private int importMind() throws IOException, InterruptedException {
    Incoming incoming = recognise();
    boolean runs = shell.reachesServices();
    boolean living = shell.lives();
    if (living && runs) {
      left = Copies.of(shell).head();
    }
    ImportedMind done;
    if (dryRun) {
      done = inScratch(fresh -> ImportedMind.of(incoming.writeTo(fresh)));
    } else if (living && !replace) {
      throw lives();
    } else if (living && !shell.confirm(question())) {
      throw Failure.notSo("Nothing was changed.");
    } else {
      done = runs ? send(incoming) : ImportedMind.of(importHere(incoming, living));
    }
    shell.screen().clearProgress();
    tell(done);
    if (dryRun && living && !replace && !json) {
      shell.screen().say(instead("To import it for real, as a mind lives here, give it"));
    }
    return ExitCode.DONE;
  }

  private String question() {
    return "Put what is in "
        + file
        + " in the place of the mind in "
        + shell.homeFolder()
        + "? That one is kept as a file beside it.";
  }

  private void tell(ImportedMind done) {
    Screen screen = shell.screen();
    if (json) {
      Map<String, @Nullable Object> document = new LinkedHashMap<>();
      document.put("dry_run", dryRun);
      document.put("event_count", done.events());
      document.put("head_hash", done.headHash());
      document.put("kept_path", done.kept().isEmpty() ? null : done.kept());
      document.put("forgotten_again_count", done.forgottenAgain());
      document.put("forgotten_unknown", done.forgottenUnknown());
      screen.json(document);
      return;
    }
    String events = Text.count(done.events(), "event");
    if (dryRun) {
      screen.result(
          "Would import " + events + ": all of " + file + " is whole. Nothing was changed.");
    } else if (done.kept().isEmpty()) {
      screen.result("Imported " + events + " into " + shell.homeFolder());
    } else {
      screen.result(
          file + " is in the place of the mind that was here; it holds " + events + " now.");
      screen.result("The mind that was here is kept in " + done.kept());
      screen.result("All consents are void.");
      WayOut.sign(shell).forEach(screen::result);
    }
    Copies.tellForgotten(screen, done.forgottenAgain(), done.forgottenUnknown());
  }

  /** By content, never by name. */
  private Incoming recognise() throws IOException {
    Incoming incoming =
        Incoming.of(file, (done, total) -> shell.screen().progress(WHAT, done, total));
    if (incoming instanceof Incoming.Export) {
      requireLines();
    }
    return incoming;
  }

  private void requireLines() throws IOException {
    byte[] start;
    try (InputStream in = Files.newInputStream(file)) {
      start = in.readNBytes(PEEK);
    }
    if (start.length == 0) {
      throw Failure.notDone(file + " is empty" + EXPECTED + ". Fetch it again");
    }
    if (start[0] != '{') {
      String kind = kind(new String(start, StandardCharsets.ISO_8859_1));
      throw Failure.notDone(file + " " + kind + EXPECTED);
    }
  }

  private static String kind(String start) {
    if (start.startsWith("\u00ff\u00d8\u00ff")) {
      return "is a photo (JPEG)";
    }
    if (start.startsWith("%PDF")) {
      return "is a PDF";
    }
    return start.startsWith("Rar!") || start.startsWith("7z\u00bc\u00af")
        ? "is packed in a way that is not read here; unpack it, and import the folder"
        : "is no archive that is known, and holds no JSON lines";
  }

  private RestoreReport importHere(Incoming incoming, boolean living) {
    Restorer restorer =
        new Restorer(shell.homeFolder(), Options.defaults().withClock(shell.clock()));
    return living ? restorer.replace(incoming, Mesh.ACTOR) : restorer.bringIn(incoming, Mesh.ACTOR);
  }

  private ImportedMind send(Incoming incoming) throws IOException, InterruptedException {
    return switch (incoming) {
      case Incoming.Export lines -> send(lines.file());
      // A log may lie beside it, without which it is not all of the mind.
      case Incoming.Copy copy ->
          inScratch(whole -> {
            VerifiedCopy.copy(copy.file(), whole);
            return send(whole);
          });
    };
  }

  /** What is done with a file that is gone afterwards. */
  private interface Trial {
    ImportedMind with(Path scratch) throws IOException, InterruptedException;
  }

  private static ImportedMind inScratch(Trial trial) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("pmm-import");
    Path scratch = folder.resolve("mind.db");
    try {
      return trial.with(scratch);
    } finally {
      Files.deleteIfExists(scratch);
      Files.delete(folder);
    }
  }

  private ImportedMind send(Path source) throws IOException, InterruptedException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(source), PART)) {
      return ImportedMind.of(send(in, Files.size(source)));
    }
  }

  private ImportLedgerResponse send(InputStream in, long total)
      throws IOException, InterruptedException {
    PacedSender<ImportLedgerRequest, ImportLedgerResponse> sender = new PacedSender<>();
    shell.mesh().ledgerStreams().importLedger(sender);
    long sent = 0;
    for (byte[] part = in.readNBytes(PART); part.length > 0; part = in.readNBytes(PART)) {
      ImportLedgerRequest request =
          ImportLedgerRequest.newBuilder()
              .setJsonl(ByteString.copyFrom(part))
              .setReplace(replace)
              .setExpectedHeadHash(left)
              .build();
      if (!sender.send(request)) {
        break;
      }
      sent += part.length;
      shell.screen().progress(WHAT + " (" + Text.size(sent) + ")", sent, total);
    }
    try {
      return sender.finish();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (RemoteProblem.from(cause)
          .filter(p -> p.reason().equals("LEDGER_NOT_EMPTY"))
          .isPresent()) {
        throw lives();
      }
      throw Problems.explain(cause, shell);
    }
  }

  private Failure lives() {
    return Failure.notDone(
        "A mind lives in "
            + shell.homeFolder()
            + " already, and two are never mixed. Nothing was changed. "
            + instead("Give the other one"));
  }

  private String instead(String give) {
    return give
        + " a home of its own:\n  pmm --home DIR import "
        + file
        + "\nOr put it in the place of this one:\n  "
        + shell.commandLine("import " + file + " --replace");
  }
}
