package pmm.mindfile;

import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import pmm.mindfile.proof.Checkpoint;
import pmm.mindfile.proof.MalformedException;
import pmm.mindfile.proof.SignedNote;
import pmm.mindfile.proof.SignedNote.Standing;
import pmm.mindfile.proof.VerifyingKey;

/** Compares every table but {@code events} with what the events say. */
final class TableCheck {
  private final Connection db;
  private final Verification chain;
  private final Trust trust;
  private final boolean mayEndBefore;
  private final Set<String> otherKeys = new TreeSet<>();
  private final List<String> notCovered = new ArrayList<>();
  private @Nullable String mindId;
  private final SortedMap<Long, Long> forgottenAt = new TreeMap<>();
  private long blobs;

  TableCheck(Connection db, Verification chain, Trust trust, boolean mayEndBefore) {
    this.db = db;
    this.trust = trust;
    this.mayEndBefore = mayEndBefore;
    this.chain = chain;
    notCovered.add("requests: no seal protects the answers kept for retries");
  }

  @Nullable String mindId() {
    return mindId;
  }

  SortedMap<Long, Long> forgottenAt() {
    return forgottenAt;
  }

  long blobs() {
    return blobs;
  }

  List<String> notCovered() {
    return notCovered;
  }

  void cannotCover(String what) {
    notCovered.add(what);
  }

  void check(Redactions redactions) throws SQLException {
    try {
      redactions(redactions);
      blobRows();
      config();
      model();
      checkpoints();
      projections();
      chain.findings.addAll(IndexCheck.run(db));
    } catch (SQLException e) {
      if (!Sqlite.isDamage(e)) {
        throw e;
      }
      found("database", Fault.FILE, Sqlite.DAMAGE);
    }
  }

  private void found(String row, Fault fault, String message) {
    chain.findings.add(Finding.row(row, fault, message));
  }

  private interface RowReader {
    void read(ResultSet row) throws SQLException;
  }

