package pmm.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import pmm.ledger.v1.Copy;
import pmm.ledger.v1.CopyLedgerRequest;
import pmm.ledger.v1.CopyLedgerResponse;
import pmm.ledger.v1.NoteCopyRequest;
import pmm.mindfile.CopyLog;
import pmm.mindfile.Snapshot;
import pmm.mindfile.Unfinished;
import pmm.mindfile.VerifiedCopy;
import pmm.rpc.PrivateFiles;

/** A copy of the whole mind outside its home, verified where it lies. */
@Command(
    footer = {
      "  pmm backup /media/stick",
      "  pmm backup ~/backups --keep 5",
      "",
      "The copy is one file. Go back to it with: pmm import --replace FILE"
    })
final class BackupCommand implements Callable<Integer> {
  private static final String PART = ".mind-backup-";

  private final Shell shell;

  @Parameters(paramLabel = "DIR", description = "A folder outside the home, best on another disk.")
  Path folder = Path.of("");

  @Option(
      names = "--keep",
      paramLabel = "N",
      description = "Keep only the newest N copies of this mind in DIR.")
  int keep;

  @Option(names = "--json", description = "Print one JSON document.")
  boolean json;

  BackupCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    if (keep < 0) {
      throw Failure.notDone("--keep " + keep + " (expected: at least 1)");
    }
    if (folder.toString().isBlank()) {
      throw Failure.notDone("DIR is empty (expected: a folder outside the home)");
    }
    if (!shell.lives()) {
      throw Failure.notSo(
          "There is nothing to copy in "
              + shell.homeFolder()
              + ": the mind begins with the first message");
    }
    Path target = target();
    Path part = Unfinished.in(target, PART);
    VerifiedCopy copy;
    Path file;
    boolean runs = shell.reachesServices();
    try {
      copy = runs ? receive(part) : copyHere(part);
      file = Snapshot.unused(target, shell.clock().instant(), copy.events());
      VerifiedCopy.rename(part, file);
    } catch (IOException e) {
      throw Failure.notDone(
          "Copying to "
              + target
              + " failed: "
              + Problems.cause(e)
              + ". No copy was made; what is there stays.");
    } finally {
      Files.deleteIfExists(part);
    }
    List<Path> removed = thin(target, file);
    note(copy, file, runs);
    tell(copy, file, removed);
    return ExitCode.DONE;
  }

  /** A copy in the home goes where the home goes. */
  private Path target() throws IOException {
    Path target = folder.toAbsolutePath().normalize();
    Path parent = target.getParent();
    if (Files.exists(target) && !Files.isDirectory(target)) {
      throw Failure.notDone(target + " is no folder (expected: one to copy the mind to)");
    }
    if (!Files.exists(target) && (parent == null || !Files.isDirectory(parent))) {
      throw Failure.notDone(
          "There is no folder "
              + parent
              + ". Is the disk there? (expected: a folder for the copy)");
    }
    Path there = Files.exists(target) || parent == null ? target : parent;
    if (Files.exists(shell.homeFolder())
        && there.toRealPath().startsWith(shell.homeFolder().toRealPath())) {
      throw Failure.notDone(
          target
              + " is in the home itself, and would be lost with it (expected: a folder elsewhere)."
              + " For a copy beside the mind: "
              + shell.commandLine("snapshot create"));
    }
    PrivateFiles.createFolder(target);
    return target.toRealPath();
  }

  private VerifiedCopy copyHere(Path part) {
    return VerifiedCopy.write(shell.home().file("mind.db"), part);
  }

  private VerifiedCopy receive(Path part) throws IOException {
    Iterator<CopyLedgerResponse> parts =
        shell.mesh().ledger().copyLedger(CopyLedgerRequest.getDefaultInstance());
    Copy sent = Copy.getDefaultInstance();
    Files.deleteIfExists(part);
    PrivateFiles.write(part, "");
    long done = 0;
    try (OutputStream out = Files.newOutputStream(part)) {
      while (parts.hasNext()) {
        CopyLedgerResponse next = parts.next();
        next.getData().writeTo(out);
        done += next.getData().size();
        shell.screen().progress("Copying", done, next.getSizeBytes());
        sent = next.getCopy();
      }
    }
    shell.screen().clearProgress();
    VerifiedCopy found = VerifiedCopy.check(part);
    VerifiedCopy expected =
        new VerifiedCopy(sent.getEventCount(), sent.getRoot(), sent.getHeadHash());
    if (!found.equals(expected)) {
      throw Failure.notDone(
          "The copy in "
              + folder
              + " holds another mind than was sent (found: "
              + found.events()
              + " events, expected: "
              + expected.events()
              + "); it was removed");
    }
    return found;
  }

  private void note(VerifiedCopy copy, Path file, boolean runs) {
    if (runs) {
      Copy noted =
          Copy.newBuilder()
              .setEventCount(copy.events())
              .setRoot(copy.root())
              .setHeadHash(copy.hash())
              .setPath(file.toString())
              .build();
      shell.mesh().ledger().noteCopy(NoteCopyRequest.newBuilder().setCopy(noted).build());
    } else {
      Instant now = shell.clock().instant();
      new CopyLog(shell.homeFolder())
          .add(new CopyLog.Entry(CopyLog.What.BACKUP, now, copy, file.toString()));
    }
  }

  /**
   * The copy just made is the newest, whatever time stands in the names of others. Copies of other
   * minds in the same folder are none of its business.
   */
  private List<Path> thin(Path target, Path file) throws IOException {
    List<Path> removed = new ArrayList<>();
    if (keep > 0) {
      Optional<String> mind = Snapshot.at(file).mindId();
      List<Snapshot> older =
          Snapshot.in(target).stream()
              .filter(copy -> !copy.path().equals(file) && copy.mindId().equals(mind))
              .toList();
      for (Snapshot copy : older.subList(0, Math.max(0, older.size() - (keep - 1)))) {
        Files.delete(copy.path());
        removed.add(copy.path());
      }
    }
    return removed;
  }

  private void tell(VerifiedCopy copy, Path file, List<Path> removed) {
    if (json) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("path", file.toString());
      document.put("event_count", copy.events());
      document.put("root", copy.root());
      document.put("head_hash", copy.hash());
      document.put("removed", removed.stream().map(Path::toString).toList());
      shell.screen().json(document);
      return;
    }
    shell
        .screen()
        .result(
            "Copied "
                + Text.count(copy.events(), "event")
                + " to "
                + file
                + ", and found the copy whole");
    removed.forEach(old -> shell.screen().result("Removed " + old));
  }
}
