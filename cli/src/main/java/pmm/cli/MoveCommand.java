package pmm.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import pmm.mindfile.HeldHome;
import pmm.mindfile.Snapshot;
import pmm.mindfile.VerifiedCopy;
import pmm.rpc.PrivateFiles;

/** Moves the home to another place: copied, verified there, and the old one kept. */
@Command(
    footer = {
      "  pmm move /data/pmm",
      "",
      "Where the home was, a link leads to where it is now, so that everything finds it as before."
    })
final class MoveCommand implements Callable<Integer> {
  private final Shell shell;

  @Parameters(paramLabel = "DIR", description = "Where the home shall be; it must not be there.")
  Path folder = Path.of("");

  MoveCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path home = shell.homeFolder();
    Path target = target(home);
    Path real = home.toRealPath();
    Supervision supervision = shell.supervision();
    boolean ran = supervision.anyRuns();
    if (ran) {
      if (!shell.confirm("PMM runs. Stop it, move " + home + " to " + target + ", start again?")) {
        throw Failure.notSo("Nothing was moved.");
      }
      new StopCommand(shell).stop(supervision);
    }
    Path old;
    try (HeldHome held = HeldHome.hold(home)) {
      boolean folderWasThere = Files.exists(target);
      try {
        copy(real, target);
        verify(real, target);
        held.moveTo(target);
      } catch (IOException | RuntimeException e) {
        throw notMoved(target, folderWasThere, e);
      }
      old = change(home, real, target);
    }
    Files.deleteIfExists(old.resolve("mind.db.lock"));
    Screen screen = shell.screen();
    screen.result("Moved to " + target + ", and found whole there. " + home + " leads to it.");
    screen.result("The old folder is kept as " + old + " until you delete it.");
    if (ran) {
      StartCommand start = new StartCommand(shell);
      start.noOpen = true;
      return start.call();
    }
    return ExitCode.DONE;
  }

  private Path target(Path home) throws IOException {
    Path target = folder.toAbsolutePath().normalize();
    Path parent = target.getParent();
    if (!Files.isDirectory(home)) {
      throw Failure.notDone("There is no home at " + home + " (expected: one to move)");
    }
    if (parent == null || !Files.isDirectory(parent)) {
      throw Failure.notDone("There is no folder " + parent + " (expected: one to move into)");
    }
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS) && !isEmptyFolder(target)) {
      throw Failure.notDone(target + " is there already (expected: nothing, or an empty folder)");
    }
    if (parent.toRealPath().startsWith(home.toRealPath())) {
      throw Failure.notDone(target + " is in the home itself (expected: a folder elsewhere)");
    }
    return target;
  }

  private static boolean isEmptyFolder(Path path) throws IOException {
    if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try (Stream<Path> files = Files.list(path)) {
      return files.findAny().isEmpty();
    }
  }

  /** Half a copy holds words too, and would be in the way of the next try. */
  private Failure notMoved(Path target, boolean folderWasThere, Exception problem) {
    String left = "nothing of it is left there.";
    try {
      if (Files.exists(target)) {
        DeleteCommand.remove(target);
      }
      if (folderWasThere) {
        PrivateFiles.createFolder(target);
      }
    } catch (IOException | RuntimeException e) {
      left = "delete what was copied, it holds words of the mind: " + target;
    }
    shell.screen().clearProgress();
    String why =
        problem instanceof IOException io
            ? Problems.cause(io)
            : Problems.explain(problem, shell).text();
    return Failure.notDone(
        "Copying to " + target + " failed: " + why + ". The home is where it was; " + left);
  }

  /** All but what is written anew at each start. */
  private void copy(Path home, Path target) throws IOException {
    PrivateFiles.createFolder(target);
    Files.walkFileTree(
        home,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes)
              throws IOException {
            if (path.equals(home.resolve("run"))) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            if (!path.equals(home)) {
              Files.copy(path, there(path), StandardCopyOption.COPY_ATTRIBUTES);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path path, BasicFileAttributes attributes)
              throws IOException {
            if (!path.endsWith("mind.db.lock")) {
              shell.screen().progress("Copying " + home.relativize(path));
              Files.copy(
                  path, there(path), StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
              if (attributes.isRegularFile()) {
                sync(there(path), StandardOpenOption.WRITE);
              }
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path path, @Nullable IOException problem)
              throws IOException {
            if (problem != null) {
              throw problem;
            }
            sync(there(path), StandardOpenOption.READ);
            return FileVisitResult.CONTINUE;
          }

          private Path there(Path path) {
            return target.resolve(home.relativize(path));
          }
        });
    shell.screen().clearProgress();
  }

  private static void sync(Path path, StandardOpenOption mode) throws IOException {
    try (FileChannel channel = FileChannel.open(path, mode)) {
      channel.force(true);
    }
  }

  private static void verify(Path home, Path target) {
    if (Files.exists(home.resolve("mind.db"))) {
      VerifiedCopy before = VerifiedCopy.check(home.resolve("mind.db"));
      VerifiedCopy after = VerifiedCopy.check(target.resolve("mind.db"));
      if (!before.equals(after)) {
        throw Failure.notDone(
            "The copy in "
                + target
                + " is not the same (found: "
                + after
                + ", expected: "
                + before
                + "). The home is where it was");
      }
    }
  }

  /**
   * The link is made before the home goes, so that the moment without either is one rename. The old
   * folder is no longer the mind's home: whoever opens what lies in it opens a copy, which says so.
   */
  private Path change(Path home, Path real, Path target) throws IOException {
    boolean linked = Files.isSymbolicLink(home);
    Path leaves = linked ? real : home;
    Path old =
        leaves.resolveSibling(
            leaves.getFileName() + DeleteCommand.LEFT + Snapshot.stamp(shell.clock().instant()));
    Path link = home.resolveSibling(home.getFileName() + ".moving");
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, target);
    if (!linked) {
      Files.move(home, old, StandardCopyOption.ATOMIC_MOVE);
    }
    Files.move(link, home, StandardCopyOption.ATOMIC_MOVE);
    syncFolderOf(home);
    Files.deleteIfExists((linked ? real : old).resolve("home.id"));
    if (linked) {
      Files.move(real, old, StandardCopyOption.ATOMIC_MOVE);
    }
    syncFolderOf(old);
    return old;
  }

  private static void syncFolderOf(Path path) throws IOException {
    Path parent = path.getParent();
    if (parent != null) {
      sync(parent, StandardOpenOption.READ);
    }
  }
}