  private void each(String sql, RowReader reader) throws SQLException {
    try (Statement statement = db.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        reader.read(rows);
      }
    }
  }

  private void redactions(Redactions redactions) throws SQLException {
    chain.findings.addAll(redactions.malformed());
    for (Redactions.Row row : redactions.rows()) {
      forgottenAt.merge(row.byEvent(), 1L, Long::sum);
      Set<Long> namedBy = chain.forgottenBy.getOrDefault(row.part(), Set.of());
      boolean beyond = row.byEvent() > chain.events;
      boolean later =
          mayEndBefore && beyond && namedBy.isEmpty() && row.part().eventId() <= chain.events;
      if (!later
          && (beyond || row.byEvent() <= chain.intactThrough())
          && !namedBy.contains(row.byEvent())) {
        found(
            "redactions " + row.part(),
            Fault.UNLOGGED_REDACTION,
            "event %d is no redaction that names it".formatted(row.byEvent()));
      }
    }
    forgottenAt
        .tailMap(chain.events + 1)
        .forEach((event, parts) ->
            notCovered.add(
                (parts == 1 ? "1 item was" : parts + " items were")
                    + " forgotten later, at event "
                    + event
                    + " of the living mind: this file alone cannot prove it"));
    each(
        """
        SELECT r.event_id, r.part FROM redactions r LEFT JOIN events e ON e.id = r.event_id
        WHERE e.id IS NULL OR (r.part = 'content' AND e.content IS NOT NULL)
          OR (r.part = 'meta' AND e.meta IS NOT NULL)\
        """,
        row ->
            found(
                "redactions " + row.getLong(1) + " " + row.getString(2),
                Fault.UNLOGGED_REDACTION,
                "what it says was forgotten is there"));
  }

  private void blobRows() throws SQLException {
    MessageDigest digest = HashChain.sha256();
    Set<String> stored = new HashSet<>();
    each(
        "SELECT hash, bytes, typeof(hash) = 'text' AND typeof(bytes) = 'blob' FROM blobs",
        row -> {
          String hash = String.valueOf(row.getString(1));
          byte[] bytes = row.getInt(3) == 1 ? row.getBytes(2) : null;
          blobs++;
          stored.add(hash);
          if (bytes == null || !HashChain.hex(digest.digest(bytes)).equals(hash)) {
            found("blobs " + hash, Fault.BLOB, "its bytes are not what the hash says");
          }
        });
    for (Map.Entry<String, Long> named : new TreeMap<>(chain.blobs).entrySet()) {
      if (!stored.contains(named.getKey())) {
        chain.findings.add(
            Finding.event(named.getValue(), Fault.BLOB, "blob " + named.getKey() + " is missing"));
      }
    }
  }

  private void config() throws SQLException {
    RawEvent first = chain.firstEvent;
    Map<String, String> expected = new TreeMap<>();
    if (first != null) {
      Map<String, @Nullable Object> meta = Json.object(first.metaText());
      mindId = Json.text(meta, "mind_id").orElse(null);
      if (!first.kindText().equals(Kinds.MIND_CREATED) || mindId == null) {
        chain.findings.add(
            Finding.event(1, Fault.MIND_ID, "event 1 (expected: mind_created with a mind_id)"));
        return;
      }
      expected.put(Config.MIND_ID, mindId);
    }
    expected.put(Config.SCHEMA, Long.toString(Sqlite.number(db, "PRAGMA user_version")));
    RawEvent home = chain.home;
    if (home != null) {
      Json.text(Json.object(home.metaText()), "home")
          .ifPresent(id -> expected.put(Config.HOME, id));
    }
    boolean complete = chain.intactThrough() == chain.events;
    each(
        "SELECT k, v, typeof(k) = 'text' AND typeof(v) = 'text' FROM config",
        row -> {
          String key = String.valueOf(row.getString(1));
          String value = row.getString(2);
          String right = expected.remove(key);
          boolean unknowable = !complete && !key.equals(Config.SCHEMA);
          if (row.getInt(3) != 1 || (!Objects.equals(value, right) && !unknowable)) {
            found(
                "config " + key,
                key.equals(Config.MIND_ID) ? Fault.MIND_ID : Fault.CONFIG,
                "%s (expected, by the events: %s)".formatted(value, right));
          }
        });
    if (complete) {
      expected.forEach((key, value) ->
          found(
              "config " + key,
              key.equals(Config.MIND_ID) ? Fault.MIND_ID : Fault.CONFIG,
              "missing (expected, by the events: " + value + ")"));
    }
  }

  private void model() throws SQLException {
    RawEvent selected = chain.modelSelected;
    if (chain.intactThrough() != chain.events) {
      return;
    }
    if (selected != null && selected.meta() == null) {
      notCovered.add("meta: the event that selected the model was forgotten");
      return;
    }
    List<@Nullable String> expected =
        (selected == null ? ModelMirror.none() : ModelMirror.of(selected.metaText())).columns();
    List<List<@Nullable Object>> rows = new ArrayList<>();
    each(
        ModelMirror.SELECT,
        row -> {
          // As objects: bytes that read as the right text are of another type all the same.
          List<@Nullable Object> columns = new ArrayList<>();
          for (int i = 1; i <= expected.size(); i++) {
            columns.add(row.getObject(i));
          }
          rows.add(columns);
        });
    if (!rows.equals(List.of(expected))) {
      found("meta", Fault.MODEL, "%s (expected, by the events: [%s])".formatted(rows, expected));
    }
  }

  static Set<Long> checkpointSizes(Connection db) throws SQLException {
    Set<Long> sizes = new HashSet<>();
    try (Statement statement = db.createStatement();
        ResultSet rows = statement.executeQuery("SELECT size FROM checkpoints")) {
      while (rows.next()) {
        sizes.add(rows.getLong(1));
      }
    }
    return sizes;
  }

  private void checkpoints() throws SQLException {
    each(
        """
        SELECT size, root, frontier, note,
          typeof(root) = 'text' AND typeof(frontier) = 'blob' AND typeof(note) = 'text'
        FROM checkpoints ORDER BY size\
        """,
        row -> {
          long size = row.getLong(1);
          String problem = row.getInt(5) == 1 ? checkpoint(size, row) : "a column of another type";
          if (problem != null) {
            found("checkpoints " + size, Fault.CHECKPOINT, problem);
          }
        });
    if (!otherKeys.isEmpty()) {
      notCovered.add(
          "checkpoints: signed by keys that are not trusted here, key id "
              + String.join(", ", otherKeys));
    }
  }

  private @Nullable String checkpoint(long size, ResultSet row) throws SQLException {
    if (size < 1 || size > chain.events) {
      return "is over %d events (found: %d)".formatted(size, chain.events);
    }
    if (size > chain.intactThrough()) {
      return null;
    }
    String root = Objects.requireNonNull(chain.roots.get(size));
    if (!root.equals(row.getString(2))) {
      return "root is " + row.getString(2) + " (recomputed: " + root + ")";
    }
    if (!Arrays.equals(chain.frontiers.get(size), row.getBytes(3))) {
      return "frontier is not that of the tree";
    }
    return note(Checkpoint.of(String.valueOf(mindId), size, HexFormat.of().parseHex(root)), row);
  }

  private @Nullable String note(Checkpoint head, ResultSet row) throws SQLException {
    try {
      SignedNote note = SignedNote.parse(row.getBytes(4));
      if (!note.text().equals(head.text()) || note.signatures().isEmpty()) {
        return "note is not over this head";
      }
      VerifyingKey key = trust.key();
      return switch (key == null ? Standing.UNKNOWN : note.judge(key, head.origin())) {
        case SIGNED -> null;
        case FORGED -> "signature is not of the key that it names";
        case UNKNOWN -> {
          otherKeys.addAll(note.keyIds());
          yield null;
        }
      };
    } catch (MalformedException e) {
      return "note is " + e.getMessage();
    }
  }

  private void projections() throws SQLException {
    each(
        """
        SELECT key, value, updated_at,
          typeof(key) = 'text' AND typeof(value) = 'text' AND typeof(updated_at) = 'real'
        FROM projections\
        """,
        row -> {
          String key = String.valueOf(row.getString(1));
          if (row.getInt(4) != 1) {
            found("projections " + key, Fault.PROJECTION, "a column holds a value of another type");
            return;
          }
          try {
            ProjectionValue value = ProjectionValue.parse(row.getString(2));
            if (value.through() > chain.events) {
              found(
                  "projections " + key,
                  Fault.PROJECTION,
                  "takes in event %d (found: %d)".formatted(value.through(), chain.events));
            }
          } catch (MindFileException e) {
            found("projections " + key, Fault.PROJECTION, e.getMessage());
          }
        });
    notCovered.add("projections: what they hold is checked by replaying the events (--deep)");
  }
}
