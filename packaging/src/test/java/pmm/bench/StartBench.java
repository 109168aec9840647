package pmm.bench;

import io.grpc.Channel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.ToDoubleFunction;
import pmm.mind.v1.ConversationServiceGrpc;
import pmm.mind.v1.ConverseRequest;
import pmm.mind.v1.ConverseResponse;
import pmm.mind.v1.Outcome;
import pmm.rpc.Role;

/** Measures what starting costs, with and without start caches, and writes its page of figures. */
final class StartBench {

  private static final String TITLE = "# What a start costs";
  private static final int TURNS = 20;

  /** What one start of the four gave. */
  private record Start(double ready, double cpu, double resident, double first, double warm) {}

  /** All starts of each kind. */
  private record Starts(
      List<Start> cached, List<Start> uncached, List<Start> plain, List<Start> armeria) {
    Starts() {
      this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }
  }

  private StartBench() {}

  /**
   * Measures.
   *
   * @param arguments an empty folder to work in, the product without caches, the page to write, the
   *     product with caches, how often, the flag that names the native libraries, the folder with
   *     the class that serves by Armeria
   */
  public static void main(String[] arguments) throws Exception {
    Path work = Path.of(arguments[0]);
    Path without = Path.of(arguments[1]);
    Path with = Path.of(arguments[3]);
    int runs = Integer.parseInt(arguments[4]);
    Starts starts = new Starts();
    double[][] verify = new double[2][runs];
    for (int i = 0; i < runs; i++) {
      Path home = work.resolve("home-" + i);
      try (FourServices mesh = FourServices.start(home, with)) {
        starts.cached().add(measure(mesh));
      }
      try (FourServices mesh = FourServices.start(work.resolve("uncached-" + i), without)) {
        starts.uncached().add(measure(mesh));
      }
      try (FourServices mesh =
          FourServices.startPlainly(work.resolve("plain-" + i), without, arguments[5])) {
        starts.plain().add(measure(mesh));
      }
      try (FourServices mesh =
          FourServices.startOnArmeria(
              work.resolve("armeria-" + i), without, arguments[5], Path.of(arguments[6]))) {
        starts.armeria().add(measure(mesh));
      }
      verify[0][i] = verify(work, home, with);
      verify[1][i] = verify(work, home, without);
    }
    Report report = new Report();
    head(report, work, with, runs);
    table(report, starts);
    report.heading(
        "`pmm verify FILE` of a small file, nothing running",
        "what",
        "with start caches: median (least to most)",
        "without",
        "ratio",
        "to reach",
        "");
    row(report, "seconds", "%.2f", Sample.of(verify[0]), Sample.of(verify[1]), 0.5);
    report.write(Path.of(arguments[2]));
    System.exit(0);
  }

  private static void head(Report report, Path work, Path with, int runs) throws Exception {
    report.line(TITLE);
    report.line("");
    report.line(
        "Written by `./build bench start --runs %d` on %s; not to be edited by hand."
            .formatted(runs, LocalDate.now(ZoneOffset.UTC)));
    report.line("");
    report.line("- Machine: " + Machine.describe(work));
    report.line(
        "- Java " + Runtime.version() + "; start caches as `bin/train` makes them: " + sizes(with));
    report.line(
        "- Method: the four services are started at once, each in a new home, over and over in"
            + " turns: as the product starts them with start caches and without, and the same jars"
            + " by the JVM's own defaults (baseline 1), and these once more with ledger and mind"
            + " served by Armeria as the gateways are (baseline 2; all jars on one class path, and"
            + " calls between services by grpc-java in all). Then one conversation of "
            + TURNS
            + " turns with the built-in voice: the first is the first answer after ready, the median"
            + " of the last ten a warm one. The small file is the one that such a conversation"
            + " leaves.");
  }

