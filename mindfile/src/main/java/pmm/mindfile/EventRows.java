package pmm.mindfile;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rows of the table {@code events} as {@link Event}s. */
final class EventRows {
  static final String SELECT =
      """
      SELECT id, ts, kind, content, content_salt, meta, meta_salt, prev_hash, hash,
        CASE WHEN content IS NULL THEN (SELECT commitment FROM redactions
          WHERE event_id = events.id AND part = 'content') END,
        CASE WHEN meta IS NULL THEN (SELECT commitment FROM redactions
          WHERE event_id = events.id AND part = 'meta') END
      FROM events
      """;

  private EventRows() {}

  static Event read(ResultSet row) throws SQLException {
    return new Event(
        row.getLong(1),
        Math.round(row.getDouble(2) * 1000),
        row.getString(3),
        row.getString(4),
        row.getBytes(5),
        row.getString(6),
        row.getBytes(7),
        row.getString(8),
        row.getString(9),
        row.getString(10),
        row.getString(11));
  }

  static Optional<Event> get(Connection db, long id) throws SQLException {
    return range(db, id, id).stream().findFirst();
  }

  static List<Event> get(Connection db, List<Long> ids) throws SQLException {
    try (PreparedStatement select = db.prepareStatement(SELECT + "WHERE id = ?")) {
      List<Event> events = new ArrayList<>();
      long bytes = 0;
      for (long id : ids) {
        select.setLong(1, id);
        try (ResultSet row = select.executeQuery()) {
          if (row.next()) {
            Event event = read(row);
            bytes += size(event);
            if (bytes > Limits.REQUEST_BYTES && !events.isEmpty()) {
              break;
            }
            events.add(event);
          }
        }
      }
      return events;
    }
  }

  static List<Event> range(Connection db, long first, long last) throws SQLException {
    try (PreparedStatement select =
        db.prepareStatement(SELECT + "WHERE id BETWEEN ? AND ? ORDER BY id")) {
      select.setLong(1, first);
      select.setLong(2, last);
      List<Event> events = new ArrayList<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          events.add(read(rows));
        }
      }
      return events;
    }
  }

  static Optional<Head> head(Connection db) throws SQLException {
    try (PreparedStatement select =
            db.prepareStatement("SELECT id, hash FROM events ORDER BY id DESC LIMIT 1");
        ResultSet row = select.executeQuery()) {
      return row.next()
          ? Optional.of(new Head(row.getLong(1), row.getString(2)))
          : Optional.empty();
    }
  }

  static EventPage page(Connection db, EventQuery query) throws SQLException {
    try (PreparedStatement select = prepare(db, query);
        ResultSet rows = select.executeQuery()) {
      List<Event> events = new ArrayList<>();
      long bytes = 0;
      while (rows.next()) {
        Event event = read(rows);
        bytes += size(event);
        boolean full = bytes > Limits.REQUEST_BYTES && !events.isEmpty();
        if (full || events.size() == query.limit()) {
          return new EventPage(events, true);
        }
        events.add(event);
      }
      return new EventPage(events, false);
    }
  }

  private static PreparedStatement prepare(Connection db, EventQuery query) throws SQLException {
    StringBuilder sql = new StringBuilder(SELECT).append("WHERE id > ? AND id < ?");
    List<Object> values = new ArrayList<>(List.of(query.afterId(), query.beforeId()));
    if (!query.kinds().isEmpty()) {
      sql.append(" AND kind IN (?").append(", ?".repeat(query.kinds().size() - 1)).append(')');
      values.addAll(query.kinds());
    }
    if (query.sinceMs() != null) {
      sql.append(" AND ts >= ?");
      values.add(query.sinceMs() / 1000.0);
    }
    if (query.untilMs() != null) {
      sql.append(" AND ts < ?");
      values.add(query.untilMs() / 1000.0);
    }
    sql.append(
        switch (query.order()) {
          case OLDEST_FIRST -> " ORDER BY id LIMIT ?";
          case NEWEST_FIRST -> " ORDER BY id DESC LIMIT ?";
        });
    values.add(query.limit() + 1);
    PreparedStatement select = db.prepareStatement(sql.toString());
    for (int i = 0; i < values.size(); i++) {
      select.setObject(i + 1, values.get(i));
    }
    return select;
  }

  private static long size(Event event) {
    return size(event.content()) + size(event.meta());
  }

  private static long size(@Nullable String text) {
    return text == null ? 0 : 3L * text.length();
  }
}
