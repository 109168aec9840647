package pmm.bench;

import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;

/**
 * One figure of several runs.
 *
 * @param median the middle one
 * @param least the smallest
 * @param most the largest
 */
record Sample(double median, double least, double most) {

  static Sample of(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return new Sample(sorted[sorted.length / 2], sorted[0], sorted[sorted.length - 1]);
  }

  /** How long some work takes, in seconds. */
  static double seconds(Callable<?> work) throws Exception {
    long start = System.nanoTime();
    work.call();
    return (System.nanoTime() - start) / 1e9;
  }

  /** The median with its spread, in a form such as "1.23 (1.20 to 1.31)". */
  String text(String format) {
    return String.format(
        Locale.ROOT, format + " (" + format + " to " + format + ")", median, least, most);
  }
}
