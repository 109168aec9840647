package pmm.cli;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import pmm.ledger.v1.Event;
import pmm.ledger.v1.GetEventRequest;
import pmm.ledger.v1.ListEventsRequest;
import pmm.ledger.v1.ListEventsResponse;
import pmm.ledger.v1.Order;
import pmm.ledger.v1.WatchEventsRequest;
import pmm.ledger.v1.WatchEventsResponse;
import pmm.mindfile.Kinds;

/** The ledger as a person reads it: time, kind in words, text, seal. */
@Command(
    footer = {
      "  pmm events list",
      "  pmm events list --since today --kind memory_kept",
      "  pmm events show 42"
    })
final class EventsCommand {
  private static final int PAGE = 500;
  private static final int KIND_WIDTH = 16;
  private static final int BESIDE_TEXT = 54;

  private final Shell shell;

  EventsCommand(Shell shell) {
    this.shell = shell;
  }

  @Command(
      name = "list",
      description = "List events: time, kind in words, text, seal.",
      footer = {
        "  pmm events list",
        "  pmm events list --kind user_message --since 2h",
        "  pmm events list --kind talk -n 200",
        "  pmm events list -f"
      })
  int list(
      @Option(
              names = "--kind",
              paramLabel = "KIND",
              split = ",",
              description =
                  "Only this kind, such as user_message, or all of a group: life, talk, identity, promises, memory, growth, control, tools, others.")
          List<String> kinds,
      @Option(
              names = "--since",
              paramLabel = "TIME",
              description = "Only from then on: 2h, 3d, today, yesterday, 2026-11-22.")
          String since,
      @Option(
              names = "--conversation",
              paramLabel = "ID",
              description = "Only what belongs to this conversation.")
          String conversation,
      @Option(
              names = {"-n", "--limit"},
              paramLabel = "N",
              defaultValue = "50",
              description = "The newest N; 0 means all (default: 50).")
          int limit,
      @Option(
              names = {"-f", "--follow"},
              description = "Stay, and show each new event, until Ctrl-C.")
          boolean follow,
      @Option(names = "--json", description = "Print one JSON document.") boolean json) {
    if (follow && json) {
      throw Failure.notDone("--json prints one document, and -f never ends: give one of the two");
    }
    if (limit < 0) {
      throw Failure.notDone("Not a number of events: " + limit + " (expected: 0 or more)");
    }
    ListEventsRequest.Builder request =
        ListEventsRequest.newBuilder().setPageSize(PAGE).addAllKinds(expand(kinds));
    if (since != null) {
      request.setSince(When.timestamp(When.past(since, shell.clock())));
    }
    Mesh mesh = shell.runningMesh();
    List<Event> events = newest(mesh, request, conversation, limit);
    if (json) {
      shell.screen().json(Map.of("events", events.stream().map(EventsCommand::document).toList()));
      return ExitCode.DONE;
    }
    if (events.isEmpty() && !follow) {
      shell.screen().say("There are no such events.");
    }
    events.forEach(event -> shell.screen().result(line(event)));
    if (follow) {
      long last = events.isEmpty() ? head(mesh) : events.getLast().getEventId();
      follow(mesh, request.getKindsList(), conversation, last);
    }
    return ExitCode.DONE;
  }

