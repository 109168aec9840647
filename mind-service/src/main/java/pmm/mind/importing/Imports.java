package pmm.mind.importing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import pmm.mind.contract.MindReason;
import pmm.mind.ledger.History;
import pmm.mind.ledger.Ledger;
import pmm.mind.v1.ImportReport;
import pmm.rpc.Problem;

/** The imports there were. */
final class Imports {
  /** So many can be looked back on. */
  static final int MOST = 500;

  private final Ledger ledger;
  private final History history;

  Imports(Ledger ledger, History history) {
    this.ledger = ledger;
    this.history = history;
  }

  /** Returns the reports, newest first. */
  List<ImportReport> all() {
    return ledger.latest(List.of("imported"), MOST).stream().map(Reports::of).toList();
  }

  /** Returns the latest report of an import. */
  ImportReport get(String importId) {
    return find(importId)
        .orElseThrow(() ->
            new Problem(
                MindReason.IMPORT_NOT_FOUND,
                "import_id: " + importId + " is not known (expected: one that was completed)"));
  }

  private Optional<ImportReport> find(String importId) {
    return all().stream().filter(report -> report.getImportId().equals(importId)).findFirst();
  }

  /** Returns the events after one that an import added, oldest first. */
  List<Long> events(String importId, long after, int most) {
    List<Long> ids = new ArrayList<>();
    history.read(
        after,
        event -> {
          if (event.text("import_id").equals(importId) && !event.kind().equals("imported")) {
            ids.add(event.id());
          }
          return ids.size() < most;
        });
    return ids;
  }
}
