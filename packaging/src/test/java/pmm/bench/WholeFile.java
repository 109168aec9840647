package pmm.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import pmm.mindfile.AppendResult;
import pmm.mindfile.Incoming;
import pmm.mindfile.JsonlExporter;
import pmm.mindfile.MindFile;
import pmm.mindfile.Options;
import pmm.mindfile.Progress;
import pmm.mindfile.Restorer;
import pmm.mindfile.Verifier;
import pmm.mindfile.VerifyOptions;
import pmm.mindfile.VerifyReport;

/** What reads or writes a whole file, against tools that only look at its bytes. */
final class WholeFile {

  private static final int IN_FLIGHT = 2000;
  private static final int NEW_EVENTS = 1000;
  private static final String LOGICAL =
      "SELECT sum(16 + octet_length(kind) + ifnull(octet_length(content), 0)"
          + " + ifnull(octet_length(meta), 0) + ifnull(octet_length(prev_hash), 0)"
          + " + octet_length(hash) + ifnull(octet_length(content_salt), 0)"
          + " + ifnull(octet_length(meta_salt), 0)) FROM events";

  private final Path file;
  private final Path lines;
  private final Path work;
  private final int runs;
  private final Report report;
  private final Words words = new Words();

  WholeFile(Path work, int runs, Report report) {
    this.work = work;
    this.file = work.resolve("mind/mind.db");
    this.lines = work.resolve("mind.jsonl");
    this.runs = runs;
    this.report = report;
  }

  /** Makes the file. */
  void fill(int events) {
    // The first event of all is the mind's own.
    append(events - 1);
  }

  private void append(int events) {
    Deque<CompletableFuture<AppendResult>> flying = new ArrayDeque<>();
    try (MindFile mind = MindFile.open(file, Options.defaults())) {
      for (int i = 0; i < events; i++) {
        flying.add(mind.append(words.request()));
        if (flying.size() > IN_FLIGHT) {
          flying.remove().join();
        }
      }
      flying.forEach(CompletableFuture::join);
    }
  }

  void run() throws Exception {
    List<Double> sum = new ArrayList<>();
    List<Double> dump = new ArrayList<>();
    List<Double> json = new ArrayList<>();
    List<Double> verify = new ArrayList<>();
    List<Double> export = new ArrayList<>();
    List<Double> imported = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      sum.add(Rival.shell("sha256sum '" + file + "'"));
      dump.add(Rival.shell("sqlite3 '" + file + "' .dump | sha256sum"));
      verify.add(Sample.seconds(this::verify));
      json.add(
          Rival.shell(
              "sqlite3 -json '%s' 'SELECT * FROM events' >'%s.json'".formatted(file, lines)));
      export.add(Sample.seconds(this::export));
      Path fresh = work.resolve("imported-" + i);
      imported.add(Sample.seconds(() -> importInto(fresh)));
      Rival.shell("rm -r '" + fresh + "' '" + lines + ".json'");
    }
    report.heading(
        "Whole-file work",
        "what",
        "seconds: median (least to most)",
        "the first run, cold",
        "ratio",
        "to reach");
    rival("`sha256sum mind.db`", sum);
    rival("`sqlite3 .dump \\| sha256sum`", dump);
    rival("`sqlite3 -json`", json);
    row("verify with Merkle root, against `sha256sum`", verify, sum, "<= 0.75");
    row("the same, against `.dump \\| sha256sum`", verify, dump, "<= 0.5");
    row("export JSONL, against `sqlite3 -json`", export, json, "<= 0.5");
    row("import, every line verified, against `sha256sum`", imported, sum, "<= 3");
    double logical = Double.parseDouble(Rival.output("sqlite3 '" + file + "' '" + sql() + "'"));
    report.row(
        "file size against logical bytes",
        "",
        "",
        String.format(Locale.ROOT, "%.2f", Files.size(file) / logical),
        "<= 1.25");
    quick();
  }

  private void quick() throws Exception {
    Verifier.verifyAndNote(file, VerifyOptions.defaults(), Progress.NONE);
    append(NEW_EVENTS);
    double[] seconds = new double[runs];
    for (int i = 0; i < runs; i++) {
      seconds[i] = Sample.seconds(() -> Verifier.quick(file, null));
    }
    Sample quick = Sample.of(seconds);
    report.row(
        "verify %,d new events from a checkpoint".formatted(NEW_EVENTS),
        quick.text("%.4f"),
        String.format(Locale.ROOT, "%.4f", seconds[0]),
        "",
        "<= 0.010");
  }

  /** Old shells do not know octet_length: the length of the bytes is that of the blob. */
  private static String sql() {
    return LOGICAL.replaceAll("octet_length\\((\\w+)\\)", "length(CAST($1 AS BLOB))");
  }

  private void rival(String what, List<Double> seconds) {
    report.row(what, sample(seconds).text("%.2f"), "", "", "");
  }

  private void row(String what, List<Double> seconds, List<Double> rival, String goal) {
    report.row(
        what,
        sample(seconds).text("%.2f"),
        String.format(Locale.ROOT, "%.2f", seconds.getFirst()),
        String.format(Locale.ROOT, "%.2f", sample(seconds).median() / sample(rival).median()),
        goal);
  }

  private static Sample sample(List<Double> seconds) {
    return Sample.of(seconds.stream().mapToDouble(value -> value).toArray());
  }

  private VerifyReport verify() throws IOException {
    VerifyReport found = Verifier.verify(file, VerifyOptions.defaults(), Progress.NONE);
    if (!(found instanceof VerifyReport.Whole)) {
      throw new IOException("the file is not whole: " + found);
    }
    return found;
  }

  private long export() throws IOException {
    try (OutputStream out = Files.newOutputStream(lines)) {
      return JsonlExporter.export(file, out, Progress.NONE);
    }
  }

  private Object importInto(Path fresh) {
    return new Restorer(fresh, Options.defaults())
        .bringIn(new Incoming.Export(lines, Progress.NONE), "bench");
  }
}