  @Command(
      name = "show",
      description = "Show all of one event, word for word.",
      footer = {"  pmm events show 42", "  pmm events show 42 --json"})
  int show(
      @Parameters(paramLabel = "ID", description = "The event's number.", converter = EventId.class)
          Long id,
      @Option(names = "--json", description = "Print one JSON document.") boolean json) {
    Event event =
        shell
            .runningMesh()
            .ledger()
            .getEvent(GetEventRequest.newBuilder().setEventId(id).build())
            .getEvent();
    Screen screen = shell.screen();
    if (json) {
      screen.json(document(event));
      return ExitCode.DONE;
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("event", Long.toString(event.getEventId())));
    rows.add(List.of("time", When.second(event.getCreateTime())));
    EventWords.origin(Json.object(event.getMetaJson()))
        .ifPresent(origin -> rows.add(List.of("from", origin)));
    rows.add(List.of("kind", event.getKind() + " (" + EventWords.kind(event) + ")"));
    rows.add(List.of("hash", event.getHash()));
    rows.add(List.of("before", event.getPrevHash().isEmpty() ? "nothing" : event.getPrevHash()));
    screen.table(rows);
    if (event.hasContent()) {
      screen.result("\n" + Text.safe(event.getContent()));
    } else if (event.getContentForgotten()) {
      screen.result("\n[forgotten]");
    }
    if (event.hasMetaJson()) {
      screen.result("\n" + Text.safe(Json.print(Json.object(event.getMetaJson()))));
    } else if (event.getMetaForgotten()) {
      screen.result("\n[facts forgotten]");
    }
    return ExitCode.DONE;
  }

  /** The newest events that fit, oldest first. */
  private static List<Event> newest(
      Mesh mesh, ListEventsRequest.Builder request, @Nullable String conversation, int limit) {
    Deque<Event> found = new ArrayDeque<>();
    request.setOrder(Order.ORDER_NEWEST_FIRST);
    do {
      ListEventsResponse page = mesh.ledger().listEvents(request.build());
      for (Event event : page.getEventsList()) {
        if (belongs(event, conversation)) {
          found.addFirst(event);
          if (found.size() == limit) {
            return List.copyOf(found);
          }
        }
      }
      request.setPageToken(page.getNextPageToken());
    } while (!request.getPageToken().isEmpty());
    return List.copyOf(found);
  }

  private static long head(Mesh mesh) {
    return mesh.ledger()
        .getLedgerInfo(pmm.ledger.v1.GetLedgerInfoRequest.getDefaultInstance())
        .getEventCount();
  }

  private void follow(Mesh mesh, List<String> kinds, @Nullable String conversation, long after) {
    Iterator<WatchEventsResponse> events =
        mesh.ledger()
            .watchEvents(
                WatchEventsRequest.newBuilder().setAfterEventId(after).addAllKinds(kinds).build());
    while (events.hasNext()) {
      WatchEventsResponse next = events.next();
      if (next.hasEvent() && belongs(next.getEvent(), conversation)) {
        shell.screen().result(line(next.getEvent()));
      }
    }
  }

  private static boolean belongs(Event event, @Nullable String conversation) {
    return conversation == null
        || conversation.equals(Json.object(event.getMetaJson()).get("conversation_id"));
  }

  private String line(Event event) {
    Screen screen = shell.screen();
    int room = screen.outIsTerminal() ? Math.max(20, screen.width() - BESIDE_TEXT) : 10_000;
    return String.join(
        "  ",
        String.format(Locale.ROOT, "%6d", event.getEventId()),
        screen.dim(When.second(event.getCreateTime())),
        Text.pad(EventWords.kind(event), KIND_WIDTH),
        screen.dim(Text.shortHash(event.getHash())),
        Text.fit(EventWords.text(event), room));
  }

  /** The event with its facts as an object instead of as text in text. */
  private static Map<String, @Nullable Object> document(Event event) {
    Map<String, @Nullable Object> document = new LinkedHashMap<>(ProtoJson.of(event));
    document.remove("meta_json");
    if (event.hasMetaJson()) {
      document.put("meta", Json.object(event.getMetaJson()));
    }
    return document;
  }

  private static Set<String> expand(@Nullable List<String> given) {
    Set<String> kinds = new LinkedHashSet<>();
    for (String each : given == null ? List.<String>of() : given) {
      String name = each.strip().toLowerCase(Locale.ROOT);
      if (Kinds.isKnown(name)) {
        kinds.add(name);
      } else {
        kinds.addAll(
            Arrays.stream(Kinds.Group.values())
                .filter(group -> group.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() ->
                    Failure.notDone(
                        "There is no kind of event "
                            + each
                            + " (expected: "
                            + String.join(", ", Kinds.all())
                            + ")"))
                .kinds());
      }
    }
    return kinds;
  }
}
