package pmm.mindfile;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what of an event was changed. One hash seals all parts, so it tries what the part may
 * have been: where a guess gives the stored hash, the finding is proved; otherwise it is the
 * likeliest.
 */
final class Diagnosis {
  /**
   * How many milliseconds are tried for the time, about a second of work. Fewer are for who changes
   * thousands of files and wants no explanation.
   */
  private static final long TIMES = Long.getLong("pmm.verify.times", 1_500_000);

  /** How far a row may have moved. */
  private static final long PLACES = 1000;

  /** Kinds that are nothing without words. */
  private static final Set<String> WORDS =
      Set.of("user_message", "assistant_message", "note", "memory_kept", "memory_corrected");

  private final Connection db;
  private final Path file;
  private final EventCheck check;

  Diagnosis(Connection db, Path file, EventCheck check) {
    this.db = db;
    this.file = file;
    this.check = check;
  }

  /** The same finding, or a closer one. */
  Finding of(RawEvent event, Finding finding) throws SQLException {
    String type = otherType(event.id());
    if (type != null) {
      return Finding.event(event.id(), Fault.TYPES, type);
    }
    byte[] stored = EventCheck.parse(event.hash());
    if (finding.fault() == Fault.LINK) {
      Finding moved = stored == null ? null : moved(event, stored);
      return moved == null ? finding : moved;
    }
    if (!EventCheck.isSeal(finding)) {
      return finding;
    }
    byte[] hash = check.hash(event);
    if (stored == null || Arrays.equals(hash, nextPrevHash(event.id()))) {
      return Finding.event(
          event.id(), Fault.LINK, "the stored hash was changed (" + finding.message() + ")");
    }
    String kind = formerKind(event, stored);
    if (kind != null) {
      return Finding.event(
          event.id(), Fault.KIND, "kind is %s (sealed: %s)".formatted(event.kindText(), kind));
    }
    Long time = formerTime(event, stored);
    if (time != null) {
      return Finding.event(
          event.id(),
          Fault.TIME,
          "time is %s (sealed: %s)"
              .formatted(Instant.ofEpochMilli(event.tsMs()), Instant.ofEpochMilli(time)));
    }
    return part(event, finding);
  }

  private @Nullable Finding moved(RawEvent event, byte[] stored) {
    byte[] prev = EventCheck.parse(event.prevHash());
    long from = Math.max(1, event.id() - PLACES);
    for (long id = from; id <= event.id() + PLACES; id++) {
      if (id != event.id()
          && Arrays.equals(stored, check.hash(event, id, event.tsMs(), event.kind(), prev))) {
        return Finding.event(event.id(), Fault.ORDER, "holds what was sealed as event " + id);
      }
    }
    return null;
  }

  private @Nullable String formerKind(RawEvent event, byte[] stored) {
    for (String kind : Kinds.all()) {
      byte[] guess =
          check.hash(event, event.id(), event.tsMs(), Texts.utf8(kind), check.lastHash());
      if (Arrays.equals(stored, guess)) {
        return kind;
      }
    }
    return null;
  }

  private @Nullable Long formerTime(RawEvent event, byte[] stored) throws SQLException {
    long before = time(event.id() - 1, event.tsMs());
    long after = time(event.id() + 1, before + TIMES / 2);
    Long former = formerTime(event, stored, before - 1000, after + 1000);
    return former != null
        ? former
        : formerTime(event, stored, event.tsMs() - TIMES / 8, event.tsMs() + TIMES / 8);
  }

  private @Nullable Long formerTime(RawEvent event, byte[] stored, long from, long to) {
    // The commitments stay the same: only the short outer form is hashed again.
    RawEvent sealed = check.sealed(event);
    for (long ms = from; ms <= Math.min(to, from + TIMES); ms++) {
      byte[] guess = check.hash(sealed, event.id(), ms, event.kind(), check.lastHash());
      if (Arrays.equals(stored, guess)) {
        return ms;
      }
    }
    return null;
  }

  private Finding part(RawEvent event, Finding finding) throws SQLException {
    long id = event.id();
    if (event.contentCommitment() != null || event.metaCommitment() != null) {
      return Finding.event(
          id, Fault.UNLOGGED_REDACTION, "what redactions keeps of it is not what was sealed");
    }
    boolean noContent = event.content() == null;
    boolean noMeta = event.meta() == null;
    if (noContent && (noMeta || WORDS.contains(event.kindText()))) {
      return Finding.event(
          id, Fault.UNLOGGED_REDACTION, "a part was removed and no redaction says so");
    }
    if (noContent || !isCanonical(event) || contentIsAsIndexed(event)) {
      return Finding.event(id, Fault.META, "meta is not what was sealed; " + finding.message());
    }
    String what = noMeta ? "content is" : "content (or meta: one hash seals both) is";
    return Finding.event(id, Fault.CONTENT, what + " not what was sealed; " + finding.message());
  }

  private static boolean isCanonical(RawEvent event) {
    String meta = event.metaText();
    try {
      return meta == null || JcsMeta.canonical(meta).equals(meta);
    } catch (MindFileException e) {
      return false;
    }
  }

  /** The search index beside the file has its own copy of the words: a hint, not a proof. */
  private boolean contentIsAsIndexed(RawEvent event) {
    Path index = SearchIndex.fileBeside(file);
    if (event.content() == null || event.meta() == null || Files.notExists(index)) {
      return false;
    }
    try (Connection words = Sqlite.reader(index);
        PreparedStatement select = words.prepareStatement(SearchIndex.SELECT_TEXT)) {
      select.setLong(1, event.id());
      try (ResultSet row = select.executeQuery()) {
        return row.next() && new String(event.content(), UTF_8).equals(row.getString(1));
      }
    } catch (SQLException e) {
      return false;
    }
  }

  private byte @Nullable [] nextPrevHash(long id) throws SQLException {
    try (PreparedStatement select =
        db.prepareStatement("SELECT CAST(prev_hash AS BLOB) FROM events WHERE id = ?")) {
      select.setLong(1, id + 1);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? EventCheck.parse(row.getBytes(1)) : null;
      }
    }
  }

  private long time(long id, long otherwise) throws SQLException {
    try (PreparedStatement select = db.prepareStatement("SELECT ts FROM events WHERE id = ?")) {
      select.setLong(1, id);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Math.round(row.getDouble(1) * 1000) : otherwise;
      }
    }
  }

  /** Which column holds a value of a type that the format does not know there. */
  private @Nullable String otherType(long id) throws SQLException {
    Map<String, String> expected =
        Map.of(
            "ts",
            "real",
            "kind",
            "text",
            "content",
            "text",
            "meta",
            "text",
            "prev_hash",
            "text",
            "hash",
            "text",
            "content_salt",
            "blob",
            "meta_salt",
            "blob");
    for (Map.Entry<String, String> column : expected.entrySet()) {
      String name = column.getKey();
      try (PreparedStatement select =
          db.prepareStatement("SELECT typeof(" + name + ") FROM events WHERE id = ?")) {
        select.setLong(1, id);
        try (ResultSet row = select.executeQuery()) {
          String type = row.next() ? String.valueOf(row.getString(1)) : "";
          boolean mayBeNull = !Set.of("ts", "kind", "hash").contains(name);
          if (!type.equals(column.getValue()) && !(mayBeNull && type.equals("null"))) {
            return "%s is %s (expected: %s)".formatted(name, type, column.getValue());
          }
        }
      }
    }
    return null;
  }
}
