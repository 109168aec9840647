package pmm.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import pmm.ledger.v1.ExportLedgerRequest;
import pmm.ledger.v1.ExportLedgerResponse;
import pmm.mindfile.JsonlExporter;

/** The whole mind as JSON lines, from the ledger, or from the file itself where nothing runs. */
@Command(
    footer = {
      "  pmm export --jsonl --out my-mind.jsonl",
      "  pmm export --jsonl | gzip > my-mind.jsonl.gz"
    })
final class ExportCommand implements Callable<Integer> {
  private static final String WHAT = "Exporting";

  private final Shell shell;

  @Option(
      names = "--jsonl",
      description = "One event a line, with all that it takes to check and to import it.")
  boolean jsonl;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write to a file that only you can read.")
  @Nullable Path out;

  ExportCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    if (!jsonl) {
      throw Failure.notDone("Say in which form to export: --jsonl");
    }
    Path target = out;
    if (target == null) {
      OutputStream stream = new BufferedOutputStream(shell.screen().raw(), 1 << 16);
      export(stream);
      stream.flush();
      if (shell.screen().raw().checkError()) {
        throw Failure.notDone("Standard output was closed before the export was complete");
      }
      return ExitCode.DONE;
    }
    checkThatItCanBeWritten(target.toAbsolutePath());
    if (Files.exists(target) && !shell.confirm(target + " is there already. Replace it?")) {
      throw Failure.notSo("Nothing was written; " + target + " is as it was.");
    }
    long events = write(target.toAbsolutePath());
    shell.screen().result("Exported " + Text.count(events, "event") + " to " + target);
    return ExitCode.DONE;
  }

  private static void checkThatItCanBeWritten(Path target) {
    Path folder = target.getParent();
    if (Files.isDirectory(target) || folder == null) {
      throw Failure.notDone(target + " is a folder (expected: a file in it)");
    }
    if (!Files.isDirectory(folder)) {
      throw Failure.notDone(
          "There is no folder "
              + folder
              + " (expected: one to write "
              + target.getFileName()
              + " to)");
    }
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      throw Failure.notDone(
          target + " is a device (expected: a file). Without --out it goes to standard output");
    }
    if (!Files.isWritable(folder)) {
      throw Failure.notDone("Cannot write to " + target + ": its folder is not open to you");
    }
  }

  /** The file appears whole or not at all. */
  private long write(Path target) throws IOException {
    Path folder = Objects.requireNonNull(target.getParent());
    Path part;
    try {
      part =
          Files.createTempFile(
              folder,
              "." + target.getFileName(),
              ".part",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (IOException e) {
      throw Failure.notDone("Cannot write to " + target + ": " + e.getMessage());
    }
    try {
      long events;
      try (OutputStream stream = new BufferedOutputStream(Files.newOutputStream(part), 1 << 16)) {
        events = export(stream);
      }
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return events;
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private long export(OutputStream stream) throws IOException {
    Screen screen = shell.screen();
    long events = 0;
    if (shell.supervision().anyRuns()) {
      Iterator<ExportLedgerResponse> parts =
          shell.mesh().ledger().exportLedger(ExportLedgerRequest.getDefaultInstance());
      while (parts.hasNext()) {
        ExportLedgerResponse part = parts.next();
        part.getJsonl().writeTo(stream);
        events = part.getEventCount();
        screen.progress(WHAT, events, part.getTotalEventCount());
      }
    } else {
      Path file = shell.home().file("mind.db");
      if (!Files.exists(file)) {
        throw Failure.notSo(
            "There is nothing to export in "
                + shell.homeFolder()
                + ": the mind begins with the first message");
      }
      events =
          JsonlExporter.export(file, stream, (done, total) -> screen.progress(WHAT, done, total));
    }
    screen.clearProgress();
    return events;
  }
}
