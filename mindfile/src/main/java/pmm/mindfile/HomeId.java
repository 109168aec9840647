package pmm.mindfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The random id of the folder that a mind lives in, so that a copied file shows itself. A copied
 * folder takes its id along, but not when the file that holds it was made: where that differs from
 * what it says, it is the id of another home.
 */
final class HomeId {
  private static final String NAME = "home.id";
  private static final String BORN = "born ";
  private static final String AT = "at ";

  private HomeId() {}

  /** Reads it from {@code home.id} beside the file, or makes it up. */
  static String of(Path mindFile) throws IOException {
    Path path = mindFile.resolveSibling(NAME);
    List<String> lines = Files.exists(path) ? Files.readAllLines(path) : List.of();
    String id = lines.isEmpty() ? "" : lines.getFirst().strip();
    if (id.isEmpty() || (lines.size() > 1 && !isOf(path, lines.get(1)))) {
      return write(path, UUID.randomUUID().toString());
    }
    // Older programs wrote the id alone.
    return lines.size() > 1 ? id : write(path, id);
  }

  /** Lets a copy of this home be the same home, which the one it was copied from is no more. */
  static void carry(Path mindFile, Path copiedMindFile) throws IOException {
    if (Files.exists(mindFile.resolveSibling(NAME))) {
      write(copiedMindFile.resolveSibling(NAME), of(mindFile));
    }
  }

  private static boolean isOf(Path path, String mark) throws IOException {
    return mark.equals(mark.startsWith(BORN) ? BORN + born(path) : at(path));
  }

  private static String write(Path path, String id) throws IOException {
    Path temporary = path.resolveSibling(NAME + ".new");
    Files.deleteIfExists(temporary);
    Files.createFile(temporary);
    String mark = tellsBirth(temporary).map(born -> BORN + born).orElse(at(path));
    Files.writeString(temporary, id + "\n" + mark + "\n");
    FileReplacer.sync(temporary);
    Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
    FileReplacer.syncFolder(path);
    return id;
  }

  /** When it was made; empty where the file system gives the last change for that. */
  private static Optional<FileTime> tellsBirth(Path fresh) throws IOException {
    FileTime born = born(fresh);
    Files.setLastModifiedTime(fresh, FileTime.from(born.toInstant().plus(Duration.ofDays(1))));
    return Optional.of(born).filter(born(fresh)::equals);
  }

  private static FileTime born(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class).creationTime();
  }

  private static String at(Path path) throws IOException {
    return AT + FileReplacer.folderOf(path).toRealPath();
  }
}
