package pmm.mindfile;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is left of forgotten parts. */
final class Redactions {
  static final String CONTENT = "content";
  static final String META = "meta";

  /** A part of an event. */
  record Part(long eventId, String part) {
    @Override
    public String toString() {
      return eventId + " " + part;
    }
  }

  /** A row of the table. */
  record Row(Part part, byte[] commitment, long byEvent) {}

  private final Map<Part, Row> rows = new HashMap<>();
  private final List<Finding> malformed = new ArrayList<>();

  static Redactions read(Connection db) throws SQLException {
    Redactions redactions = new Redactions();
    try (Statement statement = db.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT event_id, part, commitment, by_event,
                  typeof(event_id) = 'integer' AND typeof(part) = 'text'
                    AND typeof(commitment) = 'text' AND typeof(by_event) = 'integer'
                FROM redactions\
                """)) {
      while (row.next()) {
        redactions.add(row);
      }
    }
    return redactions;
  }

  static Redactions of(Path file) throws SQLException {
    try (Connection db = Sqlite.reader(file)) {
      return read(db);
    }
  }

  private void add(ResultSet row) throws SQLException {
    Part part = new Part(row.getLong(1), String.valueOf(row.getString(2)));
    String commitment = String.valueOf(row.getString(3));
    if (row.getInt(5) != 1
        || !(part.part().equals(CONTENT) || part.part().equals(META))
        || !EventCheck.isHash(Texts.utf8(commitment))) {
      malformed.add(
          Finding.row(
              "redactions " + part,
              Fault.TYPES,
              "expected: an event id, content or meta, 64 hex digits and an event id"));
    } else {
      rows.put(part, new Row(part, HexFormat.of().parseHex(commitment), row.getLong(4)));
    }
  }

  /** The last event that forgot something; 0 if none did. */
  static long newest(Connection db) throws SQLException {
    return Sqlite.number(db, "SELECT ifnull(max(by_event), 0) FROM redactions");
  }

  byte @Nullable [] commitment(long eventId, String part) {
    if (rows.isEmpty()) {
      return null;
    }
    Row row = rows.get(new Part(eventId, part));
    return row == null ? null : row.commitment();
  }

  Collection<Row> rows() {
    return rows.values();
  }

  /** The last event that forgot something; 0 if none did. */
  long newest() {
    return rows.values().stream().mapToLong(Row::byEvent).max().orElse(0);
  }

  /** How many parts each event that forgot something has taken. */
  SortedMap<Long, Long> countByEvent() {
    SortedMap<Long, Long> counts = new TreeMap<>();
    rows.values().forEach(row -> counts.merge(row.byEvent(), 1L, Long::sum));
    return counts;
  }

  int size() {
    return rows.size();
  }

  List<Finding> malformed() {
    return malformed;
  }

  /**
   * What a redaction event names: its meta holds {@code forgets: [{event, part}, ...]}, where part
   * is "content" or "meta".
   */
  static List<Part> namedBy(@Nullable String meta) {
    List<Part> parts = new ArrayList<>();
    for (Object item : Json.list(Json.object(meta), "forgets")) {
      if (item instanceof Map<?, ?> map
          && map.get("event") instanceof Long event
          && map.get("part") instanceof String part) {
        parts.add(new Part(event, part));
      }
    }
    return parts;
  }
}
