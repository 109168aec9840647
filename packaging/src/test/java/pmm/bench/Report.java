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

  void write(Path page) throws IOException {
    Files.write(page, lines);
  }
}
