package pmm.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/**
 * Where a command writes: results to {@code out}, all else to {@code err}. No colour and no
 * progress off a terminal.
 */
final class Screen {
  private static final int USUAL_WIDTH = 100;
  private static final int BAR = 30;

  private final PrintStream out;
  private final PrintStream err;
  private final boolean outIsTerminal;
  private final boolean errIsTerminal;
  private final boolean colour;
  private boolean transientLine;

  Screen(
      PrintStream out,
      PrintStream err,
      boolean outIsTerminal,
      boolean errIsTerminal,
      boolean colour) {
    this.out = out;
    this.err = err;
    this.outIsTerminal = outIsTerminal;
    this.errIsTerminal = errIsTerminal;
    this.colour = colour;
  }

  /** A line of the result. */
  void result(String line) {
    clearProgress();
    out.println(line);
  }

  /** A piece of the result, at once. */
  void piece(String text) {
    clearProgress();
    out.print(text);
    out.flush();
  }

  /** The result as one JSON document. */
  void json(Object document) {
    result(Json.print(document));
  }

  /** A line that is no result. */
  void say(String line) {
    clearProgress();
    err.println(line);
  }

  /** A question, waiting for its answer on the same line. */
  void ask(String question) {
    clearProgress();
    err.print(question + " ");
    err.flush();
  }

  /** Rows in aligned columns. */
  void table(List<List<String>> rows) {
    clearProgress();
    Columns.lines(rows).forEach(out::println);
  }

  /** What is going on now: one line that the next one replaces. Nothing off a terminal. */
  void progress(String line) {
    if (errIsTerminal) {
      err.print("\r\u001b[K" + Text.fit(line, width() - 1));
      err.flush();
      transientLine = true;
    }
  }

  /** How far a long piece of work is. */
  void progress(String what, long done, long total) {
    if (total <= 0) {
      progress(what + "  " + String.format(Locale.ROOT, "%,d", done));
      return;
    }
    int filled = (int) (BAR * Math.min(done, total) / total);
    progress(
        String.format(
            Locale.ROOT,
            "%s  %s%s  %3d %%  %,d of %,d",
            what,
            "█".repeat(filled),
            "░".repeat(BAR - filled),
            100 * Math.min(done, total) / total,
            done,
            total));
  }

  /** Takes the progress line away. */
  void clearProgress() {
    if (transientLine) {
      err.print("\r\u001b[K");
      err.flush();
      transientLine = false;
    }
  }

  String green(String text) {
    return paint("32", text);
  }

  String red(String text) {
    return paint("31", text);
  }

  String yellow(String text) {
    return paint("33", text);
  }

  String dim(String text) {
    return paint("2", text);
  }

  String bold(String text) {
    return paint("1", text);
  }

  boolean outIsTerminal() {
    return outIsTerminal;
  }

  boolean errIsTerminal() {
    return errIsTerminal;
  }

  /** The standard output itself, for bytes. */
  PrintStream raw() {
    clearProgress();
    return out;
  }

  /** How many columns there are. */
  int width() {
    String columns = System.getenv("COLUMNS");
    return columns != null && columns.matches("[1-9]\\d{1,3}")
        ? Integer.parseInt(columns)
        : USUAL_WIDTH;
  }

  private String paint(String code, String text) {
    return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