  private static String sizes(Path with) throws Exception {
    Map<String, Long> sizes = new LinkedHashMap<>();
    try (var caches = Files.newDirectoryStream(with.resolve("aot"), "*.aot")) {
      for (Path cache : caches) {
        sizes.put(String.valueOf(cache.getFileName()), Files.size(cache));
      }
    }
    return "%d files, %d MB together"
        .formatted(sizes.size(), sizes.values().stream().mapToLong(Long::longValue).sum() >> 20);
  }

  private static void table(Report report, Starts starts) {
    report.heading(
        "Four services from nothing to all ready, and their first answer",
        "what",
        "with start caches: median (least to most)",
        "without",
        "baseline 1",
        "baseline 2",
        "with caches, of baseline 1",
        "of baseline 2",
        "to reach",
        "");
    row(report, "seconds until ready", "%.2f", starts, Start::ready, 0.4);
    row(report, "processor time until ready, s", "%.2f", starts, Start::cpu, 0.4);
    row(report, "resident MB then", "%.0f", starts, Start::resident, 0.7);
    row(report, "first answer after ready, ms", "%.0f", starts, Start::first, 0.4);
    row(report, "a warm answer, ms", "%.0f", starts, Start::warm, 1);
  }

  private static void row(
      Report report,
      String what,
      String format,
      Starts starts,
      ToDoubleFunction<Start> figure,
      double goal) {
    Sample ours = of(starts.cached(), figure);
    Sample base = of(starts.plain(), figure);
    Sample second = of(starts.armeria(), figure);
    Goal atMost = Goal.atMost(goal, "");
    double ratio = ours.median() / second.median();
    report.row(
        what,
        ours.text(format),
        of(starts.uncached(), figure).text(format),
        base.text(format),
        second.text(format),
        String.format(Locale.ROOT, "%.2f", ours.median() / base.median()),
        String.format(Locale.ROOT, "%.2f", ratio),
        atMost.toString(),
        atMost.verdict(ratio));
  }

  private static Sample of(List<Start> starts, ToDoubleFunction<Start> figure) {
    return Sample.of(starts.stream().mapToDouble(figure).toArray());
  }

  private static void row(
      Report report, String what, String format, Sample ours, Sample other, double goal) {
    Goal atMost = Goal.atMost(goal, "");
    double ratio = ours.median() / other.median();
    report.row(
        what,
        ours.text(format),
        other.text(format),
        String.format(Locale.ROOT, "%.2f", ratio),
        atMost.toString(),
        atMost.verdict(ratio));
  }

  private static Start measure(FourServices mesh) throws Exception {
    double cpu = mesh.cpuSeconds("ledger", "mind", "provider", "ui");
    double resident = mesh.residentMb();
    Channel mind = mesh.channel("mind", Role.CLI);
    double[] turns = new double[TURNS];
    for (int i = 0; i < TURNS; i++) {
      turns[i] = turn(mind, i);
    }
    Sample warm = Sample.of(java.util.Arrays.copyOfRange(turns, TURNS - 10, TURNS));
    return new Start(mesh.readySeconds(), cpu, resident, turns[0], warm.median());
  }

  private static double turn(Channel mind, int n) {
    ConverseRequest request =
        ConverseRequest.newBuilder()
            .setRequestId(UUID.randomUUID().toString())
            .setSay(
                ConverseRequest.Say.newBuilder().setText("What do you know of shelf " + n + "?"))
            .build();
    long begin = System.nanoTime();
    List<ConverseResponse> parts = new ArrayList<>();
    ConversationServiceGrpc.newBlockingStub(mind).converse(request).forEachRemaining(parts::add);
    if (parts.getLast().getFinished().getOutcome() != Outcome.OUTCOME_ANSWERED) {
      throw new AssertionError("no answer: " + parts.getLast());
    }
    return (System.nanoTime() - begin) / 1e6;
  }

  private static double verify(Path work, Path home, Path product) throws Exception {
    return Child.run(
            work.resolve("nobody"),
            work.resolve("verify.log"),
            product.resolve("bin/pmm").toString(),
            "verify",
            home.resolve("mind.db").toString())
        .seconds();
  }
}
