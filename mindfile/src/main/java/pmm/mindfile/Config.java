package pmm.mindfile;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;

/** The rows of the table {@code config}; each repeats what an event says. */
final class Config {
  /** The id of the mind, as event 1 has it. */
  static final String MIND_ID = "mind_id";

  /** The version of the tables. */
  static final String SCHEMA = "schema";

  /** The home that wrote the last event, as the newest opened_on (or event 1) has it. */
  static final String HOME = "home";

  private Config() {}

  static Map<String, String> read(Connection db) throws SQLException {
    Map<String, String> config = new TreeMap<>();
    try (Statement statement = db.createStatement();
        ResultSet rows = statement.executeQuery("SELECT k, v FROM config")) {
      while (rows.next()) {
        config.put(rows.getString(1), rows.getString(2));
      }
    }
    return config;
  }
}
