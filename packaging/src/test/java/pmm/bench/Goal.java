package pmm.bench;

import java.util.Locale;

/**
 * A figure against what it is to reach.
 *
 * @param least whether more is better
 * @param value the limit
 * @param unit what it is counted in, with a blank before; empty for a ratio
 */
record Goal(boolean least, double value, String unit) {

  static Goal atMost(double value, String unit) {
    return new Goal(false, value, unit);
  }

  static Goal atLeast(double value) {
    return new Goal(true, value, "");
  }

  @Override
  public String toString() {
    return (least ? ">= " : "<= ") + number(value) + unit;
  }

  /** The word on a figure; none where there is no figure. */
  String verdict(double figure) {
    if (Double.isNaN(figure)) {
      return "not measured";
    }
    return (least ? figure >= value : figure <= value) ? "reached" : "missed";
  }

  private static String number(double number) {
    return number == Math.rint(number)
        ? String.format(Locale.ROOT, "%.0f", number)
        : Double.toString(number);
  }
}
