package pmm.mindfile;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import pmm.mindfile.proof.CompactRange;
import pmm.mindfile.proof.VerifyingKey;

/** Checks the events after a state of the file that was found whole before. */
final class QuickCheck {
  private static final String SOURCE = "cache/verified";

  private final Path file;
  private final @Nullable VerifyingKey key;
  private final LastVerified.@Nullable Note note;
  private @Nullable QuickStart from;

  QuickCheck(Path file, @Nullable VerifyingKey key, LastVerified.@Nullable Note note) {
    this.file = file;
    this.key = key;
    this.note = note;
  }

  /** What was gone on from, after {@link #run}. */
  Optional<QuickStart> from() {
    return Optional.ofNullable(from);
  }

  VerifyReport run(ReadView view) throws SQLException {
    FileHeader.read(file);
    try (ChunkCheck chunk = new ChunkCheck(file, view.open())) {
      int version = Schema.versionOf(chunk.connection());
      List<String> differences =
          Schema.isNewer(version)
              ? List.of()
              : Schema.CURRENT.differences(chunk.connection(), version);
      if (!differences.isEmpty()) {
        return broken(Finding.row("sqlite_schema", Fault.SCHEMA, differences.getFirst()), 0);
      }
      QuickStart start = start(chunk.connection());
      if (start == null) {
        return new VerifyReport.NotCheckable(
            MindFileException.Reason.INVALID,
            "no full verification of "
                + file
                + " is noted beside it, and no checkpoint in it is signed by a known key: verify it"
                + " once in full");
      }
      from = start;
      long events = Math.max(0, Sqlite.number(chunk.connection(), "SELECT max(id) FROM events"));
      Finding lost = compare(start, EventRows.get(chunk.connection(), start.size()), events);
      if (lost != null) {
        return broken(lost, events);
      }
      EventCheck check =
          new EventCheck(start.size(), start.hash(), QuickStart.tree(start.frontier()));
      ChunkCheck.Result result = chunk.check(check, events, new TreeSet<>());
      VerifyReport.Facts facts = facts(start, chunk, result, events);
      return result.finding == null
          ? new VerifyReport.Whole(facts)
          : new VerifyReport.Broken(result.finding, List.of(result.finding), facts);
    }
  }

  /** A signature counts for more than a note, however old it is. */
  private @Nullable QuickStart start(Connection db) throws SQLException {
    Optional<QuickStart> signed = key == null ? Optional.empty() : QuickStart.signed(db, key);
    return signed.orElseGet(() -> note == null ? null : QuickStart.noted(note));
  }

  private static @Nullable Finding compare(QuickStart from, Optional<Event> last, long events) {
    if (last.isEmpty()) {
      return Finding.row(
          SOURCE,
          Fault.TRUNCATED,
          "has seen %d events (found: %d): an older copy, or the tail is cut off"
              .formatted(from.size(), events));
    }
    return last.get().hash().equals(HashChain.hex(from.hash()))
        ? null
        : Finding.row(SOURCE, Fault.FORKED, "has seen another chain of " + from.size() + " events");
  }

  private static VerifyReport.Facts facts(
      QuickStart from, ChunkCheck chunk, ChunkCheck.Result result, long events)
      throws SQLException {
    return new VerifyReport.Facts(
        events,
        result.lastId,
        result.lastHash == null ? null : HashChain.hex(result.lastHash),
        HashChain.hex(result.range.root()),
        Config.read(chunk.connection()).get(Config.MIND_ID),
        chunk.redactions().countByEvent(),
        0,
        List.of(),
        List.of(
            "events 1 to %d: not read again".formatted(from.size()),
            "every table but events: only a full verification reads them"));
  }

  private static VerifyReport broken(Finding finding, long events) {
    return new VerifyReport.Broken(
        finding,
        List.of(finding),
        new VerifyReport.Facts(
            events,
            0,
            null,
            HashChain.hex(new CompactRange().root()),
            null,
            Collections.emptySortedMap(),
            0,
            List.of(),
            List.of()));
  }
}
