package pmm.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import pmm.cli.ForgetPlace.Done;
import pmm.cli.ForgetPlace.Found;
import pmm.cli.ForgetPlace.Mention;
import pmm.cli.ForgetPlace.Shown;

/** Takes words out of the mind for good, after showing what else holds them. */
@Command(
    footer = {
      "  pmm forget 42",
      "  pmm forget 42 43 --also-mentions",
      "  pmm forget --conversation 0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b --yes",
      "",
      "The words go from the file, its log, the index, every snapshot and the chat history; the",
      "chain stays whole and says that something was forgotten. It cannot be undone.",
      "Exit code 0: forgotten. 1: something is still to be done, or there is no such event."
    })
final class ForgetCommand implements Callable<Integer> {
  private static final int MOST_SHOWN = 20;
  private static final int QUOTED = 60;
  private static final String DERIVED = "derived";

  private final Shell shell;

  @Parameters(
      arity = "0..*",
      paramLabel = "EVENT",
      description = "The numbers of the events.",
      converter = EventId.class)
  List<Long> events = List.of();

  @Option(
      names = "--conversation",
      paramLabel = "ID",
      description = "Every word of this conversation.")
  @Nullable String conversation;

  @Option(
      names = "--also-mentions",
      description = "Also forget what holds the same words: memories, quotations, other wordings.")
  boolean alsoMentions;

  @Option(
      names = "--with-meta",
      description = "Also forget the facts, such as when an answer was given what.")
  boolean withMeta;

  @Option(names = "--json", description = "Print one JSON document.")
  boolean json;

  ForgetCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    if (events.isEmpty() == (conversation == null)) {
      throw Failure.notDone("Say what to forget: EVENT..., or --conversation ID");
    }
    boolean runs = shell.reachesServices();
    try (ForgetPlace place =
        runs ? new ForgetRunning(shell.mesh()) : new ForgetResting(shell.homeFolder())) {
      return forget(place);
    }
  }

  /** Forgets in a place, once the person has said so. */
  int forget(ForgetPlace place) {
    List<Shown> named = named(place);
    List<Long> ids = named.stream().map(Shown::id).toList();
    Found found = mentions(place, ids);
    List<Mention> same =
        found.mentions().stream()
            .filter(mention -> !mention.relation().equals(ForgetPlace.GIVEN))
            .toList();
    show(named, same, found);
    TreeSet<Long> every = new TreeSet<>(found.truncated() ? List.of() : ids);
    same.forEach(mention -> every.add(mention.event().id()));
    boolean all = decide(ids.size(), !same.isEmpty(), every.size());
    List<Done> done =
        inParts(all ? List.copyOf(every) : ids).stream()
            .map(part -> place.forget(part, withMeta))
            .toList();
    boolean again = all && found.truncated();
    if (json) {
      shell.screen().json(document(named, found, done));
    } else {
      tell(done);
      if (again) {
        shell
            .screen()
            .say(shell.screen().yellow("PENDING: more holds the same words; run it again"));
      }
    }
    return done.getLast().pending().isEmpty() && !again ? ExitCode.DONE : ExitCode.NOT_SO;
  }

  private static Found mentions(ForgetPlace place, List<Long> ids) {
    List<Found> parts = inParts(ids).stream().map(place::mentions).toList();
    return new Found(
        parts.stream()
            .flatMap(part -> part.mentions().stream())
            .filter(mention -> !ids.contains(mention.event().id()))
            .toList(),
        // An answer may be given several of them.
        parts.stream().mapToInt(Found::givenCount).max().orElse(0),
        parts.stream().anyMatch(Found::truncated));
  }

  private List<Shown> named(ForgetPlace place) {
    String id = conversation;
    List<Long> ids = id == null ? events : place.ofConversation(id);
    if (ids.isEmpty()) {
      throw Failure.notSo("There are no words in a conversation " + id);
    }
    return new TreeSet<>(ids).stream().map(place::event).toList();
  }

  private static List<List<Long>> inParts(List<Long> ids) {
    List<List<Long>> parts = new ArrayList<>();
    for (int i = 0; i < ids.size(); i += ForgetPlace.MOST_EVENTS) {
      parts.add(ids.subList(i, Math.min(ids.size(), i + ForgetPlace.MOST_EVENTS)));
    }
    return parts;
  }

  private void show(List<Shown> named, List<Mention> same, Found found) {
    if (json) {
      return;
    }
    Screen screen = shell.screen();
    screen.say("To be forgotten:");
    lines(named, named.size());
    Predicate<Mention> derived = mention -> mention.relation().equals(DERIVED);
    under("The same words are also here:", events(same, derived.negate()));
    under("This came from it, in words of its own:", events(same, derived));
    List<Shown> given =
        events(found.mentions(), mention -> mention.relation().equals(ForgetPlace.GIVEN));
    if (!given.isEmpty()) {
      screen.say("These answers were given it, and may say it in words of their own:");
      lines(given, Math.max(given.size(), found.givenCount()));
    }
    if (found.truncated()) {
      screen.say("More holds the same words than is found at once. What you named goes last:");
      screen.say("if all of it is to go, run the same again until nothing more is found.");
    }
  }

  private static List<Shown> events(List<Mention> mentions, Predicate<Mention> such) {
    return mentions.stream().filter(such).map(Mention::event).toList();
  }

  private void under(String heading, List<Shown> events) {
    if (!events.isEmpty()) {
      shell.screen().say(heading);
      lines(events, events.size());
    }
  }

  /** Shows the first of so many. */
  private void lines(List<Shown> events, int count) {
    int shown = Math.min(MOST_SHOWN, events.size());
    for (Shown event : events.subList(0, shown)) {
      shell
          .screen()
          .say(
              String.format(Locale.ROOT, "%8d  ", event.id())
                  + Text.pad(EventWords.kind(event.kind()), 16)
                  + "  "
                  + (event.hasContent() ? Text.fit(event.text(), QUOTED) : "[no words]"));
    }
    if (count > shown) {
      shell.screen().say("          and " + (count - shown) + " more");
    }
  }

  /**
   * Whether the mentions go too; fails where the person wants nothing forgotten.
   *
   * @param named how many events the person named
   * @param mentions whether there are any
   * @param all how many events go with them
   */
  private boolean decide(int named, boolean mentions, int all) {
    if (alsoMentions || !mentions || shell.saysYes()) {
      long count = alsoMentions ? all : named;
      if (!shell.confirm("Forget " + Text.count(count, "event") + " for good?")) {
        throw nothing();
      }
      return alsoMentions;
    }
    String answer =
        shell.answer(
            "Forget it all for good, only what you named, or nothing?",
            "[a]ll/[o]nly/[N]othing",
            "Say --yes for only what you named, and --also-mentions for the rest.");
    return switch (answer) {
      case "a" -> true;
      case "o" -> false;
      default -> throw nothing();
    };
  }

  private static Failure nothing() {
    return Failure.notSo("Nothing was forgotten.");
  }

  private void tell(List<Done> done) {
    Screen screen = shell.screen();
    long count = done.stream().mapToLong(d -> d.contents().size() + d.metas().size()).sum();
    List<String> at =
        done.stream().map(Done::redaction).filter(id -> id > 0).map(String::valueOf).toList();
    screen.result(
        count == 0
            ? "Nothing was left to forget there."
            : "Forgotten: "
                + Text.count(count, "item")
                + ", at event "
                + String.join(", ", at)
                + ". The chain is whole: "
                + shell.commandLine("verify"));
    done.getLast().pending().forEach(line -> screen.say(screen.yellow("PENDING: " + line)));
    if (count > 0) {
      screen.say("Out of reach, if there are any:");
      done.getLast().unreachable().forEach(line -> screen.say("  - " + line));
    }
  }

  private static Map<String, @Nullable Object> document(
      List<Shown> named, Found found, List<Done> done) {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("named_event_ids", named.stream().map(Shown::id).toList());
    document.put(
        "mentions",
        found.mentions().stream()
            .map(mention ->
                Map.of(
                    "event_id", mention.event().id(),
                    "kind", mention.event().kind(),
                    "relation", mention.relation(),
                    "of_event_id", mention.ofEvent()))
            .toList());
    document.put("given_count", found.givenCount());
    document.put("truncated", found.truncated());
    document.put(
        "redaction_event_ids", done.stream().map(Done::redaction).filter(id -> id > 0).toList());
    document.put("forgotten_contents", done.stream().flatMap(d -> d.contents().stream()).toList());
    document.put("forgotten_metas", done.stream().flatMap(d -> d.metas().stream()).toList());
    document.put("pending", done.getLast().pending());
    document.put("unreachable", done.getLast().unreachable());
    return document;
  }
}
