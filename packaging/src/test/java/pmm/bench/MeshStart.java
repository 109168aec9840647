package pmm.bench;

import java.nio.file.Path;

/** How long a mesh takes until it is ready, and what it then weighs. */
final class MeshStart {

  private final Path work;
  private final Path product;
  private final String nativesFlag;
  private final int starts;
  private final Report report;

  MeshStart(Path work, Path product, String nativesFlag, int starts, Report report) {
    this.work = work;
    this.product = product;
    this.nativesFlag = nativesFlag;
    this.starts = starts;
    this.report = report;
  }

  void run() throws Exception {
    double[][] seconds = new double[2][starts];
    double[][] megabytes = new double[2][starts];
    for (int i = 0; i < starts; i++) {
      for (int way = 0; way < 2; way++) {
        Path home = work.resolve("start-" + i + "-" + way);
        try (FourServices mesh =
            way == 0
                ? FourServices.start(home, product)
                : FourServices.startPlainly(home, product, nativesFlag)) {
          seconds[way][i] = mesh.readySeconds();
          megabytes[way][i] = mesh.residentMb();
        }
      }
    }
    report.heading(
        "Four services from nothing to all ready, started at once",
        "what",
        "as the product starts them: median (least to most)",
        "by the JVM's own defaults",
        "ratio",
        "to reach",
        "");
    row("seconds until ready", "%.2f", seconds, Goal.atMost(0.4, ""));
    row("resident MB then", "%.0f", megabytes, Goal.atMost(0.7, ""));
  }

  private void row(String what, String format, double[][] figures, Goal goal) {
    Sample ours = Sample.of(figures[0]);
    Sample plain = Sample.of(figures[1]);
    double ratio = ours.median() / plain.median();
    report.row(
        what,
        ours.text(format),
        plain.text(format),
        "%.2f".formatted(ratio),
        goal.toString(),
        goal.verdict(ratio));
  }
}
