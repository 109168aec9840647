package pmm.mindfile;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The statements of the one writing connection. Transactions are its caller's. */
final class Store implements AutoCloseable {
  private final Connection db;
  private final HashChain chain = new HashChain();
  private final PreparedStatement begin;
  private final PreparedStatement commit;
  private final PreparedStatement rollback;
  private final PreparedStatement insertEvent;
  private final PreparedStatement insertRaw;
  private final PreparedStatement selectRequest;
  private final PreparedStatement insertRequest;
  private final PreparedStatement insertBlob;
  private final PreparedStatement selectBlob;
  private final PreparedStatement putProjection;
  private final PreparedStatement putConfig;
  private final PreparedStatement newestOfKind;

  Store(Connection db) throws SQLException {
    this.db = db;
    begin = db.prepareStatement("BEGIN IMMEDIATE");
    commit = db.prepareStatement("COMMIT");
    rollback = db.prepareStatement("ROLLBACK");
    insertEvent =
        db.prepareStatement(
            """
            INSERT INTO events(id, ts, kind, content, meta, prev_hash, hash, content_salt, meta_salt)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)\
            """);
    insertRaw =
        db.prepareStatement(
            """
            INSERT INTO events(id, ts, kind, content, meta, prev_hash, hash, content_salt, meta_salt)
            VALUES (?, ?, CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS TEXT),
              CAST(? AS TEXT), ?, ?)\
            """);
    selectRequest =
        db.prepareStatement("SELECT first_event, last_event FROM requests WHERE request_id = ?");
    insertRequest = db.prepareStatement("INSERT INTO requests VALUES (?, ?, ?, ?)");
    insertBlob = db.prepareStatement("INSERT OR IGNORE INTO blobs VALUES (?, ?)");
    selectBlob = db.prepareStatement("SELECT 1 FROM blobs WHERE hash = ?");
    putProjection = db.prepareStatement("INSERT OR REPLACE INTO projections VALUES (?, ?, ?)");
    putConfig = db.prepareStatement("INSERT OR REPLACE INTO config VALUES (?, ?)");
    newestOfKind = db.prepareStatement("SELECT ifnull(max(id), 0) FROM events WHERE kind = ?");
  }

  Connection connection() {
    return db;
  }

  void begin() throws SQLException {
    begin.executeUpdate();
  }

  void commit() throws SQLException {
    commit.executeUpdate();
  }

  /** Undoes what is open; SQLite has done so itself after some errors. */
  void rollback() {
    try {
      rollback.executeUpdate();
    } catch (SQLException e) {
      // "no transaction is active": undone already.
    }
  }

  Tip tip() throws SQLException {
    Optional<Head> head = EventRows.head(db);
    if (head.isEmpty()) {
      return Tip.NONE;
    }
    return new Tip(
        head.get().id(),
        HexFormat.of().parseHex(head.get().hash()),
        Config.read(db).get(Config.HOME));
  }

  /** Links an item to the chain and stores it. */
  Event insert(PreparedAppend.Item item, Tip tip, long tsMs) throws SQLException {
    PreparedAppend.Part content = item.content();
    PreparedAppend.Part meta = item.meta();
    byte[] hash =
        chain.eventHash(
            tip.id() + 1,
            tsMs,
            Texts.utf8(item.kind()),
            content == null ? null : content.commitment(),
            meta == null ? null : meta.commitment(),
            tip.hash());
    Event event =
        new Event(
            tip.id() + 1,
            tsMs,
            item.kind(),
            content == null ? null : content.text(),
            content == null ? null : content.salt(),
            meta == null ? null : meta.text(),
            meta == null ? null : meta.salt(),
            tip.hex(),
            HashChain.hex(hash),
            null,
            null);
    insert(event);
    return event;
  }

  /** Stores an event as it is. */
  void insert(Event event) throws SQLException {
    insertEvent.setLong(1, event.id());
    insertEvent.setDouble(2, event.tsMs() / 1000.0);
    insertEvent.setString(3, event.kind());
    insertEvent.setString(4, event.content());
    insertEvent.setString(5, event.meta());
    insertEvent.setString(6, event.prevHash());
    insertEvent.setString(7, event.hash());
    insertEvent.setBytes(8, event.contentSalt());
    insertEvent.setBytes(9, event.metaSalt());
    insertEvent.executeUpdate();
  }

