package pmm.mindfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way in which a whole mind comes into a home: as an older state of the one that lives
 * there, in the place of another one, or where none was. Nobody may have the mind open. What was
 * there is kept under its own name until the person deletes it.
 */
public final class Restorer {
  private static final Logger LOG = LoggerFactory.getLogger(Restorer.class);

  /** Which mind a home may hold before, and which after. */
  private enum Aim {
    /** One and the same. */
    RESTORE,
    /** Any, before and after. */
    REPLACE,
    /** None before. */
    BRING_IN
  }

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
    return exchange(new Incoming.Copy(source, Progress.NONE), actor, Aim.RESTORE);
  }

  /**
   * Puts what comes in the place of the mind, whichever mind it is of. One of the same mind is
   * restored; another one comes into a new home, so that its consents are void here.
   *
   * @throws MindFileException as {@link #restore} and {@link Incoming#writeTo}
   */
  public RestoreReport replace(Incoming source, String actor) {
    return exchange(source, actor, Aim.REPLACE);
  }

  /**
   * Lets a mind in where none is. Nothing is appended to it, but what was forgotten after the state
   * that comes is forgotten again. Where this home remembers that mind it goes on as after a
   * restore.
   *
   * @throws MindFileException EXISTS if a mind is there; else as {@link #replace}
   */
  public RestoreReport bringIn(Incoming source, String actor) {
    return exchange(source, actor, Aim.BRING_IN);
  }

  private RestoreReport exchange(Incoming source, String actor, Aim aim) {
    try {
      VerifiedCopy.privateFolder(FileReplacer.folderOf(file));
      try (LockFile lock = LockFile.acquire(file)) {
        if (aim == Aim.BRING_IN && Files.exists(file)) {
          throw new MindFileException(
              MindFileException.Reason.EXISTS, file + " is there (expected: no mind yet)");
        }
        Leaving.dropUnfinished(file);
        try {
          return exchangeLocked(source, actor, aim);
        } finally {
          // While the lock is held: after it, another restore may be at work on them.
          Leaving.dropUnfinished(file);
        }
      }
    } catch (SQLException e) {
      throw Sqlite.problem(file, e);
    } catch (IOException e) {
      throw Failed.because("bringing " + source.file() + " to " + file, file, e);
    }
  }

  private RestoreReport exchangeLocked(Incoming source, String actor, Aim aim)
      throws IOException, SQLException {
    LOG.info("Bringing {} to {}", source.file(), file);
    settle();
    Living living = Living.read(file);
    requireExpected(living.head());
    Path unfinished = FileReplacer.beside(file, Restoring.UNFINISHED);
    VerifiedCopy copy = source.writeTo(unfinished);
    int version = FileHeader.read(unfinished).version();
    if (Schema.isNewer(version)) {
      throw newer(source.file(), version);
    }
    String mindId = mindId(unfinished);
    boolean other = living.mindId() != null && !living.mindId().equals(mindId);
    if (other && aim == Aim.RESTORE) {
      throw MindFileException.invalid(
          "%s is of the mind %s (expected: %s)".formatted(source.file(), mindId, living.mindId()));
    }
    steps.done("copied the source");
    snapshot();
    boolean first = aim == Aim.BRING_IN && living.isUnknown();
    RestoreReport report =
        other || first
            ? comeIn(copy, unfinished, living, actor)
            : goBack(unfinished, living, actor);
    LOG.info("Brought {} to {}, through event {}", source.file(), file, report.through());
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
    Optional<Path> kept = leaving().replaceBy(unfinished);
    HeadLog.beside(file).add(new HeadLog.Entry(next.events(), next.root(), next.hash()));
    return new RestoreReport(
        made.through(),
        new Head(next.events(), next.hash()),
        head(left),
        kept,
        made.forgotten(),
        living.forgottenUnknown());
  }

  private RestoreReport comeIn(VerifiedCopy copy, Path unfinished, Living living, String actor)
      throws IOException, SQLException {
    Restoring.Made made = Restoring.comeIn(unfinished, actor, options);
    VerifiedCopy next = made.forgotten() == 0 ? copy : VerifiedCopy.check(unfinished);
    Leaving leaving = leaving();
    if (living.mindId() != null) {
      leaving.setAside();
    }
    Optional<Path> kept = leaving.replaceBy(unfinished);
    return new RestoreReport(
        made.through(),
        new Head(next.events(), next.hash()),
        head(living.head()),
        kept,
        made.forgotten(),
        false);
  }

  private Leaving leaving() {
    return new Leaving(file, Snapshot.stamp(options.clock().instant()), steps);
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
      JournalGuard.check(file, options).ifPresent(notice -> LOG.warn("{}", notice.message()));
      if (Files.notExists(FileReplacer.beside(file, "-wal"))) {
        return;
      }
      FileHeader.read(file);
      WalGuard.check(file, options).ifPresent(notice -> LOG.warn("{}", notice.message()));
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
}
