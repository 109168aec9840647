package pmm.mindfile;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts another file in the place of a mind's: an older state of it, or another mind. Nobody may
 * have the mind open. What was there is kept under its own name until the person deletes it.
 */
public final class Restorer {
  private static final Logger LOG = LoggerFactory.getLogger(Restorer.class);

  private static final String LEFT = ".abandoned-";

  /** Holds the stamp of what is set aside, as long as another mind comes into this home. */
  private static final String ADOPTING = ".adopting";

  private static final List<String> SET_ASIDE =
      List.of("heads.log", "mind.db.sig", "keys/signing.pub", "home.id");

  private final Path file;
  private final Options options;
  private final FileReplacer.Steps steps;
  private final String expectedHead;

  /**
   * For the mind in this home.
   *
   * @param homeOrFile a home folder, or the mind file in it
   */
  public Restorer(Path homeOrFile, Options options) {
    this(homeOrFile, options, FileReplacer.Steps.UNHEARD);
  }

  Restorer(Path homeOrFile, Options options, FileReplacer.Steps steps) {
    this(MindFile.fileOf(homeOrFile), options, steps, "");
  }

  private Restorer(Path file, Options options, FileReplacer.Steps steps, String expectedHead) {
    this.file = file;
    this.options = options;
    this.steps = steps;
    this.expectedHead = expectedHead;
  }

  /** One that refuses with HEAD_MOVED to leave another last event than this; any, if empty. */
  public Restorer expecting(String headHash) {
    return new Restorer(file, options, steps, headHash);
  }

  /**
   * Lets the mind go on from an older state of itself. It names the head that it leaves; what was
   * forgotten since is forgotten again; consents are void.
   *
   * @param source a snapshot, a backup, or any other copy of this mind
   * @param actor who asked for it
   * @throws MindFileException LOCKED, BROKEN if the source does not verify, INVALID if it is of
   *     another mind, NEWER_FORMAT, DISK_FULL, or IO; the mind is as it was then
   */
  public RestoreReport restore(Path source, String actor) {
    return exchange(source, actor, false);
  }

  /**
   * Puts a file in the place of the mind, whichever mind it is of. One of the same mind is
   * restored; another one comes into a new home, so that its consents are void here.
   *
   * @param source as of {@link #restore}
   */
  public RestoreReport replace(Path source, String actor) {
    return exchange(source, actor, true);
  }

  private RestoreReport exchange(Path source, String actor, boolean otherMinds) {
    try (LockFile lock = LockFile.acquire(file)) {
      dropUnfinished(file);
      try {
        return exchangeLocked(source, actor, otherMinds);
      } finally {
        // While the lock is held: after it, another restore may be at work on them.
        dropUnfinished(file);
      }
    } catch (SQLException e) {
      throw Sqlite.problem(file, e);
    } catch (IOException e) {
      throw new MindFileException(
          MindFileException.Reason.IO,
          "restoring " + file + " from " + source + " failed: " + e.getMessage(),
          e);
    }
  }

  private RestoreReport exchangeLocked(Path source, String actor, boolean otherMinds)
      throws IOException, SQLException {
    LOG.info("Restoring {} from {}", file, source);
    settle();
    Living living = Living.read(file);
    requireExpected(living.head());
    Path unfinished = FileReplacer.beside(file, Restoring.UNFINISHED);
    VerifiedCopy copy = VerifiedCopy.write(source, unfinished);
    int version = FileHeader.read(unfinished).version();
    if (Schema.isNewer(version)) {
      throw newer(source, version);
    }
    String mindId = mindId(unfinished);
    boolean other = living.mindId() != null && !living.mindId().equals(mindId);
    if (other && !otherMinds) {
      throw MindFileException.invalid(
          "%s is of the mind %s (expected: %s)".formatted(source, mindId, living.mindId()));
    }
    steps.done("copied the source");
    snapshot();
    RestoreReport report =
        other ? adopt(copy, unfinished, living) : goBack(unfinished, living, actor);
    LOG.info("Restored {} through event {}", file, report.through());
    return report;
  }

  private void requireExpected(HeadLog.@Nullable Entry head) {
    String hash = head == null ? "" : head.hash();
    if (!expectedHead.isEmpty() && !expectedHead.equals(hash)) {
      throw new MindFileException(
          MindFileException.Reason.HEAD_MOVED,
          "the last event of %s has the hash %s (expected: %s)"
              .formatted(file, hash, expectedHead));
    }
  }

  private RestoreReport goBack(Path unfinished, Living living, String actor)
      throws IOException, SQLException {
    Restoring.Made made = Restoring.goOn(unfinished, file, living, HomeId.of(file), actor, options);
    VerifiedCopy next = VerifiedCopy.check(unfinished);
    steps.done("made the next file");
    HeadLog.Entry left = living.head();
    if (left != null) {
      HeadLog.beside(file).add(left);
      steps.done("noted the head that is left");
    }
    Optional<Path> kept = putInPlace(unfinished);
    HeadLog.beside(file).add(new HeadLog.Entry(next.events(), next.root(), next.hash()));
    return new RestoreReport(
        made.through(), new Head(next.events(), next.hash()), head(left), kept, made.forgotten());
  }

