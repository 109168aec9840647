package pmm.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import pmm.mind.v1.GetImportRequest;
import pmm.mind.v1.ImportReport;
import pmm.mind.v1.ListImportedEventsRequest;
import pmm.mind.v1.ListImportedEventsResponse;
import pmm.rpc.Deadlines;

/** Imports that were made: what came of them, and taking one out again. */
final class ImportHistory {
  /** All events are read. */
  private static final Duration LONG = Duration.ofMinutes(10);

  private final Shell shell;
  private final boolean json;

  ImportHistory(Shell shell, boolean json) {
    this.shell = shell;
    this.json = json;
  }

  /** Shows the report of an import. */
  int report(String importId) {
    ImportReport report = find(importId);
    Screen screen = shell.screen();
    if (json) {
      screen.json(ProtoJson.of(report));
      return ExitCode.DONE;
    }
    screen.result(When.minute(report.getCreateTime()) + "  " + ImportWords.done(report));
    ImportWords.lines(report).forEach(screen::result);
    return ExitCode.DONE;
  }

  /** Forgets every word and fact that an import brought. */
  int undo(String importId) {
    ImportReport report = find(importId);
    Screen screen = shell.screen();
    List<Long> events = events(importId);
    if (events.isEmpty()) {
      throw Failure.notSo("Nothing of this import is left: it was taken out already.");
    }
    String question =
        "Forget all that was imported from "
            + report.getFormatTitle()
            + ", "
            + Text.count(events.size(), "event")
            + ", for good? What you kept of it as memories stays.";
    if (!shell.confirm(question)) {
      throw Failure.notSo("Nothing was changed.");
    }
    List<String> pending = new ArrayList<>();
    List<String> unreachable = new ArrayList<>();
    try (ForgetPlace place = new ForgetRunning(shell.runningMesh())) {
      for (int from = 0; from < events.size(); from += ForgetPlace.MOST_EVENTS) {
        screen.progress("Forgetting", from, events.size());
        int to = Math.min(events.size(), from + ForgetPlace.MOST_EVENTS);
        ForgetPlace.Done done = place.forget(events.subList(from, to), true);
        pending = done.pending();
        unreachable = done.unreachable();
      }
      if (report.getNotReadCount() > 0) {
        pending = place.forget(List.of(report.getEventId()), false).pending();
      }
    }
    tell(events.size(), pending, unreachable);
    return pending.isEmpty() ? ExitCode.DONE : ExitCode.NOT_SO;
  }

  private void tell(int count, List<String> pending, List<String> unreachable) {
    Screen screen = shell.screen();
    if (json) {
      Map<String, @Nullable Object> document = new LinkedHashMap<>();
      document.put("forgotten_event_count", count);
      document.put("pending", pending);
      document.put("unreachable", unreachable);
      screen.json(document);
      return;
    }
    screen.result(
        "Forgotten: " + Text.count(count, "event") + ". The report stays, with its figures.");
    pending.forEach(each -> screen.result("Still to be done: " + each));
    unreachable.forEach(each -> screen.result("Not reached: " + each));
  }

  private List<Long> events(String importId) {
    List<Long> events = new ArrayList<>();
    ListImportedEventsRequest.Builder request =
        ListImportedEventsRequest.newBuilder().setImportId(importId);
    do {
      ListImportedEventsResponse page =
          Deadlines.within(LONG, shell.runningMesh().imports()).listImportedEvents(request.build());
      events.addAll(page.getEventIdsList());
      request.setPageToken(page.getNextPageToken());
    } while (!request.getPageToken().isEmpty());
    return events;
  }

  private ImportReport find(String importId) {
    return shell
        .runningMesh()
        .imports()
        .getImport(GetImportRequest.newBuilder().setImportId(importId).build())
        .getReport();
  }
}
