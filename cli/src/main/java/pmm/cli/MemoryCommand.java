package pmm.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import pmm.mind.v1.AddMemoryRequest;
import pmm.mind.v1.CorrectMemoryRequest;
import pmm.mind.v1.FindForgettableRequest;
import pmm.mind.v1.Forgettable;
import pmm.mind.v1.GetMemoryRequest;
import pmm.mind.v1.GetMemoryResponse;
import pmm.mind.v1.KeepMemoryRequest;
import pmm.mind.v1.ListMemoriesRequest;
import pmm.mind.v1.ListMemoriesResponse;
import pmm.mind.v1.Memory;
import pmm.mind.v1.MemoryStep;
import pmm.mind.v1.RejectMemoryRequest;
import pmm.mind.v1.SearchMemoriesRequest;

/** What the mind believes, and the person's word on it. */
@Command(
    footer = {
      "  pmm memory list --proposed",
      "  pmm memory keep 42",
      "  pmm memory correct 42 \"Ana lives in Lisbon\"",
      "  pmm memory forget 42"
    })
final class MemoryCommand {
  private static final String JSON = "Print one JSON document.";
  private static final String ID = "The memory's number in the list.";
  private static final int PAGE = 200;
  private static final int QUOTED = 60;

  private final Shell shell;

  MemoryCommand(Shell shell) {
    this.shell = shell;
  }

  @Command(
      name = "list",
      description = "List what the mind keeps in memory, newest first.",
      footer = {
        "  pmm memory list",
        "  pmm memory list --at 100",
        "  pmm memory list --proposed --json"
      })
  int list(
      @Option(names = "--proposed", description = "What waits for your word instead.")
          boolean proposed,
      @Mixin AtOption at,
      @Option(names = "--json", description = JSON) boolean json) {
    List<Memory> memories = all(proposed, at);
    if (json) {
      return document("memories", ProtoJson.list(memories));
    }
    shell.screen().table(memories.stream().map(this::row).toList());
    if (memories.isEmpty()) {
      shell.screen().say(proposed ? "Nothing waits for your word." : "Nothing is kept yet.");
    }
    int waiting = proposed || !at.isNow() ? 0 : all(true, at).size();
    if (waiting > 0) {
      shell
          .screen()
          .say(
              Text.count(waiting, "proposal waits", "proposals wait")
                  + " for your word: "
                  + shell.commandLine("memory list --proposed"));
    }
    return ExitCode.DONE;
  }

  @Command(
      name = "show",
      description = "Show one memory: what it was before, and what contradicts it.",
      footer = {"  pmm memory show 42"})
  int show(
      @Parameters(paramLabel = "ID", description = ID, converter = EventId.class) Long id,
      @Option(names = "--json", description = JSON) boolean json) {
    GetMemoryResponse found =
        shell
            .runningMesh()
            .memories()
            .getMemory(GetMemoryRequest.newBuilder().setMemoryId(id).build());
    Screen screen = shell.screen();
    if (json) {
      screen.json(ProtoJson.of(found));
      return ExitCode.DONE;
    }
    screen.table(found.getTimelineList().stream().map(this::row).toList());
    for (Memory other : found.getContradictionsList()) {
      screen.result(
          screen.yellow("Contradicted by " + other.getEventId() + ": ")
              + Text.oneLine(other.getText()));
    }
    if (found.getContradictionsCount() > 0) {
      screen.say(
          "If that is true instead: "
              + shell.commandLine(
                  "memory correct " + id + " --by " + found.getContradictions(0).getEventId()));
    }
    return ExitCode.DONE;
  }

