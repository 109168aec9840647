package pmm.mind.importing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import pmm.ledger.v1.Event;
import pmm.mind.contract.MindReason;
import pmm.mind.contract.Requests;
import pmm.mind.ledger.History;
import pmm.mind.ledger.Ledger;
import pmm.mind.v1.ImportReport;
import pmm.mind.v1.ImportState;
import pmm.mindstate.StateEvent;
import pmm.rpc.Problem;

/**
 * The imports there were, also those that were cut short and those that were undone: gathered from
 * the ledger, and kept up with it.
 */
final class Imports {
  private final Ledger ledger;
  private final History history;
  private final Map<String, Traces> imports = new HashMap<>();
  private long through;
  private String lastHash = "";
  private Frames frames = Frames.NONE;

  Imports(Ledger ledger, History history) {
    this.ledger = ledger;
    this.history = history;
  }

  /**
   * What an import takes with it.
   *
   * @param events what goes, oldest first
   * @param wordsOnly those of which the words go alone: others say something below them, or they
   *     report the import
   */
  record Gone(List<Long> events, List<Long> wordsOnly) {}

  /** What there is of an import in the ledger. */
  private static final class Traces {
    private long count;
    private long worded;
    private long firstEventId;
    private long lastEventId;
    private long reportEventId;
    private long beganMs;
    private String format = "";
    private String archiveSha256 = "";

    /** Whether more is known of it than that others talk on in what it began. */
    private boolean isThere() {
      return worded > 0 || reportEventId > 0;
    }

    private void take(StateEvent event) {
      lastEventId = event.id();
      if (event.kind().equals("imported")) {
        reportEventId = event.id();
        return;
      }
      worded += event.content() == null ? 0 : 1;
      if (count++ == 0) {
        firstEventId = event.id();
        beganMs = event.tsMs();
        format = event.meta().path("source").path("format").asText();
        archiveSha256 = event.meta().path("source").path("archive_sha256").asText();
      }
    }
  }

  /** Returns the ids of the imports, newest first. */
  synchronized List<String> ids() {
    keepUp();
    return imports.entrySet().stream()
        .filter(each -> each.getValue().isThere())
        .sorted(Comparator.comparingLong(each -> -each.getValue().lastEventId))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Returns the report of an import, or what is known of one that was cut short. */
  synchronized ImportReport get(String importId) {
    keepUp();
    Traces traces = imports.get(importId);
    if (traces == null || !traces.isThere()) {
      throw new Problem(
          MindReason.IMPORT_NOT_FOUND,
          "import_id: " + importId + " is not known (expected: one that added something)");
    }
    return report(importId, traces);
  }

  private ImportReport report(String importId, Traces traces) {
    if (traces.reportEventId > 0) {
      ImportReport report = Reports.of(ledger.event(traces.reportEventId).orElseThrow());
      return report.toBuilder()
          .setUndone(report.getAddedEventCount() > 0 && traces.worded == 0)
          .build();
    }
    return Reports.writtenBy(List.of(traces.format), ImportReport.newBuilder())
        .setImportId(importId)
        .setState(ImportState.IMPORT_STATE_CUT_SHORT)
        .setArchiveSha256(traces.archiveSha256)
        .setAddedEventCount(traces.count)
        .setFirstEventId(traces.firstEventId)
        .setCreateTime(Requests.timestamp(traces.beganMs))
        .build();
  }

  /**
   * Reads on in the ledger; after something was forgotten, or in another ledger, from its start.
   */
  private void keepUp() {
    if (through > 0 && !hash().equals(lastHash)) {
      startAgain();
    }
    boolean[] forgotten = {true};
    while (forgotten[0]) {
      forgotten[0] = false;
      long clean = through == 0 ? ledger.head() : through;
      history.read(
          through,
          event -> {
            through = event.id();
            forgotten[0] = event.kind().equals("redaction") && event.id() > clean;
            take(event);
            return !forgotten[0];
          });
      if (forgotten[0]) {
        startAgain();
      }
    }
    lastHash = through == 0 ? "" : hash();
  }

  private String hash() {
    return ledger.event(through).map(Event::getHash).orElse("");
  }

  private void startAgain() {
    imports.clear();
    through = 0;
  }

  private void take(StateEvent event) {
    String importId = event.text("import_id");
    if (!importId.isEmpty()) {
      imports.computeIfAbsent(importId, id -> new Traces()).take(event);
    }
  }

  /**
   * Returns the events after one that an import added, and those that hold files of its messages
   * though they came later, oldest first. Where others talk on in a conversation that it began, the
   * conversation itself is none of them: what they say there would not be shown any more.
   */
  synchronized Gone events(String importId, long after, int most) {
    keepUp();
    if (!frames.areOf(importId, lastHash)) {
      frames = Frames.read(history, importId, lastHash);
    }
    List<Long> ids = new ArrayList<>();
    List<Long> wordsOnly = new ArrayList<>();
    history.read(
        after,
        event -> {
          if (frames.goes(event)) {
            ids.add(event.id());
            if (frames.isWordsOnly(event)) {
              wordsOnly.add(event.id());
            }
          }
          return ids.size() < most;
        });
    return new Gone(ids, wordsOnly);
  }
}
