package pmm.mindfile;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import pmm.mindfile.proof.CompactRange;

/** Reads and judges a run of events on a connection of its own. */
final class ChunkCheck implements AutoCloseable {
  /** What a run of events held. */
  static final class Result {
    final CompactRange range;
    final Map<Long, Seen> seen = new HashMap<>();
    final Map<String, Long> blobs = new HashMap<>();
    final Map<Redactions.Part, Set<Long>> forgottenBy = new HashMap<>();
    final List<Restore> restores = new ArrayList<>();
    byte @Nullable [] firstPrevHash;
    byte @Nullable [] lastHash;
    long lastId;
    @Nullable RawEvent firstEvent;
    @Nullable RawEvent modelSelected;
    @Nullable RawEvent home;
    @Nullable Finding finding;

    Result(CompactRange range) {
      this.range = range;
    }
  }

  /** The tree and the hash at an event that somebody has seen as the last one. */
  record Seen(CompactRange.Frontier frontier, byte[] hash) {}

  private final Path file;
  private final Connection db;
  private final Redactions redactions;

  ChunkCheck(Path file, Connection db) throws SQLException {
    this.file = file;
    this.db = db;
    try {
      Sqlite.run(db, "BEGIN");
      // The first read fixes the state that every later one sees.
      this.redactions = Redactions.read(db);
    } catch (SQLException e) {
      db.close();
      throw e;
    }
  }

  Connection connection() {
    return db;
  }

  Redactions redactions() {
    return redactions;
  }

  /**
   * Checks events {@code first} to {@code last}; {@code prevHash} null takes the link for granted.
   */
  Result check(long first, long last, byte @Nullable [] prevHash, NavigableSet<Long> wanted)
      throws SQLException {
    return check(new EventCheck(first - 1, prevHash), last, wanted);
  }

  /** Lets {@code check} go on to event {@code last}. */
  Result check(EventCheck check, long last, NavigableSet<Long> wanted) throws SQLException {
    long first = check.lastId() + 1;
    Result result = new Result(check.range());
    Long nextWanted = wanted.ceiling(first);
    try (PreparedStatement select = RawEvent.select(db, first == 1 ? Long.MIN_VALUE : first, last);
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        RawEvent event = RawEvent.read(rows, redactions);
        if (check.lastId() == first - 1) {
          result.firstPrevHash = EventCheck.parse(event.prevHash());
        }
        Finding finding = check.next(event);
        if (finding != null) {
          result.finding = new Diagnosis(db, file, check).of(event, finding);
          break;
        }
        note(event, result);
        if (nextWanted != null && event.id() == nextWanted && check.lastHash() != null) {
          result.seen.put(nextWanted, new Seen(check.range().frontier(), check.lastHash()));
          nextWanted = wanted.higher(nextWanted);
        }
      }
      if (result.finding == null && check.lastId() < last) {
        long missing = check.lastId() + 1;
        result.finding = Finding.event(missing, Fault.GAP, "event " + missing + " is missing");
      }
    } catch (SQLException e) {
      if (!Sqlite.isDamage(e)) {
        throw e;
      }
      result.finding = Finding.event(check.lastId() + 1, Fault.FILE, Sqlite.DAMAGE);
    }
    result.lastId = check.lastId();
    result.lastHash = check.lastHash();
    return result;
  }

  private static void note(RawEvent event, Result result) {
    if (event.id() == 1) {
      result.firstEvent = event;
      result.home = event;
    }
    byte[] meta = event.meta();
    if (meta == null) {
      if (event.metaCommitment() != null && event.kindText().equals(Kinds.MODEL_SELECTED)) {
        result.modelSelected = event;
      }
      return;
    }
    for (String hash : BlobNames.in(meta)) {
      result.blobs.putIfAbsent(hash, event.id());
    }
    // Most kinds share no first letter with these.
    byte letter = event.kind() == null || event.kind().length == 0 ? 0 : event.kind()[0];
    if (letter == 'm' || letter == 'o' || letter == 'r') {
      switch (event.kindText()) {
        case Kinds.MODEL_SELECTED -> result.modelSelected = event;
        case Kinds.OPENED_ON -> result.home = event;
        case Kinds.REDACTION ->
            Redactions.namedBy(event.metaText())
                .forEach(part ->
                    result.forgottenBy.computeIfAbsent(part, p -> new HashSet<>()).add(event.id()));
        case Kinds.RESTORED_FROM -> Restore.of(event).ifPresent(result.restores::add);
        default -> {}
      }
    }
  }

  @Override
  public void close() throws SQLException {
    db.close();
  }
}
