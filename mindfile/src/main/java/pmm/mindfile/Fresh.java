package pmm.mindfile;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/** A new database with the tables of the format and nothing in them. */
final class Fresh {
  private Fresh() {}

  static Connection create(Path file) throws SQLException {
    Connection db = Sqlite.fresh(file);
    try {
      Sqlite.run(db, "BEGIN");
      Schema.CURRENT.create(db, Schema.VERSION);
      Sqlite.run(db, "COMMIT");
      return db;
    } catch (SQLException e) {
      db.close();
      throw e;
    }
  }
}
