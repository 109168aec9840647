package pmm.mindfile;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
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

  /**
   * One flag for all types: NULL sorts before numbers, those before text, and that before blobs.
   * The plus keeps a column from being read as its declared type. What is no number but should be
   * text has no 64 hex digits and no kind's letters, so that only blobs must be told from those.
   */
  private static final String SELECT =
      """
      SELECT id, ts, kind, content, meta, prev_hash, hash, content_salt, meta_salt,
        ifnull(typeof(ts) = 'real' AND +kind < x'' AND +hash < x'' AND +prev_hash < x''
          AND +content >= '' AND +content < x'' AND +meta >= '' AND +meta < x''
          AND +content_salt >= x'' AND +meta_salt >= x'', 1)
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
}
