package pmm.mindfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The snapshots of a home: the files in its folder {@code snapshots}, and nothing else. One counts
 * only once it was verified, is durable and has its name.
 */
public final class Snapshots {
  private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);
  private static final Duration EVERY = Duration.ofHours(1);

  private final Path file;
  private final Path folder;
  private final Clock clock;

  /**
   * Of the mind in this home.
   *
   * @param homeOrFile a home folder, or the mind file in it
   */
  public Snapshots(Path homeOrFile, Clock clock) {
    this.file = MindFile.fileOf(homeOrFile);
    this.folder = file.resolveSibling("snapshots");
    this.clock = clock;
  }

  /** Where they lie. */
  public Path folder() {
    return folder;
  }

  /** All of them, oldest first. */
  public List<Snapshot> list() {
    return Snapshot.in(folder);
  }

  /** The newest one. */
  public Optional<Snapshot> newest() {
    List<Snapshot> all = list();
    return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
  }

  /** The one of this name. */
  public Optional<Snapshot> find(String name) {
    return list().stream().filter(snapshot -> snapshot.name().equals(name)).findFirst();
  }

  /**
   * Makes one now, whether or not it is due. The mind may be open and written meanwhile.
   *
   * @throws MindFileException BROKEN if what was copied does not verify, DISK_FULL, or IO
   */
  public synchronized Snapshot create() {
    try {
      VerifiedCopy.privateFolder(folder);
      Path unfinished = Unfinished.in(folder, file.getFileName() + ".");
      VerifiedCopy copy = VerifiedCopy.write(file, unfinished);
      Path path = Snapshot.unused(folder, clock.instant(), copy.events());
      FileReplacer.replace(unfinished, path);
      // What was forgotten while it was copied.
      Scrub.apply(path, Redactions.of(file));
      LOG.info("Made the snapshot {}", path.getFileName());
      return Snapshot.of(path, Files.size(path)).orElseThrow();
    } catch (SQLException e) {
      throw Sqlite.problem(folder, e);
    } catch (IOException e) {
      throw Failed.because("making a snapshot in " + folder, folder, e);
    }
  }

  /**
   * Makes one if the newest is an hour old or missing, and the mind has changed since. One that
   * cannot be read does not count.
   */
  public Optional<Snapshot> createIfDue() {
    if (Files.notExists(file)) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    // One from the future tells that the clock was wrong, not that a copy is fresh.
    Optional<Snapshot> newest =
        list().reversed().stream()
            .filter(snapshot -> !snapshot.time().isAfter(now) && isReadable(snapshot))
            .findFirst();
    if (newest.filter(s -> s.time().plus(EVERY).isAfter(now)).isPresent()) {
      return Optional.empty();
    }
    Optional<Head> head = headOf(file);
    if (head.isEmpty() || newest.flatMap(s -> headOf(s.path())).equals(head)) {
      return Optional.empty();
    }
    return Optional.of(create());
  }

  /** How many bytes they may take. */
  public long budget() {
    try {
      return Rolling.budget(Files.exists(file) ? Files.size(file) : 0);
    } catch (IOException e) {
      throw Failed.because("reading " + file, file, e);
    }
  }

  /**
   * Removes what the rules do not keep, see {@link Rolling}; answers with what it removed. One that
   * cannot be read stays, for a person to look at.
   */
  public synchronized List<Snapshot> prune() {
    try {
      List<Snapshot> readable = list().stream().filter(Snapshots::isReadable).toList();
      List<Snapshot> removed =
          Rolling.surplus(readable, Snapshots::formatOf, clock.instant(), budget());
      for (Snapshot snapshot : removed) {
        Files.deleteIfExists(snapshot.path());
        LOG.info("Removed the snapshot {}", snapshot.name());
      }
      return removed;
    } catch (IOException e) {
      throw Failed.because("removing snapshots from " + folder, folder, e);
    }
  }

  private static boolean isReadable(Snapshot snapshot) {
    try {
      return formatOf(snapshot) > 0 && headOf(snapshot.path()).isPresent();
    } catch (MindFileException unreadable) {
      LOG.warn("The snapshot {} does not count: {}", snapshot.name(), unreadable.getMessage());
      return false;
    }
  }

  private static int formatOf(Snapshot snapshot) {
    return FileHeader.read(snapshot.path()).version();
  }

  private static Optional<Head> headOf(Path file) {
    try (ReadView view = ReadView.of(file);
        Connection db = view.open()) {
      return EventRows.head(db);
    } catch (SQLException e) {
      throw Sqlite.problem(file, e);
    } catch (IOException e) {
      throw Failed.because("reading " + file, file, e);
    }
  }
}
