package pmm.mindfile;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteException;
import org.sqlite.SQLiteOpenMode;

/** Every way in which SQLite is opened, all PRAGMAs, and what its errors mean. */
final class Sqlite {
  private static final String COMMON =
      """
      PRAGMA busy_timeout = 5000;
      PRAGMA trusted_schema = OFF;
      PRAGMA cell_size_check = ON;
      PRAGMA temp_store = MEMORY;
      """;

  private static final String DURABLE =
      """
      PRAGMA synchronous = FULL;
      PRAGMA fullfsync = 1;
      PRAGMA checkpoint_fullfsync = 1;
      PRAGMA secure_delete = ON;
      PRAGMA foreign_keys = ON;
      """;

  private Sqlite() {}

  /** The one connection that writes an existing file. */
  static Connection writer(Path file) throws SQLException {
    return open(file, "mode=rw", COMMON + "PRAGMA journal_mode = WAL;" + DURABLE);
  }

  /** A new file that nobody else sees yet and that is dropped if anything fails. */
  static Connection fresh(Path file) throws SQLException {
    return open(
        file,
        "mode=rwc",
        COMMON
            + "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA secure_delete = ON;"
            + "PRAGMA application_id = "
            + Schema.APPLICATION_ID
            + ";");
  }

  /** A complete file that nobody else sees yet and that is dropped if anything fails. */
  static Connection unseen(Path file) throws SQLException {
    return open(
        file,
        "mode=rw",
        COMMON
            + "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA secure_delete = ON;"
            + "PRAGMA foreign_keys = ON;");
  }

  /** A derived file that can be lost and made again. */
  static Connection derived(Path file) throws SQLException {
    return open(
        file,
        "mode=rwc",
        COMMON
            + "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON;");
  }

  /** For a file beside which a rollback journal lies. */
  static Connection undoing(Path file) throws SQLException {
    return open(file, "mode=rw", COMMON + DURABLE);
  }

  /** A closed file that is changed where it lies, such as a snapshot. */
  static Connection closed(Path file) throws SQLException {
    return open(file, "mode=rw", COMMON + "PRAGMA journal_mode = DELETE;" + DURABLE);
  }

  static Connection reader(Path file) throws SQLException {
    return open(file, "mode=ro", COMMON + "PRAGMA query_only = ON;");
  }

  /** A file that cannot change: no lock is taken and no log beside it is read. */
  static Connection immutable(Path file) throws SQLException {
    return open(file, "mode=ro&immutable=1", COMMON);
  }

  static Connection memory() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite::memory:");
  }

  private static Connection open(Path file, String mode, String pragmas) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    // The driver lets one thread in at a time as it is: SQLite need not lock at each column again.
    config.setOpenMode(SQLiteOpenMode.NOMUTEX);
    // Else the driver asks for the id of each row that it has inserted.
    config.setGetGeneratedKeys(false);
    Connection db =
        config.createConnection(
            "jdbc:sqlite:file:" + file.toAbsolutePath().toUri().getRawPath() + "?" + mode);
    try {
      for (String pragma : pragmas.split(";", -1)) {
        if (!pragma.isBlank()) {
          run(db, pragma);
        }
      }
      return db;
    } catch (SQLException e) {
      db.close();
      throw e;
    }
  }

  static void run(Connection db, String sql) throws SQLException {
    try (Statement statement = db.createStatement()) {
      statement.execute(sql);
    }
  }

  static long number(Connection db, String sql) throws SQLException {
    try (Statement statement = db.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  /** Moves the whole log into the file and empties it; false while a reader still needs it. */
  static boolean emptyLog(Connection db) throws SQLException {
    // Everything else waits meanwhile.
    run(db, "PRAGMA busy_timeout = 1000");
    try (Statement statement = db.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
      return row.next() && row.getInt(1) == 0;
    } finally {
      run(db, "PRAGMA busy_timeout = 5000");
    }
  }

  /** Whether a statement does not fit the tables that are there. */
  static boolean isSqlError(SQLException e) {
    return code(e) == 1;
  }

  /** Whether it failed for what it was given, not for the file or its device. */
  static boolean isRefusal(SQLException e) {
    return switch (code(e)) {
      // No code, SQLITE_ERROR, SQLITE_TOOBIG, SQLITE_CONSTRAINT, SQLITE_MISMATCH.
      case -1, 1, 18, 19, 20 -> true;
      default -> false;
    };
  }

  /** Whether the pages of the file are damaged. */
  static boolean isDamage(SQLException e) {
    return code(e) == 11;
  }

  /** What is wrong with a damaged database, in words. */
  static final String DAMAGE = "the pages of the database do not fit together";

  /** The primary code: extended ones hold it in their low byte. */
  private static int code(SQLException e) {
    return e instanceof SQLiteException s ? s.getResultCode().code & 0xff : -1;
  }

  /** What a failure of the database means for the one who asked. */
  static MindFileException problem(Path file, SQLException e) {
    MindFileException.Reason reason =
        switch (code(e)) {
          case 5, 6 -> MindFileException.Reason.BUSY;
          case 13 -> MindFileException.Reason.DISK_FULL;
          case 3, 8, 14 -> MindFileException.Reason.READ_ONLY;
          case 11 -> MindFileException.Reason.BROKEN;
          case 26 -> MindFileException.Reason.NOT_A_MIND_FILE;
          default ->
              Failed.isFull(file)
                  ? MindFileException.Reason.DISK_FULL
                  : MindFileException.Reason.IO;
        };
    return new MindFileException(reason, advice(reason, file) + " (" + e.getMessage() + ")", e);
  }

  private static String advice(MindFileException.Reason reason, Path file) {
    return switch (reason) {
      case DISK_FULL ->
          "no space left beside " + file + ": nothing was written; make room and retry";
      case BUSY -> "another program holds " + file + ": nothing was written; retry";
      case READ_ONLY ->
          file + " or its folder cannot be written: nothing was written; change its rights";
      case BROKEN -> file + " is damaged: verify it and restore a snapshot";
      case NOT_A_MIND_FILE -> file + " is not a mind file";
      default -> "the device failed on " + file + ": nothing was written";
    };
  }
}
