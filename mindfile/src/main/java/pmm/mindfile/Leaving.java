package pmm.mindfile;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a mind makes way for an older state of itself or for another mind: what was there is kept
 * under its own name until the person deletes it. Needs the writer's lock.
 */
final class Leaving {
  private static final String LEFT = ".abandoned-";

  /** Holds the ending of what is set aside, as long as another mind comes into this home. */
  private static final String ADOPTING = ".adopting";

  /** What was seen of one mind says nothing about another. */
  private static final List<String> SET_ASIDE =
      List.of("heads.log", "mind.db.sig", "keys/signing.pub", "home.id");

  private final Path file;
  private final FileReplacer.Steps steps;
  private final String ending;

  /**
   * Of this file, at this time.
   *
   * @param stamp the time, as it stands in names
   */
  Leaving(Path file, String stamp, FileReplacer.Steps steps) {
    this.file = file;
    this.steps = steps;
    this.ending = unused(LEFT + stamp);
  }

  private String unused(String wanted) {
    String unused = wanted;
    for (int i = 2; isUsed(unused); i++) {
      unused = wanted + "-" + i;
    }
    return unused;
  }

  private boolean isUsed(String wanted) {
    return Stream.concat(Stream.of(file), SET_ASIDE.stream().map(file::resolveSibling))
        .anyMatch(path -> Files.exists(FileReplacer.beside(path, wanted)));
  }

  /** Sets aside what this home knows of the mind, for another one comes. */
  void setAside() throws IOException {
    FileReplacer.write(FileReplacer.beside(file, ADOPTING), ending);
    for (String name : SET_ASIDE) {
      Path path = file.resolveSibling(name);
      if (Files.exists(path)) {
        Files.move(path, FileReplacer.beside(path, ending));
        FileReplacer.syncFolder(path);
        steps.done("set " + name + " aside");
      }
    }
  }

  /** Puts a complete file in its place; answers where it is kept, if there was one. */
  Optional<Path> replaceBy(Path complete) throws IOException {
    if (Files.notExists(file)) {
      FileReplacer.replace(complete, file);
      return Optional.empty();
    }
    Path kept = FileReplacer.beside(file, ending);
    FileReplacer.replaceKeeping(complete, file, kept, steps);
    return Optional.of(kept);
  }

  /**
   * When another mind came into the home of this file, to the second; empty if that was never so.
   */
  static Optional<Instant> lastAdopted(Path file) throws IOException {
    String prefix = "home.id" + LEFT;
    try (DirectoryStream<Path> left =
        Files.newDirectoryStream(FileReplacer.folderOf(file), prefix + "*")) {
      List<Instant> times = new ArrayList<>();
      for (Path path : left) {
        String time = path.getFileName().toString().substring(prefix.length());
        Snapshot.time(time.replaceFirst("-\\d+$", "")).ifPresent(times::add);
      }
      return times.stream().max(Comparator.naturalOrder());
    }
  }

  /** Whether a file is called like one that was left. */
  static boolean isLeft(Path path) {
    return path.getFileName().toString().contains(LEFT);
  }

  /**
   * Drops what a restore that did not come to its end has left: its copy, and the second name of a
   * file that it did not replace, to which what was set aside comes back.
   */
  static void dropUnfinished(Path file) throws IOException {
    Path unfinished = FileReplacer.beside(file, Restoring.UNFINISHED);
    Path adopting = FileReplacer.beside(file, ADOPTING);
    if (Files.exists(adopting)) {
      // It is renamed to the file at once: as long as it is there, the file is the old one.
      if (Files.exists(unfinished)) {
        bringBack(file, Files.readString(adopting));
      }
      Files.delete(adopting);
      FileReplacer.syncFolder(file);
    }
    Files.deleteIfExists(unfinished);
    Files.deleteIfExists(FileReplacer.beside(unfinished, "-journal"));
    String prefix = file.getFileName() + LEFT;
    try (DirectoryStream<Path> names =
        Files.newDirectoryStream(
            FileReplacer.folderOf(file),
            path -> path.getFileName().toString().startsWith(prefix))) {
      for (Path name : names) {
        if (isSecondName(name, file)) {
          Files.deleteIfExists(FileReplacer.beside(name, "-wal"));
          Files.deleteIfExists(FileReplacer.beside(name, "-shm"));
          Files.delete(name);
        }
      }
    }
  }

  private static void bringBack(Path file, String ending) throws IOException {
    for (String name : SET_ASIDE) {
      Path path = file.resolveSibling(name);
      Path aside = FileReplacer.beside(path, ending);
      if (Files.exists(aside) && Files.notExists(path)) {
        Files.move(aside, path);
        FileReplacer.syncFolder(path);
      }
    }
  }

  /** A link that leads to another name is none. */
  private static boolean isSecondName(Path name, Path file) throws IOException {
    return Files.isRegularFile(name, LinkOption.NOFOLLOW_LINKS)
        && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        && Files.isSameFile(name, file);
  }
}
