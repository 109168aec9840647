package pmm.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import pmm.cli.MindDifference.Row;

/** Two files, side by side: what they share, and what only one of them holds. */
@Command(
    footer = {
      "  pmm diff ~/backup/mind.db",
      "  pmm diff before.db after.db",
      "  pmm diff before.db after.db --json",
      "",
      "Exit code 0: they hold the same events. 1: they do not. 2: they could not be compared.",
      "Nothing is verified here: pmm verify FILE does that."
    })
final class DiffCommand implements Callable<Integer> {
  private static final int MOST_LINES = 20;

  private final Shell shell;

  @Parameters(index = "0", paramLabel = "A.db", description = "A mind.db.")
  Path first = Path.of("");

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "B.db",
      description = "Another one; this mind's own if not given.")
  @Nullable Path second;

  @Option(names = "--json", description = "Print one JSON document.")
  boolean json;

  DiffCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    Path other = second == null ? MindArgument.own(shell) : second;
    MindDifference difference =
        MindDifference.between(ReplayedMind.of(first), ReplayedMind.of(other));
    if (json) {
      shell.screen().json(document(difference));
    } else {
      tell(difference);
    }
    return difference.relation() == MindDifference.Relation.SAME ? ExitCode.DONE : ExitCode.NOT_SO;
  }

  private void tell(MindDifference difference) {
    Screen screen = shell.screen();
    screen.result("A: " + difference.a().file());
    screen.result("B: " + difference.b().file());
    screen.result(sentence(difference));
    if (!difference.rows().isEmpty()) {
      List<List<String>> table = new ArrayList<>();
      table.add(List.of("", "A", "B"));
      difference.rows().forEach(row -> table.add(List.of(row.what(), row.a(), row.b())));
      screen.result("");
      screen.table(table);
    }
    list("Only A remembers:", difference.memoriesOnlyA());
    list("Only B remembers:", difference.memoriesOnlyB());
    list("Promises as they stand in A alone:", difference.promisesOnlyA());
    list("Promises as they stand in B alone:", difference.promisesOnlyB());
  }

  private void list(String title, List<String> lines) {
    if (lines.isEmpty()) {
      return;
    }
    Screen screen = shell.screen();
    screen.result("");
    screen.result(title);
    lines.stream().limit(MOST_LINES).forEach(line -> screen.result("  " + Text.oneLine(line)));
    if (lines.size() > MOST_LINES) {
      screen.result("  and " + (lines.size() - MOST_LINES) + " more (all of them: --json)");
    }
  }

  private static String sentence(MindDifference difference) {
    long common = difference.common();
    long moreA = difference.a().events() - common;
    long moreB = difference.b().events() - common;
    return switch (difference.relation()) {
      case SAME -> "They are the same: both hold the same " + Text.count(common, "event") + ".";
      case B_GOES_ON ->
          "The same mind: B goes on where A ends, with " + Text.count(moreB, "event") + " more.";
      case A_GOES_ON ->
          "The same mind: A goes on where B ends, with " + Text.count(moreA, "event") + " more.";
      case FORKED ->
          "The same mind until event %,d; from there they go different ways: A for %s, B for %s."
              .formatted(common, Text.count(moreA, "event"), Text.count(moreB, "event"));
      case STRANGERS ->
          "Two different minds: A holds %s, B %s, and they share none."
              .formatted(Text.count(moreA, "event"), Text.count(moreB, "event"));
    };
  }

  private static Map<String, Object> document(MindDifference difference) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("a", side(difference.a()));
    document.put("b", side(difference.b()));
    document.put("relation", difference.relation().name().toLowerCase(Locale.ROOT));
    document.put("common_through_event_id", difference.common());
    document.put("differences", difference.rows().stream().map(DiffCommand::fields).toList());
    document.put("memories_only_a", difference.memoriesOnlyA());
    document.put("memories_only_b", difference.memoriesOnlyB());
    document.put("promises_only_a", difference.promisesOnlyA());
    document.put("promises_only_b", difference.promisesOnlyB());
    return document;
  }

  private static Map<String, Object> fields(Row row) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("what", row.what());
    fields.put("a", row.a());
    fields.put("b", row.b());
    return fields;
  }

  private static Map<String, Object> side(ReplayedMind mind) {
    Map<String, Object> side = new LinkedHashMap<>();
    side.put("file", mind.file().toString());
    side.put("event_count", mind.events());
    side.put("last_event_time", mind.lastTime().toString());
    side.put("projection_hash", mind.state().projectionHash());
    return side;
  }
}
