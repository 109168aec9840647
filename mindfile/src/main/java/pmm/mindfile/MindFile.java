package pmm.mindfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmm.mindfile.proof.SignedNote;
import pmm.mindfile.proof.VerifyingKey;

/**
 * A mind file that is open for writing: its only writer. There is no file until the first append.
 * Every method can be called from any thread and throws {@link MindFileException}.
 */
public final class MindFile implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MindFile.class);
  static final String NAME = "mind.db";

  private final Path path;
  private final @Nullable LockFile lock;
  private final ReadView view;
  private final Readers readers;
  private final List<OpenNotice> notices;
  private final List<AppendListener> listeners = new CopyOnWriteArrayList<>();
  private final @Nullable Writer writer;
  private final LastVerified lastVerified;

  private MindFile(
      Path path,
      @Nullable LockFile lock,
      ReadView view,
      List<OpenNotice> notices,
      @Nullable String home,
      Options options)
      throws SQLException {
    this.path = path;
    this.lock = lock;
    this.view = view;
    this.readers = new Readers(path, view::open);
    this.notices = List.copyOf(notices);
    this.lastVerified = new LastVerified(path);
    this.writer =
        home == null
            ? null
            : new Writer(
                path,
                home,
                options,
                notices.stream().noneMatch(notice -> notice.kind().isRefutedByLog()),
                this::tell);
    if (writer != null) {
      writer.start();
    }
  }

  /**
   * Opens a mind file.
   *
   * @param homeOrFile a folder, whose {@code mind.db} is opened, or a file that ends in {@code .db}
   * @throws MindFileException LOCKED, NOT_A_MIND_FILE, or IO
   */
  public static MindFile open(Path homeOrFile, Options options) {
    return open(homeOrFile, options, Schema.CURRENT, FileReplacer.Steps.UNHEARD);
  }

  static MindFile open(Path homeOrFile, Options options, Schema schema, FileReplacer.Steps steps) {
    Path file = fileOf(homeOrFile);
    LOG.info("Opening {}", file);
    try {
      MindFile mind = new Opening(file, options, schema, steps).open();
      mind.notices.forEach(notice -> LOG.warn("{}: {}", notice.kind(), notice.message()));
      LOG.info("Opened {}", file);
      return mind;
    } catch (SQLException e) {
      throw Sqlite.problem(file, e);
    } catch (IOException e) {
      throw Failed.because("opening " + file, file, e);
    }
  }

  /** The steps of opening a file, each of which can end it. */
  private record Opening(Path file, Options options, Schema schema, FileReplacer.Steps steps) {
    MindFile open() throws IOException, SQLException {
      Path folder = Optional.ofNullable(file.getParent()).orElseThrow();
      boolean writable = (Files.notExists(file) || Files.isWritable(file)) && isWritable(folder);
      if (!writable) {
        FileHeader.read(file);
        OpenNotice notice =
            new OpenNotice(OpenNotice.Kind.READ_ONLY, file + " or its folder cannot be written");
        return new MindFile(file, null, ReadView.of(file), List.of(notice), null, options);
      }
      Files.createDirectories(folder);
      LockFile lock = LockFile.acquire(file);
      try {
        return openLocked(lock);
      } catch (IOException | SQLException | RuntimeException e) {
        lock.close();
        throw e;
      }
    }

    private static boolean isWritable(Path folder) {
      Path existing = folder;
      while (existing != null && Files.notExists(existing)) {
        existing = existing.getParent();
      }
      return existing != null && Files.isWritable(existing);
    }

    private MindFile openLocked(LockFile lock) throws IOException, SQLException {
      Leaving.dropUnfinished(file);
      Remains remains = new Remains(file);
      remains.dropUnfinished();
      if (Files.exists(file)) {
        FileHeader.read(file);
      }
      List<OpenNotice> notices = new ArrayList<>();
      JournalGuard.check(file, options).ifPresent(notices::add);
      WalGuard.check(file, options).ifPresent(notices::add);
      if (Files.exists(file)) {
        notices.addAll(OpenCheck.run(file, options));
      }
      int version = version();
      boolean broken = notices.stream().anyMatch(n -> n.kind() == OpenNotice.Kind.BROKEN);
      if (broken || version > schema.version()) {
        if (!broken) {
          notices.add(
              new OpenNotice(
                  OpenNotice.Kind.NEWER_FORMAT, FileHeader.newer(file, version, schema.version())));
        }
        return new MindFile(file, lock, ReadView.of(file), notices, null, options);
      }
      String home = HomeId.of(file);
      OpenCheck.moved(file, home).ifPresent(notices::add);
      new Migration(file, schema, home, options, steps).run(version);
      if (Files.exists(file)) {
        remains.finish(Redactions.of(file)).ifPresent(notices::add);
      }
      return new MindFile(file, lock, ReadView.of(file), notices, home, options);
    }

    private int version() throws SQLException {
      if (Files.notExists(file)) {
        return schema.version();
      }
      try (Connection db = Sqlite.reader(file)) {
        return Schema.versionOf(db);
      }
    }
  }

  static Path fileOf(Path homeOrFile) {
    Path path = homeOrFile.toAbsolutePath();
    boolean file = !Files.isDirectory(path) && path.getFileName().toString().endsWith(".db");
    return file ? path : path.resolve(NAME);
  }

  /** A file of any name, or the mind file of a folder. */
  static Path existing(Path fileOrHome) {
    return Files.isDirectory(fileOrHome) ? fileOf(fileOrHome) : fileOrHome.toAbsolutePath();
  }

  /**
   * Appends events. The answer comes once they are durable, on the writing thread: do not block it,
   * use the {@code Async} forms of what depends on it.
   *
   * @throws MindFileException INVALID or TOO_LARGE at once; in the answer HEAD_MOVED, FENCED,
   *     DISK_FULL, READ_ONLY, BUSY, BROKEN, IO or CLOSED
   */
  public CompletableFuture<AppendResult> append(AppendRequest request) {
    PreparedAppend prepared = PreparedAppend.of(request);
    return writer == null ? CompletableFuture.failedFuture(refusal()) : writer.append(prepared);
  }

  /** Stores derived values, all or none. A value may not claim events that are not there. */
  public CompletableFuture<Void> putProjections(List<Projection> projections) {
    projections.forEach(projection -> Texts.check("projection key", projection.key()));
    List<Projection> canonical = projections.stream().map(Projection::canonical).toList();
    return writer == null ? CompletableFuture.failedFuture(refusal()) : writer.put(canonical);
  }

  private MindFileException refusal() {
    OpenNotice notice = notices.getLast();
    MindFileException.Reason reason =
        switch (notice.kind()) {
          case READ_ONLY -> MindFileException.Reason.READ_ONLY;
          case NEWER_FORMAT -> MindFileException.Reason.NEWER_FORMAT;
          case BROKEN, FORGETTING, MOVED, WAL_SET_ASIDE -> MindFileException.Reason.BROKEN;
          case OLDER_THAN_LOG, OLDER_THAN_SIGNATURE, FORKED_FROM_LOG ->
              MindFileException.Reason.BROKEN;
        };
    return new MindFileException(reason, notice.message());
  }

  /** One event. */
  public Optional<Event> get(long id) {
    return readers.ask(Optional.empty(), db -> EventRows.get(db, id));
  }

  /**
   * The events of these numbers, in this order and at most 3 MiB of them, but at least one; numbers
   * without an event are passed over.
   */
  public List<Event> get(List<Long> ids) {
    return readers.ask(List.of(), db -> EventRows.get(db, ids));
  }

  /** A page of events. */
  public EventPage list(EventQuery query) {
    return readers.ask(new EventPage(List.of(), false), db -> EventRows.page(db, query));
  }

  /** The last event; empty before the first. */
  public Optional<Head> head() {
    return readers.ask(Optional.empty(), EventRows::head);
  }

  /** What the file is. */
  public FileInfo info() {
    return new FileInfo(
        path,
        size(path) + size(FileReplacer.beside(path, "-wal")),
        head(),
        Optional.ofNullable(config().get(Config.MIND_ID)),
        lastVerified.read());
  }

  private static long size(Path file) {
    try {
      return Files.exists(file) ? Files.size(file) : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  /** A chunk by its SHA-256 in hex. */
  public Optional<byte[]> blob(String hash) {
    return readers.ask(
        Optional.empty(),
        db -> {
          try (PreparedStatement select =
              db.prepareStatement("SELECT bytes FROM blobs WHERE hash = ?")) {
            select.setString(1, hash);
            try (ResultSet row = select.executeQuery()) {
              return row.next() ? Optional.of(row.getBytes(1)) : Optional.empty();
            }
          }
        });
  }

  /** A derived value. */
  public Optional<Projection> projection(String key) {
    return readers.ask(
        Optional.empty(),
        db -> {
          try (PreparedStatement select =
              db.prepareStatement("SELECT value, updated_at FROM projections WHERE key = ?")) {
            select.setString(1, key);
            try (ResultSet row = select.executeQuery()) {
              if (!row.next()) {
                return Optional.empty();
              }
              ProjectionValue value = ProjectionValue.parse(row.getString(1));
              return Optional.of(
                  new Projection(
                      key,
                      value.value(),
                      value.through(),
                      value.reducer(),
                      Math.round(row.getDouble(2) * 1000)));
            }
          }
        });
  }

  /** The rows of the table {@code config}: mind_id, schema, home. */
  public Map<String, String> config() {
    return readers.ask(Map.of(), Config::read);
  }

  /** What a person should know about the file as it was opened. */
  public List<OpenNotice> notices() {
    return notices;
  }

  /** Hears of every append from now on, until closed. */
  public Subscription listen(AppendListener listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** Verifies the file beside its writer, and remembers when it was found whole. */
  public VerifyReport verify(VerifyOptions options, Progress progress) {
    try {
      Trust trust =
          options.trust().key() == null
              ? new Trust(PinnedKey.beside(path).read().orElse(null), options.trust().signature())
              : options.trust();
      return Verifier.verifyAndNote(path, options.trusting(trust), progress);
    } catch (MindFileException e) {
      return new VerifyReport.NotCheckable(e.reason(), e.getMessage());
    }
  }

  /**
   * Keeps a signed head: in the file, beside it and in the log of heads. The first key is pinned,
   * and an event names it.
   *
   * @param replaceKey whether the key may take the place of another one
   * @throws MindFileException UNKNOWN_KEY if it does not fit, or why it cannot be stored
   */
  public SignedHead pin(SignedNote note, VerifyingKey key, boolean replaceKey) {
    return signedHeads().pin(note, key, replaceKey);
  }

  /** Takes in the signature that lies beside the file, where that was not done before. */
  public Optional<SignedHead> pinSignatureBeside() {
    return signedHeads().pinBeside();
  }

  /** The newest head in the file that the pinned key has signed. */
  public Optional<SignedHead> signedHead() {
    return SignedHeads.newest(path, readers);
  }

  private SignedHeads signedHeads() {
    if (writer == null) {
      throw refusal();
    }
    return new SignedHeads(path, readers, writer);
  }

  /**
   * Drops chunks that no event names, as a file that came from elsewhere may hold them. Reads all
   * events where there are chunks.
   *
   * @return how many were dropped
   */
  public int dropOrphanBlobs() {
    Orphans orphans = readers.ask(Orphans.NONE, Orphans::find);
    return orphans.hashes().isEmpty() || writer == null ? 0 : joined(writer.drop(orphans));
  }

  /** Has the file itself forget; answers the event that says so, if there was anything left. */
  Optional<Event> redact(ForgetRequest request) {
    if (writer == null) {
      throw refusal();
    }
    return joined(writer.forget(request));
  }

  /** Empties the log of what was written; false while a reader still needs it. */
  boolean emptyLog() {
    return writer == null || joined(writer.emptyLog());
  }

  /** What was forgotten so far. */
  Redactions redactions() {
    return readers.ask(new Redactions(), Redactions::read);
  }

  private static <T> T joined(CompletableFuture<T> answer) {
    try {
      return answer.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof MindFileException failure ? failure : e;
    }
  }

  /** Where the file lies. */
  public Path path() {
    return path;
  }

  private void tell(List<Event> events) {
    for (AppendListener listener : listeners) {
      try {
        listener.appended(events);
      } catch (RuntimeException e) {
        LOG.error("A listener failed", e);
      }
    }
  }

  /** Finishes what is queued and leaves one single file. */
  @Override
  public void close() {
    LOG.info("Closing {}", path);
    readers.close();
    if (writer != null) {
      writer.stop();
    }
    try {
      view.close();
    } catch (IOException e) {
      LOG.warn("Could not remove a copy of {}: {}", path, e.getMessage());
    }
    if (lock != null) {
      lock.close();
    }
    LOG.info("Closed {}", path);
  }

  /** Ends a listener. */
  public interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
