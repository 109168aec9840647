package pmm.mindfile;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An event as the bytes that are stored, before anything of it is believed. */
record RawEvent(
    long id,
    double ts,
    byte @Nullable [] kind,
    byte @Nullable [] content,
    byte @Nullable [] meta,
    byte @Nullable [] prevHash,
    byte @Nullable [] hash,
    byte @Nullable [] contentSalt,
    byte @Nullable [] metaSalt,
    boolean typed,
    byte @Nullable [] contentCommitment,
    byte @Nullable [] metaCommitment) {

  /** One flag for all types: asking for each column's type would take longer than hashing. */
  private static final String SELECT =
      """
      SELECT id, ts, CAST(kind AS BLOB), CAST(content AS BLOB), CAST(meta AS BLOB),
        CAST(prev_hash AS BLOB), CAST(hash AS BLOB), content_salt, meta_salt,
        typeof(ts) = 'real' AND typeof(kind) = 'text' AND typeof(hash) = 'text'
          AND typeof(content) IN ('text', 'null') AND typeof(meta) IN ('text', 'null')
          AND typeof(prev_hash) IN ('text', 'null') AND typeof(content_salt) IN ('blob', 'null')
          AND typeof(meta_salt) IN ('blob', 'null')
      FROM events WHERE id BETWEEN ? AND ? ORDER BY id
      """;

  static PreparedStatement select(Connection db, long first, long last) throws SQLException {
    PreparedStatement select = db.prepareStatement(SELECT);
    select.setLong(1, first);
    select.setLong(2, last);
    return select;
  }

  static RawEvent read(ResultSet row, Redactions redactions) throws SQLException {
    long id = row.getLong(1);
    byte[] content = row.getBytes(4);
    byte[] meta = row.getBytes(5);
    return new RawEvent(
        id,
        row.getDouble(2),
        row.getBytes(3),
        content,
        meta,
        row.getBytes(6),
        row.getBytes(7),
        row.getBytes(8),
        row.getBytes(9),
        row.getInt(10) == 1,
        content == null ? redactions.commitment(id, Redactions.CONTENT) : null,
        meta == null ? redactions.commitment(id, Redactions.META) : null);
  }

  long tsMs() {
    return Math.round(ts * 1000);
  }

  String kindText() {
    return kind == null ? "" : new String(kind, UTF_8);
  }

  @Nullable String metaText() {
    return meta == null ? null : new String(meta, UTF_8);
  }

  /** The event, once it was checked. */
  Event toEvent() {
    return new Event(
        id,
        tsMs(),
        kindText(),
        text(content),
        contentSalt,
        text(meta),
        metaSalt,
        text(prevHash),
        Objects.requireNonNull(text(hash)),
        hex(contentCommitment),
        hex(metaCommitment));
  }

  private static @Nullable String text(byte @Nullable [] bytes) {
    return bytes == null ? null : new String(bytes, UTF_8);
  }

  private static @Nullable String hex(byte @Nullable [] bytes) {
    return bytes == null ? null : HashChain.hex(bytes);
  }
}
