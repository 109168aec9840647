package pmm.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Measures the ledger against plain tools in one run, and writes the page of figures. */
final class LedgerBench {

  private LedgerBench() {}

  /**
   * Measures.
   *
   * @param arguments an empty folder to work in, the product folder, the page to write, how many
   *     events, how many runs, the flags that this JVM was given
   */
  public static void main(String[] arguments) throws Exception {
    Path work = Path.of(arguments[0]);
    Path product = Path.of(arguments[1]);
    Path page = Path.of(arguments[2]);
    int events = Integer.parseInt(arguments[3]);
    int runs = Integer.parseInt(arguments[4]);
    Report report = new Report();
    head(report, work, events, runs, arguments[5]);
    new Appends(work, product, runs, report).run();
    WholeFile file = new WholeFile(work, runs, report);
    file.fill(events);
    file.run();
    new Processes(work, product, events, report).run();
    report.write(page);
  }

  private static void head(Report report, Path work, int events, int runs, String flags)
      throws IOException, InterruptedException {
    report.line("# What the ledger costs");
    report.line("");
    report.line(
        "Written by `./build bench ledger --events %d --runs %d` on %s; not to be edited by hand."
            .formatted(events, runs, LocalDate.now(ZoneOffset.UTC)));
    report.line("");
    report.line("- Machine: " + Machine.describe(work));
    report.line(
        "- Java "
            + Runtime.version()
            + " with `"
            + flags
            + "`, as the product starts ledger-service");
    report.line(
        "- Rivals: "
            + Rival.output("sqlite3 --version | cut -d' ' -f1,2 | sed 's/^/sqlite3 /'")
            + "; "
            + Rival.output("sha256sum --version | head -n 1"));
    report.line(
        "- Method: each event has 400 bytes of content and 100 of meta. Each work and its rival"
            + " take turns, "
            + runs
            + " times, in one process that is not restarted; ratios are of the"
            + " medians, the spread is beside them, and the file is in the page cache for all. The"
            + " first run, before the JVM has compiled anything, is given too. The last table is"
            + " measured once, each line in processes of the product, with VmHWM as peak memory.");
  }
}
