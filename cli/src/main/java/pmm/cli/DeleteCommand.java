package pmm.cli;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import pmm.mindfile.CopyLog;
import pmm.mindfile.Event;
import pmm.mindfile.EventQuery;
import pmm.mindfile.HeldHome;
import pmm.mindfile.MindFile;
import pmm.mindfile.MindFileException;
import pmm.mindfile.Options;

/** Takes everything of a mind away, and says what no program can take away. */
@Command(
    footer = {
      "  pmm delete --all",
      "  pmm delete --all --name Echo --export echo.jsonl",
      "",
      "There is no way back but an export or a copy elsewhere."
    })
final class DeleteCommand implements Callable<Integer> {
  /** In the name of a folder that pmm move has left. */
  static final String LEFT = ".before-move-";

  /** What stands for the name of a mind that has none. */
  private static final String NAMELESS = "delete";

  private static final Set<String> FOLDERS =
      Set.of("snapshots", "cache", "logs", "keys", "run", "ui");
  private static final List<String> BEGINNINGS =
      List.of("mind.db", "heads.log", "home.id", "copies.log", "config.toml", "chat_history");

  /** What only a home has; a folder without it may be anybody's. */
  private static final List<String> MARKS = List.of("mind.db", "heads.log", "home.id");

  private final Shell shell;

  @Option(names = "--all", required = true, description = "Delete all of the mind. Required.")
  boolean all;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "The mind's name, for where nobody can be asked; \"delete\" if it has none.")
  @Nullable String name;

  @Option(names = "--export", paramLabel = "FILE", description = "Write an export to FILE first.")
  @Nullable Path export;

  DeleteCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    Path home = shell.homeFolder();
    if (!all || ours(home).isEmpty()) {
      throw Failure.notSo("There is nothing of a mind in " + home);
    }
    Supervision supervision = shell.supervision();
    if (supervision.anyRuns()) {
      new StopCommand(shell).stop(supervision);
    }
    String called = mindName(home).orElse(NAMELESS);
    offerExport(home);
    requireName(called);
    List<String> copies = copies(home);
    List<Path> moved = moved(home);
    List<Path> gone = new ArrayList<>();
    try (HeldHome held = HeldHome.hold(home)) {
      for (Path path : ours(home)) {
        if (!path.endsWith("mind.db.lock")) {
          remove(path);
          gone.add(path);
        }
      }
    }
    tell(home, gone, copies, moved);
    return ExitCode.DONE;
  }

  /** What belongs to a mind; the rest of the folder is somebody else's. */
  private static List<Path> ours(Path home) throws IOException {
    if (!Files.isDirectory(home)) {
      return List.of();
    }
    List<Path> ours = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(home)) {
      for (Path path : files) {
        String file = path.getFileName().toString();
        if (FOLDERS.contains(file) || BEGINNINGS.stream().anyMatch(file::startsWith)) {
          ours.add(path);
        }
      }
    }
    // Without a mark nothing else is found again, so they go last.
    ours.sort(Comparator.comparing(DeleteCommand::isMark).thenComparing(Comparator.naturalOrder()));
    return ours.stream().anyMatch(DeleteCommand::isMark) ? ours : List.of();
  }

  private static boolean isMark(Path path) {
    String file = path.getFileName().toString();
    return !file.equals("mind.db.lock") && MARKS.stream().anyMatch(file::startsWith);
  }

  /** The last name it was given; a file that cannot be read has none. */
  private static Optional<String> mindName(Path home) {
    Path file = home.resolve("mind.db");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (MindFile mind = MindFile.open(file, Options.defaults())) {
      return mind.list(EventQuery.newest(1).withKinds(Set.of("name_adopted"))).events().stream()
          .map(Event::content)
          .flatMap(Stream::ofNullable)
          .findFirst()
          .or(() -> mind.get(1).map(Event::content).flatMap(DeleteCommand::firstName));
    } catch (MindFileException e) {
      if (e.reason() == MindFileException.Reason.LOCKED) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private static Optional<String> firstName(String content) {
    return Optional.ofNullable(Json.object(content).get("name")).map(String::valueOf);
  }

  private void offerExport(Path home) throws IOException {
    if (!Files.exists(home.resolve("mind.db"))) {
      return;
    }
    ExportCommand exporting = new ExportCommand(shell);
    exporting.jsonl = true;
    exporting.out = export == null ? null : export.toString();
    if (export == null && shell.canAsk()) {
      String file =
          shell.line(
              "Write an export first? A file name, or just Enter for none:",
              "Give it with --export FILE.");
      exporting.out = file.isEmpty() ? null : file;
    }
    if (exporting.out != null) {
      exporting.call();
    }
  }

  private void requireName(String called) {
    String given = name;
    if (given == null) {
      given =
          shell.line(
              "This deletes the whole mind in "
                  + shell.homeFolder()
                  + ". Type "
                  + (called.equals(NAMELESS) ? "\"delete\"" : "its name, " + called + ",")
                  + " to go on:",
              "Give it with --name NAME; --yes is not enough for this.");
    }
    if (!given.equals(called)) {
      throw Failure.notSo(
          "That is not its name (found: "
              + Text.oneLine(given)
              + ", expected: "
              + Text.oneLine(called)
              + "). Nothing was deleted.");
    }
  }

  private static List<String> copies(Path home) {
    return new CopyLog(home)
        .read().stream()
            .filter(entry -> entry.what() == CopyLog.What.BACKUP)
            .map(CopyLog.Entry::path)
            .distinct()
            .toList();
  }

  static void remove(Path path) throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** The folders that pmm move has left, each with a whole mind in it. */
  private static List<Path> moved(Path home) throws IOException {
    TreeSet<Path> moved = new TreeSet<>();
    for (Path folder : List.of(home, home.toRealPath())) {
      try (DirectoryStream<Path> siblings =
          Files.newDirectoryStream(
              Objects.requireNonNull(folder.getParent()),
              path -> path.getFileName().toString().startsWith(folder.getFileName() + LEFT))) {
        siblings.forEach(moved::add);
      }
    }
    return List.copyOf(moved);
  }

  private void tell(Path home, List<Path> gone, List<String> copies, List<Path> moved)
      throws IOException {
    Screen screen = shell.screen();
    gone.forEach(path -> screen.result("Removed " + path));
    List<Path> left;
    try (Stream<Path> files = Files.list(home)) {
      left = files.toList();
    }
    if (left.isEmpty() && !Files.isSymbolicLink(home)) {
      Files.delete(home);
      screen.result("Removed " + home);
    }
    left.forEach(path -> screen.result("Left, as it is none of PMM's: " + path));
    moved.forEach(
        path -> screen.result("Not reached: the folder " + path + " that pmm move has kept"));
    copies.forEach(path -> screen.result("Not reached: the copy " + path));
    screen.result(
        (moved.isEmpty() && copies.isEmpty() ? "Not reached: " : "Not reached either: ")
            + "exports and copies that you made yourself, backups of the system, what"
            + " was sent to models with your consent, and old cells of an SSD.");
  }
}
