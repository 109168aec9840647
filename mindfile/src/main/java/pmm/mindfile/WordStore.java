package pmm.mindfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tables of the search index and what goes into them. */
final class WordStore implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WordStore.class);

  /** Raised when anything about the index changes: an older one is built anew. */
  private static final int VERSION = 5;

  private static final String FRESH = ".new";

  /** From so many texts on it costs less to merge the whole index than to edit it for each. */
  private static final int MANY = 100;

  private static final String SECURE_DELETE =
      "INSERT INTO words(words, rank) VALUES ('secure-delete', %d)";

  private static final String DDL =
      """
      CREATE TABLE texts(
        id INTEGER PRIMARY KEY, kind TEXT NOT NULL, facts TEXT NOT NULL, said INTEGER,
        text TEXT NOT NULL);
      CREATE VIRTUAL TABLE words USING fts5(
        terms, facts, content = '', detail = 'column', columnsize = 0, tokenize = 'ascii');
      INSERT INTO words(words, rank) VALUES ('secure-delete', 1);
      CREATE TABLE vocabulary(
        term TEXT PRIMARY KEY, texts INTEGER NOT NULL, asides INTEGER NOT NULL) WITHOUT ROWID;
      CREATE TABLE kinds(kind TEXT PRIMARY KEY, texts INTEGER NOT NULL, terms INTEGER NOT NULL);
      CREATE TABLE state(through INTEGER NOT NULL, hash TEXT NOT NULL, clean INTEGER NOT NULL);
      INSERT INTO state VALUES (0, '', 0)\
      """;

  private final Path file;
  private final IndexingSteps steps;
  private final Connection db;
  private final Vocabulary vocabulary;
  private final PreparedStatement keep;
  private final PreparedStatement index;
  private final PreparedStatement select;
  private final PreparedStatement delete;
  private final PreparedStatement unindex;
  private final PreparedStatement uncount;
  private final PreparedStatement count;
  private final PreparedStatement update;

  private WordStore(Path file, IndexingSteps steps, Connection db) throws SQLException {
    this.file = file;
    this.steps = steps;
    this.db = db;
    vocabulary = new Vocabulary(db, EnumSet.allOf(Shelf.class));
    keep =
        db.prepareStatement(
            "INSERT INTO texts(id, kind, facts, said, text) VALUES (?, ?, ?, ?, ?)");
    index = db.prepareStatement("INSERT INTO words(rowid, terms, facts) VALUES (?, ?, ?)");
    select = db.prepareStatement("SELECT kind, facts, text FROM texts WHERE id = ?");
    delete = db.prepareStatement("DELETE FROM texts WHERE id = ?");
    unindex =
        db.prepareStatement(
            "INSERT INTO words(words, rowid, terms, facts) VALUES ('delete', ?, ?, ?)");
    uncount =
        db.prepareStatement("UPDATE kinds SET texts = texts - 1, terms = terms - ? WHERE kind = ?");
    count =
        db.prepareStatement(
            """
            INSERT INTO kinds VALUES (?, 1, ?)
            ON CONFLICT DO UPDATE SET texts = texts + 1, terms = terms + excluded.terms\
            """);
    update = db.prepareStatement("UPDATE state SET through = ?, hash = ?");
  }

  static WordStore open(Path file, MindFile mind, IndexingSteps steps)
      throws SQLException, IOException {
    if (Files.exists(file)) {
      WordStore existing = fitting(file, mind, steps);
      if (existing != null) {
        return existing;
      }
    }
    return anew(file, steps);
  }

  /** An empty one, in the place of what may be there. To be called while nobody reads. */
  static WordStore anew(Path file, IndexingSteps steps) throws SQLException, IOException {
    LOG.info("Building {} anew", file);
    for (String suffix : new String[] {"", "-wal", "-shm", FRESH}) {
      Files.deleteIfExists(FileReplacer.beside(file, suffix));
    }
    Connection db = Sqlite.derived(file);
    for (String statement : DDL.split(";", -1)) {
      Sqlite.run(db, statement);
    }
    Sqlite.run(db, "PRAGMA user_version = " + VERSION);
    return new WordStore(file, steps, db);
  }

  /**
   * The index that is there, if it is one of this mind, not ahead of it, and forgot what it did.
   */
  private static @Nullable WordStore fitting(Path file, MindFile mind, IndexingSteps steps) {
    try {
      Connection db = Sqlite.derived(file);
      if (Sqlite.number(db, "PRAGMA user_version") == VERSION && fits(db, mind)) {
        return new WordStore(file, steps, db);
      }
      db.close();
    } catch (SQLException e) {
      LOG.warn("{} cannot be read: {}", file, e.getMessage());
    }
    return null;
  }

  private static boolean fits(Connection db, MindFile mind) throws SQLException {
    try (PreparedStatement select = db.prepareStatement("SELECT through, hash, clean FROM state");
        ResultSet row = select.executeQuery()) {
      if (!row.next()) {
        return false;
      }
      long through = row.getLong(1);
      String hash = row.getString(2);
      long newest = mind.redactions().newest();
      boolean clean = newest > through || newest <= row.getLong(3);
      return clean
          && (through == 0
              || mind.get(through).filter(event -> event.hash().equals(hash)).isPresent());
    }
  }

  long appliedThrough() throws SQLException {
    return Sqlite.number(db, "SELECT through FROM state");
  }

  /**
   * Takes events in, all or none.
   *
   * @param leftOut events whose words are not taken in
   * @return whether something was deleted, so that {@link #rewritten} has to follow
   * @throws RefusedException for the first event that cannot be taken in
   */
  boolean add(List<Event> events, Set<Long> leftOut) throws SQLException, RefusedException {
    boolean many = forgets(events) >= MANY;
    Sqlite.run(db, "BEGIN IMMEDIATE");
    try {
      if (many) {
        Sqlite.run(db, SECURE_DELETE.formatted(0));
      }
      boolean deleted = false;
      Map<Shelf, Map<String, Integer>> changes = new EnumMap<>(Shelf.class);
      for (Event event : events) {
        if (event.kind().equals(Kinds.REDACTION)) {
          deleted |= forget(event, changes);
        } else if (!leftOut.contains(event.id())) {
          insert(event, changes);
        }
      }
      for (Map.Entry<Shelf, Map<String, Integer>> change : changes.entrySet()) {
        vocabulary.add(change.getKey(), change.getValue());
      }
      if (many) {
        // What was only marked as deleted is in no merged index, whose pages are all new.
        Sqlite.run(db, "INSERT INTO words(words) VALUES ('optimize')");
        Sqlite.run(db, SECURE_DELETE.formatted(1));
      }
      Event last = events.getLast();
      update.setLong(1, last.id());
      update.setString(2, last.hash());
      update.executeUpdate();
      if (!deleted) {
        Sqlite.run(db, "UPDATE state SET clean = " + last.id());
      }
      Sqlite.run(db, "COMMIT");
      return deleted;
    } catch (SQLException | RefusedException | RuntimeException e) {
      Sqlite.run(db, "ROLLBACK");
      throw e;
    }
  }

  private void insert(Event event, Map<Shelf, Map<String, Integer>> changes)
      throws SQLException, RefusedException {
    try {
      IndexedText indexed = IndexedText.of(event).orElse(null);
      if (indexed != null) {
        steps.insert(event.id());
        insert(event.id(), event.kind(), indexed, changes);
      }
    } catch (SQLException e) {
      if (Sqlite.isRefusal(e)) {
        throw new RefusedException(event.id(), e);
      }
      throw e;
    } catch (RuntimeException e) {
      throw new RefusedException(event.id(), e);
    }
  }

  private void insert(
      long id, String kind, IndexedText indexed, Map<Shelf, Map<String, Integer>> changes)
      throws SQLException {
    String text = indexed.text();
    keep.setLong(1, id);
    keep.setString(2, kind);
    keep.setString(3, indexed.facts());
    keep.setObject(4, indexed.saidMs());
    keep.setString(5, text);
    keep.executeUpdate();
    Set<String> terms = Terms.of(text);
    index(index, id, terms, indexed.facts());
    count(changes, indexed.shelf(), terms, 1);
    count.setString(1, kind);
    count.setInt(2, Terms.count(text));
    count.executeUpdate();
  }

  private static void count(
      Map<Shelf, Map<String, Integer>> changes, Shelf shelf, Set<String> terms, int by) {
    Map<String, Integer> changed = changes.computeIfAbsent(shelf, key -> new HashMap<>());
    terms.forEach(term -> changed.merge(term, by, Integer::sum));
  }

  /** To take a text out of the index, it has to be told the same as when it took it in. */
  private static void index(PreparedStatement into, long id, Set<String> terms, String facts)
      throws SQLException {
    into.setLong(1, id);
    into.setString(2, String.join(" ", terms));
    into.setString(3, facts);
    into.executeUpdate();
  }

  private static int forgets(List<Event> events) {
    return events.stream()
        .filter(event -> event.kind().equals(Kinds.REDACTION))
        .mapToInt(event -> Redactions.namedBy(event.meta()).size())
        .sum();
  }

  private boolean forget(Event redaction, Map<Shelf, Map<String, Integer>> changes)
      throws SQLException {
    boolean deleted = false;
    for (Redactions.Part part : Redactions.namedBy(redaction.meta())) {
      if (part.part().equals(Redactions.CONTENT)) {
        deleted |= delete(part.eventId(), changes);
      }
    }
    return deleted;
  }

  private boolean delete(long id, Map<Shelf, Map<String, Integer>> changes) throws SQLException {
    select.setLong(1, id);
    try (ResultSet row = select.executeQuery()) {
      if (!row.next()) {
        return false;
      }
      String kind = row.getString(1);
      String text = row.getString(3);
      Set<String> terms = Terms.of(text);
      index(unindex, id, terms, row.getString(2));
      count(changes, Shelf.of(kind).orElseThrow(), terms, -1);
      uncount.setInt(1, Terms.count(text));
      uncount.setString(2, kind);
    }
    uncount.executeUpdate();
    delete.setLong(1, id);
    delete.executeUpdate();
    return true;
  }

  /**
   * Writes what is left into a new file that takes the place of this one: pages that SQLite and the
   * index have moved keep traces of what was deleted. To be called while nobody reads; this store
   * is closed then.
   */
  WordStore rewritten() throws SQLException, IOException {
    Path fresh = FileReplacer.beside(file, FRESH);
    Files.deleteIfExists(fresh);
    close();
    // Only a fresh connection has no statement that would be in the way.
    try (Connection old = Sqlite.derived(file);
        PreparedStatement vacuum = old.prepareStatement("VACUUM INTO ?")) {
      vacuum.setString(1, fresh.toString());
      vacuum.execute();
    }
    try (Connection copy = Sqlite.closed(fresh)) {
      Sqlite.run(copy, "UPDATE state SET clean = through");
    }
    for (String suffix : new String[] {"-wal", "-shm"}) {
      Files.deleteIfExists(FileReplacer.beside(file, suffix));
    }
    FileReplacer.replace(fresh, file);
    return new WordStore(file, steps, Sqlite.derived(file));
  }

  @Override
  public void close() throws SQLException {
    Sqlite.run(db, "PRAGMA wal_checkpoint(TRUNCATE)");
    db.close();
  }
}
