package pmm.mind.context;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import pmm.mind.context.RecallSet.Question;

/** Which share of the evidence is among the first places, ours beside the plain one. */
final class RecallTable {
  private static final int[] PLACES = {1, 5, 10, 25};
  private static final String ALL = "all";

  private final String ours;
  private final String plain;
  private final Map<String, List<double[]>> rows = new TreeMap<>();
  private final List<String> missed = new ArrayList<>();

  RecallTable(String ours, String plain) {
    this.ours = ours;
    this.plain = plain;
  }

  void add(Question question, List<String> found, List<String> plainly) {
    double[] shares = new double[2 * PLACES.length];
    for (int i = 0; i < PLACES.length; i++) {
      shares[i] = share(question, found, PLACES[i]);
      shares[PLACES.length + i] = share(question, plainly, PLACES[i]);
    }
    for (String row : List.of(ALL, question.category(), "in " + question.language())) {
      rows.computeIfAbsent(row, none -> new ArrayList<>()).add(shares);
    }
    if (shares[2] < 1) {
      missed.add(question.id() + " (" + question.category() + "): " + question.text());
    }
  }

  private static double share(Question question, List<String> found, int places) {
    List<String> first = found.subList(0, Math.min(places, found.size()));
    return (double) question.evidence().stream().filter(first::contains).count()
        / question.evidence().size();
  }

  double ours(int places) {
    return mean(ALL, column(places));
  }

  double plain(int places) {
    return mean(ALL, PLACES.length + column(places));
  }

  private static int column(int places) {
    return Arrays.binarySearch(PLACES, places);
  }

  private double mean(String row, int column) {
    return rows.getOrDefault(row, List.of()).stream()
        .mapToDouble(shares -> shares[column])
        .average()
        .orElse(0);
  }

  void print(PrintWriter out) {
    out.println(
        "| questions | count | "
            + ours
            + " @1 | @5 | @10 | @25 | "
            + plain
            + " @1 | @5 | @10 | @25 |");
    out.println("|---|---|---|---|---|---|---|---|---|---|");
    for (Map.Entry<String, List<double[]>> row : rows.entrySet()) {
      out.print("| " + row.getKey() + " | " + row.getValue().size() + " |");
      for (int i = 0; i < 2 * PLACES.length; i++) {
        out.printf(Locale.ROOT, " %.3f |", mean(row.getKey(), i));
      }
      out.println();
    }
    out.println("\nNot all of the evidence among the first ten:\n");
    missed.forEach(line -> out.println("- " + line));
  }
}
