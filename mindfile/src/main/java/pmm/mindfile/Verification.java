package pmm.mindfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import pmm.mindfile.proof.CompactRange;

/** One run over a whole file: ranges in parallel, joined in order, then the other tables. */
final class Verification {
  /** A power of two, so that the Merkle subtrees of ranges join; small, so that no worker waits. */
  private static final int CHUNK = 1 << 12;

  private final Path file;
  private final ReadView view;
  private final VerifyOptions options;
  private final Progress progress;

  final List<Finding> findings = new ArrayList<>();
  final CompactRange range;
  final Map<String, Long> blobs = new HashMap<>();
  final Map<Redactions.Part, Set<Long>> forgottenBy = new HashMap<>();
  final List<Restore> restores = new ArrayList<>();
  final TreeMap<Long, String> roots = new TreeMap<>();
  final Map<Long, byte[]> frontiers = new HashMap<>();
  final Map<Long, String> hashes = new HashMap<>();
  @Nullable RawEvent firstEvent;
  @Nullable RawEvent modelSelected;
  @Nullable RawEvent home;
  byte @Nullable [] lastHash;
  long events;

  /** Adds what it finds intact to {@code range}, which is empty. */
  Verification(
      Path file, ReadView view, VerifyOptions options, Progress progress, CompactRange range) {
    this.range = range;
    this.file = file;
    this.view = view;
    this.options = options;
    this.progress = progress;
  }

  VerifyReport run(FileHeader header) throws SQLException, IOException, InterruptedException {
    Witnesses heads = Witnesses.reach(file, options);
    try (ChunkCheck main = new ChunkCheck(file, view.open())) {
      if (header.textEncoding() != FileHeader.UTF_8) {
        findings.add(Finding.row("sqlite_schema", Fault.SCHEMA, "text is not stored as UTF-8"));
      }
      if (Files.notExists(FileReplacer.beside(file, "-wal"))) {
        header
            .cut(Files.size(file))
            .ifPresent(words -> findings.add(Finding.row("database", Fault.FILE, words)));
      }
      int version = Schema.versionOf(main.connection());
      if (!Schema.isNewer(version)) {
        for (String difference : Schema.CURRENT.differences(main.connection(), version)) {
          findings.add(Finding.row("sqlite_schema", Fault.SCHEMA, difference));
        }
      }
      events = Math.max(0, Sqlite.number(main.connection(), "SELECT max(id) FROM events"));
      NavigableSet<Long> wanted = new TreeSet<>(TableCheck.checkpointSizes(main.connection()));
      heads.readCheckpoints(main.connection());
      wanted.addAll(heads.sizes());
      walk(main, wanted);
      List<Witness> witnesses = heads.compare(this);
      TableCheck tables =
          new TableCheck(main.connection(), this, options.trust(), options.mayEndBefore(file));
      if (Schema.isNewer(version)) {
        tables.cannotCover(
            "tables: they are of format version %d, which this program does not know"
                .formatted(version));
      }
      tables.check(main.redactions());
      return report(tables, heads, witnesses);
    }
  }

  long intactThrough() {
    return range.size();
  }

  /** The id of the mind as event 1 has it. */
  @Nullable String mindId() {
    return firstEvent == null
        ? null
        : Json.text(Json.object(firstEvent.metaText()), Config.MIND_ID).orElse(null);
  }

  private VerifyReport report(TableCheck tables, Witnesses heads, List<Witness> witnesses) {
    tables.notCovered().addAll(heads.notes());
    VerifyReport.Facts facts =
        new VerifyReport.Facts(
            events,
            intactThrough(),
            lastHash == null ? null : HashChain.hex(lastHash),
            HashChain.hex(range.root()),
            tables.mindId(),
            tables.forgottenAt(),
            tables.blobs(),
            witnesses,
            tables.notCovered());
    String unverifiable = heads.unverifiable();
    if (findings.isEmpty() && unverifiable != null) {
      return new VerifyReport.NotCheckable(
          MindFileException.Reason.UNKNOWN_KEY,
          "%s. The chain agrees with itself up to event %d".formatted(unverifiable, events));
    }
    if (findings.isEmpty()) {
      return new VerifyReport.Whole(facts);
    }
    // An event tells more than the trigger that had to go for changing it.
    findings.sort((a, b) -> Boolean.compare(a.eventId() == 0, b.eventId() == 0));
    return new VerifyReport.Broken(findings.getFirst(), findings, facts);
  }

  private void walk(ChunkCheck main, NavigableSet<Long> wanted)
      throws SQLException, InterruptedException {
    int workers = events <= CHUNK ? 1 : Math.max(1, options.workers());
    BlockingQueue<ChunkCheck> idle = new LinkedBlockingQueue<>(List.of(main));
    List<ChunkCheck> extra = new ArrayList<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(workers)) {
      for (int i = 1; i < workers; i++) {
        extra.add(new ChunkCheck(file, view.open()));
      }
      idle.addAll(extra);
      Deque<Future<ChunkCheck.Result>> window = new ArrayDeque<>();
      long next = 1;
      boolean whole = true;
      while (whole && (next <= Math.max(1, events) || !window.isEmpty())) {
        while (next <= Math.max(1, events) && window.size() < 2 * workers) {
          long first = next;
          long last = Math.min(events, first + CHUNK - 1);
          window.add(pool.submit(() -> onIdle(idle, first, last, wanted)));
          next += CHUNK;
        }
        whole = join(main, window.remove().get(), wanted);
        progress.at(intactThrough(), events);
      }
      for (Future<ChunkCheck.Result> rest : window) {
        rest.cancel(false);
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SQLException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      for (ChunkCheck check : extra) {
        check.close();
      }
    }
  }

  private static ChunkCheck.Result onIdle(
      BlockingQueue<ChunkCheck> idle, long first, long last, NavigableSet<Long> wanted)
      throws SQLException, InterruptedException {
    ChunkCheck check = idle.take();
    try {
      return check.check(first, last, null, wanted);
    } finally {
      idle.add(check);
    }
  }

  /** Adds a range behind the ones before; false if something is wrong with it. */
  private boolean join(ChunkCheck main, ChunkCheck.Result result, NavigableSet<Long> wanted)
      throws SQLException {
    long offset = range.size();
    boolean linked = lastHash == null || java.util.Arrays.equals(lastHash, result.firstPrevHash);
    if (!linked) {
      // Which of the two ends was changed shows only with the true one before it.
      result = main.check(offset + 1, Math.min(events, offset + CHUNK), lastHash, wanted);
    }
    for (Map.Entry<Long, ChunkCheck.Seen> seen : result.seen.entrySet()) {
      CompactRange at = range.copy();
      at.addAll(seen.getValue().frontier());
      roots.put(seen.getKey(), HashChain.hex(at.root()));
      frontiers.put(seen.getKey(), at.frontier().bytes());
      hashes.put(seen.getKey(), HashChain.hex(seen.getValue().hash()));
    }
    range.addAll(result.range.frontier());
    if (result.range.size() > 0) {
      lastHash = result.lastHash;
    }
    result.blobs.forEach(blobs::putIfAbsent);
    result.forgottenBy.forEach(
        (part, by) -> forgottenBy.computeIfAbsent(part, p -> new HashSet<>()).addAll(by));
    restores.addAll(result.restores);
    firstEvent = result.firstEvent == null ? firstEvent : result.firstEvent;
    modelSelected = result.modelSelected == null ? modelSelected : result.modelSelected;
    home = result.home == null ? home : result.home;
    if (result.finding != null) {
      findings.add(result.finding);
      return false;
    }
    return true;
  }
}
