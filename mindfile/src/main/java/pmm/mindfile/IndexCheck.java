package pmm.mindfile;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether the keys of the small tables lead to their rows: a row that its key does not find would
 * be written a second time. {@code events} is its own index.
 */
final class IndexCheck {
  private static final List<String> TABLES =
      List.of("config", "redactions", "projections", "requests", "blobs");

  private IndexCheck() {}

  static List<Finding> run(Connection db) throws SQLException {
    List<Finding> findings = new ArrayList<>();
    try (Statement statement = db.createStatement()) {
      for (String table : TABLES) {
        try (ResultSet problem =
            statement.executeQuery("PRAGMA integrity_check('" + table + "')")) {
          if (problem.next() && !"ok".equals(problem.getString(1))) {
            findings.add(Finding.row(table, Fault.FILE, problem.getString(1)));
          }
        }
      }
    }
    return findings;
  }
}
