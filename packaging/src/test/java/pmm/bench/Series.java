package pmm.bench;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One figure of several contenders, taken in turns. */
final class Series {

  private final Map<Contender, List<Double>> figures = new HashMap<>();

  void add(Contender contender, double figure) {
    figures.computeIfAbsent(contender, key -> new ArrayList<>()).add(figure);
  }

  Sample of(Contender contender) {
    return sample(requireNonNull(figures.get(contender), contender.name()));
  }

  double median(Contender contender) {
    return of(contender).median();
  }

  static Sample sample(List<Double> figures) {
    return Sample.of(figures.stream().mapToDouble(figure -> figure).toArray());
  }
}
