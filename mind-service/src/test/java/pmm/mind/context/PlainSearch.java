package pmm.mind.context;

import static java.util.stream.Collectors.joining;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import pmm.mind.context.RecallSet.Message;

/** What FTS5 finds by itself: the words of the question joined by OR, ranked by its bm25. */
final class PlainSearch implements AutoCloseable {
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}\\p{M}]+");

  private final Connection db = DriverManager.getConnection("jdbc:sqlite::memory:");

  PlainSearch() throws SQLException {
    try (Statement statement = db.createStatement()) {
      statement.execute("CREATE VIRTUAL TABLE talk USING fts5(text, id UNINDEXED)");
    }
  }

  void add(Message message) throws SQLException {
    try (PreparedStatement insert = db.prepareStatement("INSERT INTO talk VALUES (?, ?)")) {
      insert.setString(1, message.text());
      insert.setString(2, message.id());
      insert.executeUpdate();
    }
  }

  List<String> find(String question, int most) throws SQLException {
    String query =
        WORD.matcher(question.toLowerCase(Locale.ROOT))
            .results()
            .map(word -> '"' + word.group() + '"')
            .collect(joining(" OR "));
    List<String> found = new ArrayList<>();
    try (PreparedStatement select =
        db.prepareStatement("SELECT id FROM talk WHERE talk MATCH ? ORDER BY rank LIMIT ?")) {
      select.setString(1, query);
      select.setInt(2, most);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          found.add(rows.getString(1));
        }
      }
    }
    return found;
  }

  @Override
  public void close() throws SQLException {
    db.close();
  }
}