  @Command(
      name = "keep",
      description = "Keep a proposal, as it is or in your own words.",
      footer = {"  pmm memory keep 42", "  pmm memory keep 42 \"I live in Lisbon\""})
  int keep(
      @Parameters(paramLabel = "ID", description = ID, converter = EventId.class) Long id,
      @Parameters(arity = "0..1", paramLabel = "TEXT", description = "Your own words for it.")
          @Nullable String text,
      @Option(names = "--json", description = JSON) boolean json) {
    KeepMemoryRequest.Builder request =
        KeepMemoryRequest.newBuilder().setMemoryId(id).setRequestId(newRequest());
    if (text != null) {
      request.setText(Typed.words(text, ""));
    }
    return kept(shell.runningMesh().memories().keepMemory(request.build()).getMemory(), json);
  }

  @Command(
      name = "correct",
      description = {
        "Put true words in the place of wrong ones, which are then never recalled again.",
        "The ledger still shows what was believed before; to take words out of it, forget them."
      },
      footer = {
        "  pmm memory correct 42 \"Ana lives in Lisbon\"",
        "  pmm memory correct 42 --by 57"
      })
  int correct(
      @Parameters(paramLabel = "ID", description = ID, converter = EventId.class) Long id,
      @Parameters(arity = "0..1", paramLabel = "TEXT", description = "What is true instead.")
          @Nullable String text,
      @Option(
              names = "--by",
              paramLabel = "ID",
              description = "Another memory or proposal that is true instead.",
              converter = EventId.class)
          @Nullable Long by,
      @Option(names = "--json", description = JSON) boolean json) {
    CorrectMemoryRequest.Builder request =
        CorrectMemoryRequest.newBuilder().setMemoryId(id).setRequestId(newRequest());
    if (text != null && by == null) {
      request.setText(Typed.words(text, ""));
    } else if (by != null && text == null) {
      request.setTrueMemoryId(by);
    } else {
      throw Failure.notDone("Say what is true instead: TEXT, or --by ID");
    }
    return kept(shell.runningMesh().memories().correctMemory(request.build()).getMemory(), json);
  }

  @Command(
      name = "reject",
      description = "Say that it is not true: it is never recalled or proposed again.",
      footer = {"  pmm memory reject 42"})
  int reject(
      @Parameters(paramLabel = "ID", description = ID, converter = EventId.class) Long id,
      @Option(names = "--json", description = JSON) boolean json) {
    long event =
        shell
            .runningMesh()
            .memories()
            .rejectMemory(
                RejectMemoryRequest.newBuilder().setMemoryId(id).setRequestId(newRequest()).build())
            .getEventId();
    if (json) {
      return document("event_id", event);
    }
    shell.screen().result("Not true, and never recalled again (event " + event + ").");
    return ExitCode.DONE;
  }

  @Command(
      name = "add",
      description = "Write a memory by hand.",
      footer = {"  pmm memory add \"My sister Ana lives in Lisbon\""})
  int add(
      @Parameters(paramLabel = "TEXT", description = "What to keep.") String text,
      @Option(names = "--json", description = JSON) boolean json) {
    return kept(
        shell
            .runningMesh()
            .memories()
            .addMemory(
                AddMemoryRequest.newBuilder()
                    .setText(Typed.words(text, ""))
                    .setRequestId(newRequest())
                    .build())
            .getMemory(),
        json);
  }

  @Command(
      name = "search",
      description = "Find what is kept by its words. Exit code 1: nothing was found.",
      footer = {"  pmm memory search Ana", "  pmm memory search Ana --at 100"})
  int search(
      @Parameters(arity = "1..*", paramLabel = "TEXT", description = "Some words.")
          List<String> words,
      @Mixin AtOption at,
      @Option(names = "--json", description = JSON) boolean json) {
    Mesh mesh = shell.runningMesh();
    SearchMemoriesRequest.Builder request =
        SearchMemoriesRequest.newBuilder().setQuery(String.join(" ", words));
    List<Memory> found =
        at.ask(mesh, event -> mesh.memories().searchMemories(request.setAtEventId(event).build()))
            .getMemoriesList();
    if (json) {
      document("memories", ProtoJson.list(found));
    } else if (found.isEmpty()) {
      shell.screen().say("Nothing that is kept holds these words.");
    } else {
      shell.screen().table(found.stream().map(this::row).toList());
    }
    return found.isEmpty() ? ExitCode.NOT_SO : ExitCode.DONE;
  }

