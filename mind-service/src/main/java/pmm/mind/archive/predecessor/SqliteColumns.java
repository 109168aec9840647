package pmm.mind.archive.predecessor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The columns of a table, by the statement that made it.
 *
 * @param numbered the column that stands for the number of the row
 */
record SqliteColumns(List<String> names, Optional<String> numbered) {
  private static final List<String> CONSTRAINTS =
      List.of("PRIMARY", "UNIQUE", "CHECK", "FOREIGN", "CONSTRAINT");

  static SqliteColumns of(String statement) {
    List<String> names = new ArrayList<>();
    Optional<String> numbered = Optional.empty();
    for (String definition : definitions(statement)) {
      String[] words = definition.strip().split("\\s+", 3);
      if (words[0].isEmpty() || CONSTRAINTS.contains(words[0].toUpperCase(Locale.ROOT))) {
        continue;
      }
      String name = words[0].replaceAll("[\"`\\[\\]']", "");
      names.add(name);
      if (definition.toUpperCase(Locale.ROOT).matches("(?s).*\\sINTEGER\\s+PRIMARY\\s+KEY.*")) {
        numbered = Optional.of(name);
      }
    }
    return new SqliteColumns(List.copyOf(names), numbered);
  }

  /** What stands between the outermost brackets, at its outermost commas. */
  private static List<String> definitions(String statement) {
    List<String> found = new ArrayList<>();
    StringBuilder definition = new StringBuilder();
    int depth = 0;
    for (char c : statement.replaceAll("--[^\n]*", "").toCharArray()) {
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if ((c == ',' && depth == 1) || (c == ')' && depth == 0)) {
        found.add(definition.toString());
        definition.setLength(0);
      } else if (depth > 1 || (depth == 1 && c != '(')) {
        definition.append(c);
      }
    }
    return found;
  }
}
