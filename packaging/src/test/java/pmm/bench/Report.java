package pmm.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The page of figures, printed as it grows. */
final class Report {

  private final List<String> lines = new ArrayList<>();

  void line(String text) {
    System.out.println(text);
    System.out.flush();
    lines.add(text);
  }

  void heading(String text, String... columns) {
    line("");
    line("## " + text);
    line("");
    row(columns);
    row(List.of(columns).stream().map(column -> "---").toArray(String[]::new));
  }

  void row(String... cells) {
    line("| " + String.join(" | ", cells) + " |");
  }

  /** Puts this into a page in the place of what bears the same title, or at its end. */
  void write(Path page) throws IOException {
    List<String> before = Files.exists(page) ? Files.readAllLines(page) : List.of();
    int from = before.indexOf(lines.getFirst());
    int to = from < 0 ? before.size() : from + 1;
    while (to < before.size() && !before.get(to).startsWith("# ")) {
      to++;
    }
    List<String> all = new ArrayList<>(before.subList(0, from < 0 ? to : from));
    if (!all.isEmpty() && !all.getLast().isEmpty()) {
      all.add("");
    }
    all.addAll(lines);
    if (to < before.size()) {
      all.add("");
    }
    all.addAll(before.subList(to, before.size()));
    Files.write(page, all);
  }
}
