package pmm.cli;

import java.util.ArrayList;
import java.util.List;

/** Rows of cells as lines whose columns stand under each other. */
final class Columns {
  private static final String GAP = "  ";
  private static final String PAINT = "\u001b\\[\\d+m";

  private Columns() {}

  /** One line a row; the last cell of a row is never padded. */
  static List<String> lines(List<List<String>> rows) {
    List<Integer> widths = new ArrayList<>();
    for (List<String> row : rows) {
      for (int i = 0; i < row.size() - 1; i++) {
        if (widths.size() <= i) {
          widths.add(0);
        }
        widths.set(i, Math.max(widths.get(i), width(row.get(i))));
      }
    }
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private static String line(List<String> row, List<Integer> widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      line.append(row.get(i));
      if (i < row.size() - 1) {
        line.append(" ".repeat(widths.get(i) - width(row.get(i)))).append(GAP);
      }
    }
    return line.toString().stripTrailing();
  }

  private static int width(String cell) {
    return Text.width(cell.replaceAll(PAINT, ""));
  }
}