  @Command(
      name = "forget",
      description = {
        "Take a memory out of the mind for good: its words, what they were before, and what they came from.",
        "Shows it all and asks first."
      },
      footer = {"  pmm memory forget 42", "  pmm memory forget 42 --also-mentions --yes"})
  int forget(
      @Parameters(paramLabel = "ID", description = ID, converter = EventId.class) Long id,
      @Option(
              names = "--also-mentions",
              description = "Also forget what holds the same words, such as answers that quote it.")
          boolean alsoMentions,
      @Option(names = "--json", description = JSON) boolean json) {
    ForgetCommand command = new ForgetCommand(shell);
    command.events =
        shell
            .runningMesh()
            .memories()
            .findForgettable(FindForgettableRequest.newBuilder().setMemoryId(id).build())
            .getCandidatesList()
            .stream()
            .map(Forgettable::getEventId)
            .toList();
    command.alsoMentions = alsoMentions;
    command.json = json;
    return command.call();
  }

  private List<Memory> all(boolean proposed, AtOption at) {
    Mesh mesh = shell.runningMesh();
    List<Memory> memories = new ArrayList<>();
    ListMemoriesRequest.Builder request =
        ListMemoriesRequest.newBuilder().setProposed(proposed).setPageSize(PAGE);
    do {
      ListMemoriesResponse page =
          at.ask(mesh, event -> mesh.mind().listMemories(request.setAtEventId(event).build()));
      memories.addAll(page.getMemoriesList());
      request.setPageToken(page.getNextPageToken());
    } while (!request.getPageToken().isEmpty());
    return memories;
  }

  private int kept(Memory memory, boolean json) {
    Screen screen = shell.screen();
    if (json) {
      screen.json(ProtoJson.of(memory));
      return ExitCode.DONE;
    }
    screen.result(
        "Kept: " + Text.oneLine(memory.getText()) + " (event " + memory.getEventId() + ")");
    if (memory.getContradictsEventIdsCount() > 0) {
      screen.say(
          "Something else is kept about the same; see: "
              + shell.commandLine("memory show " + memory.getEventId()));
    }
    return ExitCode.DONE;
  }

  private List<String> row(Memory memory) {
    Screen screen = shell.screen();
    return List.of(
        number(memory.getEventId()),
        When.minute(memory.getCreateTime()),
        Text.fit(memory.getText(), QUOTED),
        screen.dim(said(memory.getSpeaker())),
        memory.getContradictsEventIdsCount() == 0
            ? ""
            : screen.yellow("contradicts " + memory.getContradictsEventIds(0)));
  }

  private List<String> row(MemoryStep step) {
    return List.of(
        number(step.getEventId()),
        When.minute(step.getCreateTime()),
        switch (step.getKind()) {
          case KIND_PROPOSED -> "proposed";
          case KIND_KEPT -> "kept";
          case KIND_CORRECTED -> "corrected";
          case KIND_REJECTED -> "not true";
          case KIND_UNSPECIFIED, UNRECOGNIZED -> "";
        },
        Text.fit(step.getText(), QUOTED),
        shell.screen().dim(said(step.getSpeaker())));
  }

  private static String number(long id) {
    return String.format(Locale.ROOT, "%6d", id);
  }

  private static String said(String speaker) {
    return switch (speaker) {
      case "mind" -> "by the mind";
      case "other" -> "imported";
      default -> "by you";
    };
  }

  private int document(String key, Object value) {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put(key, value);
    shell.screen().json(document);
    return ExitCode.DONE;
  }

  private static String newRequest() {
    return UUID.randomUUID().toString();
  }
}
