package pmm.mindfile;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The rows of one state of a file, as the lines of its export. */
final class StoredLines implements AutoCloseable {
  private final Connection db;
  private final Redactions redactions;
  private final PreparedStatement select;
  private final ResultSet events;
  private final Deque<JsonlLine> waiting = new ArrayDeque<>();
  private final Set<String> blobs = new HashSet<>();
  private boolean ended;

  StoredLines(Connection db) throws SQLException {
    this.db = db;
    Sqlite.run(db, "BEGIN");
    redactions = Redactions.read(db);
    select = RawEvent.select(db, Long.MIN_VALUE, Long.MAX_VALUE);
    events = select.executeQuery();
  }

  Optional<JsonlLine> next() throws SQLException {
    if (waiting.isEmpty() && !ended) {
      if (events.next()) {
        RawEvent event = RawEvent.read(events, redactions);
        if (event.meta() != null) {
          for (String hash : BlobNames.in(event.meta())) {
            blob(hash);
          }
        }
        waiting.add(new JsonlLine.EventLine(event));
      } else {
        ended = true;
        checkpoint();
      }
    }
    return Optional.ofNullable(waiting.poll());
  }

  private void blob(String hash) throws SQLException {
    if (!blobs.add(hash)) {
      return;
    }
    try (PreparedStatement one = db.prepareStatement("SELECT bytes FROM blobs WHERE hash = ?")) {
      one.setString(1, hash);
      try (ResultSet row = one.executeQuery()) {
        if (row.next()) {
          waiting.add(new JsonlLine.BlobLine(hash, row.getBytes(1)));
        }
      }
    }
  }

  private void checkpoint() throws SQLException {
    try (PreparedStatement one =
            db.prepareStatement("SELECT note FROM checkpoints ORDER BY size DESC LIMIT 1");
        ResultSet row = one.executeQuery()) {
      if (row.next()) {
        waiting.add(new JsonlLine.CheckpointLine(row.getString(1)));
      }
    }
  }

  @Override
  public void close() throws SQLException {
    events.close();
    select.close();
  }
}
