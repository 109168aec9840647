package pmm.mindfile;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The tables of the format, by version. Each migration makes the next version. */
final class Schema {
  /** "PMM1" in ASCII, in the header of every mind file. */
  static final int APPLICATION_ID = 0x504d4d31;

  /** The version that this program writes. */
  static final int VERSION = 1;

  private static final List<List<String>> MIGRATIONS =
      List.of(
          List.of(
              """
              CREATE TABLE events(
                id INTEGER PRIMARY KEY,
                ts REAL NOT NULL CHECK (typeof(ts) = 'real'),
                kind TEXT NOT NULL,
                content TEXT CHECK (typeof(content) IN ('null', 'text')),
                meta JSONB CHECK (typeof(meta) IN ('null', 'text')),
                prev_hash TEXT,
                hash TEXT NOT NULL CHECK (length(hash) = 64),
                content_salt BLOB CHECK (content_salt IS NULL
                  OR (typeof(content_salt) = 'blob' AND length(content_salt) = 16)),
                meta_salt BLOB CHECK (meta_salt IS NULL
                  OR (typeof(meta_salt) = 'blob' AND length(meta_salt) = 16)),
                CHECK ((content IS NULL) = (content_salt IS NULL)),
                CHECK ((meta IS NULL) = (meta_salt IS NULL))
              )\
              """,
              """
              CREATE TABLE projections(
                key TEXT PRIMARY KEY,
                value JSONB NOT NULL CHECK (typeof(value) = 'text'),
                updated_at REAL NOT NULL
              )\
              """,
              """
              CREATE TABLE blobs(
                hash TEXT PRIMARY KEY,
                bytes BLOB NOT NULL CHECK (typeof(bytes) = 'blob')
              )\
              """,
              """
              CREATE TABLE config(
                k TEXT PRIMARY KEY,
                v TEXT NOT NULL
              )\
              """,
              """
              CREATE TABLE meta(
                kernel_version TEXT,
                provider_name TEXT,
                provider_version TEXT,
                model_id TEXT,
                model_hash TEXT
              )\
              """,
              """
              CREATE TABLE redactions(
                event_id INTEGER NOT NULL,
                part TEXT NOT NULL CHECK (part IN ('content', 'meta')),
                commitment TEXT NOT NULL CHECK (length(commitment) = 64),
                by_event INTEGER NOT NULL,
                PRIMARY KEY (event_id, part)
              )\
              """,
              """
              CREATE TABLE checkpoints(
                size INTEGER PRIMARY KEY,
                root TEXT NOT NULL CHECK (length(root) = 64),
                frontier BLOB NOT NULL,
                note TEXT NOT NULL
              )\
              """,
              """
              CREATE TABLE requests(
                request_id TEXT PRIMARY KEY,
                first_event INTEGER NOT NULL,
                last_event INTEGER NOT NULL,
                at REAL NOT NULL
              )\
              """,
              """
              CREATE TRIGGER events_stay BEFORE DELETE ON events
              BEGIN
                SELECT RAISE(ABORT, 'an event is never deleted');
              END\
              """,
              """
              CREATE TRIGGER events_only_forget BEFORE UPDATE ON events
              WHEN NOT (
                NEW.id IS OLD.id AND NEW.ts IS OLD.ts AND NEW.kind IS OLD.kind
                AND NEW.prev_hash IS OLD.prev_hash AND NEW.hash IS OLD.hash
                AND ((NEW.content IS OLD.content AND NEW.content_salt IS OLD.content_salt)
                  OR (NEW.content IS NULL AND NEW.content_salt IS NULL AND EXISTS (
                    SELECT 1 FROM redactions WHERE event_id = OLD.id AND part = 'content')))
                AND ((NEW.meta IS OLD.meta AND NEW.meta_salt IS OLD.meta_salt)
                  OR (NEW.meta IS NULL AND NEW.meta_salt IS NULL AND EXISTS (
                    SELECT 1 FROM redactions WHERE event_id = OLD.id AND part = 'meta'))))
              BEGIN
                SELECT RAISE(ABORT, 'an event never changes, except to forget a part of it');
              END\
              """));

  /** The versions that this program knows. */
  static final Schema CURRENT = new Schema(MIGRATIONS);

  private final List<List<String>> migrations;

  Schema(List<List<String>> migrations) {
    this.migrations = List.copyOf(migrations);
  }

  /** The same with versions to come. */
  Schema then(List<List<String>> next) {
    List<List<String>> all = new ArrayList<>(migrations);
    all.addAll(next);
    return new Schema(all);
  }

  /** The newest version. */
  int version() {
    return migrations.size();
  }

  /** Makes the tables of a version in an empty database, within a transaction. */
  void create(Connection db, int version) throws SQLException {
    for (int next = 1; next <= version; next++) {
      step(db, next);
    }
  }

  /** Brings a database of the version before to {@code version}, within a transaction. */
  void step(Connection db, int version) throws SQLException {
    try (Statement statement = db.createStatement()) {
      for (String sql : migrations.get(version - 1)) {
        statement.execute(sql);
      }
      statement.execute("PRAGMA user_version = " + version);
    }
  }

  /** The version of a database, also where it is not yet moved from the log into the file. */
  static int versionOf(Connection db) throws SQLException {
    return (int) Sqlite.number(db, "PRAGMA user_version");
  }

  /** Whether a newer program wrote a database: its tables are not known here, its events are. */
  static boolean isNewer(int version) {
    return version > VERSION;
  }

  /**
   * What differs from the tables of the version that a database says it has, in words; empty if
   * nothing does.
   *
   * @param version at most {@link #version}
   */
  List<String> differences(Connection db, int version) throws SQLException {
    List<String> expected;
    try (Connection fresh = Sqlite.memory()) {
      create(fresh, version);
      expected = objects(fresh);
    }
    List<String> found = objects(db);
    List<String> differences = new ArrayList<>();
    for (String object : found) {
      if (!expected.remove(object)) {
        differences.add("unexpected or changed: " + firstLine(object));
      }
    }
    expected.forEach(object -> differences.add("missing: " + firstLine(object)));
    return differences;
  }

  private static List<String> objects(Connection db) throws SQLException {
    List<String> objects = new ArrayList<>();
    try (Statement statement = db.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT type, name, tbl_name, ifnull(sql, '') FROM sqlite_schema ORDER BY 1, 2")) {
      while (rows.next()) {
        objects.add(
            rows.getString(1)
                + " "
                + rows.getString(2)
                + " on "
                + rows.getString(3)
                + "\n"
                + rows.getString(4));
      }
    }
    return objects;
  }

  private static String firstLine(String object) {
    return object.substring(0, object.indexOf('\n'));
  }
}
