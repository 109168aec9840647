package pmm.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import pmm.mind.v1.GetImportRequest;
import pmm.mind.v1.ImportReport;
import pmm.mind.v1.ListImportedEventsRequest;
import pmm.mind.v1.ListImportedEventsResponse;
import pmm.mind.v1.ListImportsRequest;
import pmm.mind.v1.ListImportsResponse;
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

  /** Names all imports, newest first. */
  int list() {
    List<ImportReport> reports = all();
    Screen screen = shell.screen();
    if (json) {
      screen.json(Map.of("imports", ProtoJson.list(reports)));
      return ExitCode.DONE;
    }
    screen.table(
        reports.stream()
            .map(report ->
                List.of(
                    When.minute(report.getCreateTime()),
                    report.getFormatTitle(),
                    Text.count(report.getAddedEventCount(), "event"),
                    ImportWords.state(report),
                    screen.dim(report.getImportId())))
            .toList());
    if (reports.isEmpty()) {
      screen.say("Nothing was imported.");
    }
    return ExitCode.DONE;
  }

  private List<ImportReport> all() {
    List<ImportReport> reports = new ArrayList<>();
    ListImportsRequest.Builder request = ListImportsRequest.newBuilder();
    do {
      ListImportsResponse page =
          Deadlines.within(LONG, shell.runningMesh().imports()).listImports(request.build());
      reports.addAll(page.getReportsList());
      request.setPageToken(page.getNextPageToken());
    } while (!request.getPageToken().isEmpty());
    return reports;
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
    Set<Long> places = new HashSet<>();
    List<Long> events = events(importId, places);
    if (events.isEmpty()) {
      throw Failure.notSo("Nothing of this import is left: it was taken out already.");
    }
    Set<String> pending = new LinkedHashSet<>();
    Set<String> unreachable = new LinkedHashSet<>();
    try (ForgetRunning place = new ForgetRunning(shell.runningMesh())) {
      String question =
          "Forget all that was imported from "
              + report.getFormatTitle()
              + ", "
              + Text.count(events.size(), "event")
              + ", for good? "
              + whatStays(place, events)
              + "What you said yourself in these conversations stays.";
      if (!shell.confirm(question)) {
        throw Failure.notSo("Nothing was changed.");
      }
      requireSame(importId, events, places);
      for (int from = 0; from < events.size(); from += ForgetPlace.MOST_EVENTS) {
        screen.progress("Forgetting", from, events.size());
        int to = Math.min(events.size(), from + ForgetPlace.MOST_EVENTS);
        ForgetPlace.Done done = redact(place, events.subList(from, to), places);
        done = to < events.size() ? done : place.settled(done);
        pending.addAll(done.pending());
        unreachable.addAll(done.unreachable());
      }
    }
    tell(events.size(), pending, unreachable);
    return pending.isEmpty() ? ExitCode.DONE : ExitCode.NOT_SO;
  }

  /** Whoever has answered in one of its conversations meanwhile keeps that conversation. */
  private void requireSame(String importId, List<Long> events, Set<Long> places) {
    Set<Long> placesNow = new HashSet<>();
    if (!events(importId, placesNow).equals(events) || !placesNow.equals(places)) {
      throw Failure.notSo(
          "Something was said or imported there meanwhile, and other things would go now."
              + " Nothing was changed: ask again.");
    }
  }

  /**
   * Of what others say something below, and of its reports, the facts stay: places in the tree, and
   * figures.
   */
  private static ForgetPlace.Done redact(ForgetRunning place, List<Long> events, Set<Long> places) {
    List<Long> words = events.stream().filter(places::contains).toList();
    List<Long> whole = events.stream().filter(id -> !places.contains(id)).toList();
    if (!words.isEmpty() && !whole.isEmpty()) {
      place.redact(words, false);
    }
    return whole.isEmpty() ? place.redact(words, false) : place.redact(whole, true);
  }

  /**
   * Answers, summaries, promises and memories may hold the same words. Who else holds those of a
   * large import would take as long to find as there are events, times as many.
   */
  private String whatStays(ForgetPlace place, List<Long> events) {
    if (events.size() > ForgetPlace.MOST_EVENTS) {
      return "What holds its words beside it stays, such as answers that quote it and what you kept"
          + " of it as memories; it is too much to name each. ";
    }
    shell.screen().progress("Looking for what else holds the words", 0, events.size());
    Set<Long> going = new HashSet<>(events);
    ForgetPlace.Found found = place.mentions(events);
    shell.screen().clearProgress();
    long holding =
        found.mentions().stream()
            .filter(mention -> !mention.relation().equals(ForgetPlace.GIVEN))
            .filter(mention -> !going.contains(mention.event().id()))
            .count();
    if (holding == 0 && found.givenCount() == 0) {
      return "Nothing else holds its words. ";
    }
    return "What holds its words beside it stays, such as what you kept of it as memories: "
        + (found.truncated() ? "more than " : "")
        + Text.count(holding, "event")
        + ", and "
        + Text.count(found.givenCount(), "answer")
        + " that may say it in other words. ";
  }

  private void tell(int count, Set<String> pending, Set<String> unreachable) {
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

  /**
   * What an import takes with it.
   *
   * @param places is given those of which the words go alone
   */
  private List<Long> events(String importId, Set<Long> places) {
    List<Long> events = new ArrayList<>();
    ListImportedEventsRequest.Builder request =
        ListImportedEventsRequest.newBuilder().setImportId(importId);
    do {
      ListImportedEventsResponse page =
          Deadlines.within(LONG, shell.runningMesh().imports()).listImportedEvents(request.build());
      events.addAll(page.getEventIdsList());
      places.addAll(page.getWordsOnlyEventIdsList());
      request.setPageToken(page.getNextPageToken());
    } while (!request.getPageToken().isEmpty());
    return events;
  }

  private ImportReport find(String importId) {
    return Deadlines.within(LONG, shell.runningMesh().imports())
        .getImport(GetImportRequest.newBuilder().setImportId(importId).build())
        .getReport();
  }
}