  /** Stores an event that was checked, from its bytes as they are. */
  void insert(RawEvent event) throws SQLException {
    insertRaw.setLong(1, event.id());
    insertRaw.setDouble(2, event.ts());
    insertRaw.setBytes(3, event.kind());
    insertRaw.setBytes(4, event.content());
    insertRaw.setBytes(5, event.meta());
    insertRaw.setBytes(6, event.prevHash());
    insertRaw.setBytes(7, event.hash());
    insertRaw.setBytes(8, event.contentSalt());
    insertRaw.setBytes(9, event.metaSalt());
    insertRaw.executeUpdate();
  }

  /** The events that a request id was answered with, or null. */
  @Nullable List<Event> answerTo(String requestId) throws SQLException {
    selectRequest.setString(1, requestId);
    long first;
    long last;
    try (ResultSet row = selectRequest.executeQuery()) {
      if (!row.next()) {
        return null;
      }
      first = row.getLong(1);
      last = row.getLong(2);
    }
    return EventRows.range(db, first, last);
  }

  void putRequest(String requestId, long first, long last, long nowMs) throws SQLException {
    insertRequest.setString(1, requestId);
    insertRequest.setLong(2, first);
    insertRequest.setLong(3, last);
    insertRequest.setDouble(4, nowMs / 1000.0);
    insertRequest.executeUpdate();
  }

  void dropRequestsBefore(long ms) throws SQLException {
    try (PreparedStatement delete = db.prepareStatement("DELETE FROM requests WHERE at < ?")) {
      delete.setDouble(1, ms / 1000.0);
      delete.executeUpdate();
    }
  }

  void putBlob(String hash, byte[] bytes) throws SQLException {
    insertBlob.setString(1, hash);
    insertBlob.setBytes(2, bytes);
    insertBlob.executeUpdate();
  }

  boolean hasBlob(String hash) throws SQLException {
    selectBlob.setString(1, hash);
    try (ResultSet row = selectBlob.executeQuery()) {
      return row.next();
    }
  }

  void putProjection(Projection projection, long nowMs) throws SQLException {
    putProjection.setString(1, projection.key());
    putProjection.setString(2, ProjectionValue.of(projection).toJson());
    putProjection.setDouble(3, nowMs / 1000.0);
    putProjection.executeUpdate();
  }

  void putCheckpoint(SignedRow row) throws SQLException {
    try (PreparedStatement put =
        db.prepareStatement("INSERT OR REPLACE INTO checkpoints VALUES (?, ?, ?, ?)")) {
      put.setLong(1, row.head().size());
      put.setString(2, row.head().rootHex());
      put.setBytes(3, row.frontier());
      put.setString(4, row.note());
      put.executeUpdate();
    }
  }

  void putConfig(String key, String value) throws SQLException {
    putConfig.setString(1, key);
    putConfig.setString(2, value);
    putConfig.executeUpdate();
  }

  long newestOfKind(String kind) throws SQLException {
    newestOfKind.setString(1, kind);
    try (ResultSet row = newestOfKind.executeQuery()) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  /** The last event that forgot something; 0 if none did. */
  long newestRedaction() throws SQLException {
    return Redactions.newest(db);
  }

  /** The hashes of the events after {@code id}, in order. */
  List<byte[]> hashesAfter(long id, int limit) throws SQLException {
    List<byte[]> hashes = new ArrayList<>();
    try (PreparedStatement select =
        db.prepareStatement("SELECT hash FROM events WHERE id > ? ORDER BY id LIMIT ?")) {
      select.setLong(1, id);
      select.setInt(2, limit);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          hashes.add(HexFormat.of().parseHex(rows.getString(1)));
        }
      }
    }
    return hashes;
  }

  @Override
  public void close() throws SQLException {
    db.close();
  }
}