  private RestoreReport adopt(VerifiedCopy next, Path unfinished, Living living)
      throws IOException {
    String stamp = Snapshot.stamp(options.clock().instant());
    FileReplacer.write(FileReplacer.beside(file, ADOPTING), stamp);
    // What was seen of one mind says nothing about another, and this home wrote no event of it.
    for (String name : SET_ASIDE) {
      Path path = file.resolveSibling(name);
      if (Files.exists(path)) {
        Files.move(path, FileReplacer.beside(path, LEFT + stamp));
        FileReplacer.syncFolder(path);
        steps.done("set " + name + " aside");
      }
    }
    Optional<Path> kept = putInPlace(unfinished);
    return new RestoreReport(
        next.events(), new Head(next.events(), next.hash()), head(living.head()), kept, 0);
  }

  private Optional<Path> putInPlace(Path complete) throws IOException {
    if (Files.notExists(file)) {
      FileReplacer.replace(complete, file);
      return Optional.empty();
    }
    Path kept = unused(LEFT + Snapshot.stamp(options.clock().instant()));
    FileReplacer.replaceKeeping(complete, file, kept, steps);
    return Optional.of(kept);
  }

  /** Whether a file is called like one that was left. */
  static boolean isLeft(Path path) {
    return path.getFileName().toString().contains(LEFT);
  }

  private Path unused(String suffix) {
    Path path = FileReplacer.beside(file, suffix);
    for (int i = 2; Files.exists(path); i++) {
      path = FileReplacer.beside(file, suffix + "-" + i);
    }
    return path;
  }

  private static Optional<Head> head(HeadLog.@Nullable Entry entry) {
    return Optional.ofNullable(entry).map(e -> new Head(e.size(), e.hash()));
  }

  /** Moves the log beside the file into it, as at a clean stop, where that can be done. */
  private void settle() throws IOException {
    if (Files.notExists(file)) {
      return;
    }
    try {
      JournalGuard.check(file, options);
      if (Files.notExists(FileReplacer.beside(file, "-wal"))) {
        return;
      }
      FileHeader.read(file);
      WalGuard.check(file, options);
      try (Connection db = Sqlite.reader(file)) {
        int version = Schema.versionOf(db);
        if (Schema.isNewer(version)) {
          throw newer(file, version);
        }
      }
      // To open a damaged file for writing could drop its log.
      VerifiedCopy.check(file);
      try (Connection db = Sqlite.writer(file)) {
        Sqlite.run(db, "PRAGMA wal_checkpoint(TRUNCATE)");
        Sqlite.run(db, "PRAGMA journal_mode = DELETE");
      }
    } catch (SQLException | MindFileException unfit) {
      LOG.warn("{} is kept as it lies: {}", file, unfit.getMessage());
    }
  }

  private static MindFileException newer(Path file, int version) {
    return new MindFileException(
        MindFileException.Reason.NEWER_FORMAT, FileHeader.newer(file, version, Schema.VERSION));
  }

  /** A file that is no whole mind is kept all the same, as what was left. */
  private void snapshot() throws IOException {
    if (Files.notExists(file)) {
      return;
    }
    try {
      new Snapshots(file, options.clock()).create();
      steps.done("made a snapshot");
    } catch (MindFileException e) {
      switch (e.reason()) {
        case BROKEN, NOT_A_MIND_FILE, NEWER_FORMAT, INVALID ->
            LOG.warn("No snapshot of what is left: {}", e.getMessage());
        default -> throw e;
      }
    }
  }

  private static @Nullable String mindId(Path source) throws IOException, SQLException {
    try (ReadView view = ReadView.of(source);
        Connection db = view.open()) {
      return Config.read(db).get(Config.MIND_ID);
    }
  }

  /**
   * Drops what a restore that did not come to its end has left: its copy, and the second name of a
   * file that it did not replace, to which what was set aside comes back. Needs the writer's lock.
   */
  static void dropUnfinished(Path file) throws IOException {
    Path unfinished = FileReplacer.beside(file, Restoring.UNFINISHED);
    Path adopting = FileReplacer.beside(file, ADOPTING);
    if (Files.exists(adopting)) {
      // It is renamed to the file at once: as long as it is there, the file is the old one.
      if (Files.exists(unfinished)) {
        bringBack(file, LEFT + Files.readString(adopting));
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

  private static void bringBack(Path file, String suffix) throws IOException {
    for (String name : SET_ASIDE) {
      Path path = file.resolveSibling(name);
      Path aside = FileReplacer.beside(path, suffix);
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
