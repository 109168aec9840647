package pmm.mindfile;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What lies beside a mind file and may hold words that the mind was told to forget. */
final class Remains {
  private static final Logger LOG = LoggerFactory.getLogger(Remains.class);

  private final Path file;

  Remains(Path file) {
    this.file = file;
  }

  /**
   * Erases words from what cannot be compared with the mind later: to be done before it forgets.
   */
  void eraseWords(List<Event> events) throws IOException {
    dropCopies();
    if (events.stream().allMatch(event -> event.content() == null && event.meta() == null)) {
      return;
    }
    ChatHistory.beside(file).forget(events);
    for (Path log : beside(file.getFileName() + "-{wal,journal}.aside-*")) {
      if (Needles.of(events).areIn(log)) {
        Files.delete(log);
        LOG.info("Removed {}, which held what is forgotten", log.getFileName());
      }
    }
  }

  /** Erases from every other mind file of this home what {@code living} says is forgotten. */
  List<String> scrubCopies(Redactions living) {
    List<String> pending = new ArrayList<>();
    if (living.rows().isEmpty()) {
      return pending;
    }
    for (Path copy : copies()) {
      try {
        int parts = Scrub.apply(copy, living);
        if (parts > 0) {
          LOG.info("Erased {} forgotten parts from {}", parts, copy.getFileName());
        }
      } catch (SQLException | MindFileException e) {
        LOG.warn("{} still holds what was forgotten: {}", copy, e.getMessage());
        pending.add(copy + " still holds it: " + e.getMessage());
      }
    }
    return pending;
  }

  /** Removes what a killed process has left half-written. Needs the writer's lock. */
  void dropUnfinished() throws IOException {
    Files.deleteIfExists(FileReplacer.beside(file, ".new"));
    for (Path folder : beside("journal[0-9]*")) {
      if (Files.isDirectory(folder)) {
        for (Path unfinished : matching(folder, "*")) {
          Files.delete(unfinished);
        }
        Files.delete(folder);
      }
    }
    dropCopies();
  }

  /** Those that do not count and that a killed process has left. */
  private void dropCopies() throws IOException {
    Unfinished.dropLeft(new Snapshots(file, Clock.systemUTC()).folder());
    Unfinished.dropLeft(file.resolveSibling("cache"));
  }

  private List<Path> copies() {
    Stream<Path> snapshots =
        new Snapshots(file, Clock.systemUTC()).list().stream().map(Snapshot::path);
    try {
      return Stream.concat(snapshots, beside(file.getFileName() + ".abandoned-*").stream())
          .filter(path -> !path.toString().matches(".*-(wal|shm|journal)"))
          .toList();
    } catch (IOException e) {
      throw new MindFileException(
          MindFileException.Reason.IO, "reading the folder of " + file + " failed", e);
    }
  }

  /** What no program of this home reaches, in sentences. */
  List<String> unreachable() {
    List<String> sentences = new ArrayList<>();
    for (String backup : backups()) {
      sentences.add("the backup " + backup + ": delete it, or make it anew");
    }
    sentences.add("exports and other copies that were made of this mind");
    sentences.add("what a model elsewhere was sent");
    sentences.add("old cells of an SSD, swapped memory and backups of the system");
    return sentences;
  }

  private List<String> backups() {
    return new CopyLog(file)
        .read().stream()
            .filter(entry -> entry.what() == CopyLog.What.BACKUP)
            .map(CopyLog.Entry::path)
            .distinct()
            .toList();
  }

  private List<Path> beside(String glob) throws IOException {
    return matching(Objects.requireNonNull(file.getParent()), glob);
  }

  private static List<Path> matching(Path folder, String glob) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, glob)) {
      files.forEach(found::add);
    }
    return found;
  }

  /** What a start finds still to be done, in words; empty where nothing is. */
  Optional<OpenNotice> finish(Redactions living) {
    List<String> pending = scrubCopies(living);
    return pending.isEmpty()
        ? Optional.empty()
        : Optional.of(new OpenNotice(OpenNotice.Kind.FORGETTING, String.join("; ", pending)));
  }
}
