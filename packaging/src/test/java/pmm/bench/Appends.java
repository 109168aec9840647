package pmm.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import pmm.ledger.v1.AppendEventsRequest;
import pmm.ledger.v1.EventDraft;
import pmm.ledger.v1.LedgerServiceGrpc;
import pmm.ledger.v1.LedgerServiceGrpc.LedgerServiceBlockingStub;
import pmm.mindfile.MindFile;
import pmm.mindfile.Options;
import pmm.rpc.Role;

/** Durable appends: by the library and by the service, one at a time and by many callers. */
final class Appends {

  private static final double SECONDS = 1;
  private static final double WARM_UP_SECONDS = 8;

  /**
   * How long the service is warmed up for each run that is measured: both compilers share two cores
   * with it.
   */
  private static final double SERVICE_WARM_UP_SECONDS = 12;

  private static final int SOME = 16;
  private static final int MANY = 256;

  private final Path work;
  private final Path product;
  private final int runs;
  private final Report report;
  private final Words words = new Words();

  Appends(Path work, Path product, int runs, Report report) {
    this.work = work;
    this.product = product;
    this.runs = runs;
    this.report = report;
  }

  void run() throws Exception {
    List<Double> raw = new ArrayList<>();
    List<Callers.Result> single = new ArrayList<>();
    List<Callers.Result> some = new ArrayList<>();
    List<Callers.Result> many = new ArrayList<>();
    List<Callers.Result> remote = new ArrayList<>();
    try (MindFile mind = MindFile.open(work.resolve("appends"), Options.defaults());
        Service service = Service.start(work.resolve("service-appends"), product)) {
      LedgerServiceBlockingStub stub =
          LedgerServiceGrpc.newBlockingStub(service.channel(Role.MIND));
      Callable<?> append = () -> mind.append(words.request()).join();
      Callable<?> call = () -> stub.appendEvents(request());
      Callers.run(MANY, WARM_UP_SECONDS, append);
      Callers.Result cold = Callers.run(MANY, WARM_UP_SECONDS, call);
      Callers.run(MANY, runs * SERVICE_WARM_UP_SECONDS, call);
      Sharing sharing = new Sharing(service);
      for (int i = 0; i < runs; i++) {
        raw.add(Rival.durableWrites(work.resolve("raw"), SECONDS));
        single.add(Callers.run(1, SECONDS, append));
        some.add(Callers.run(SOME, SECONDS, append));
        many.add(Callers.run(MANY, SECONDS, append));
        remote.add(sharing.during(() -> Callers.run(MANY, SECONDS, call)));
      }
      double plain = Sample.of(raw.stream().mapToDouble(rate -> rate).toArray()).median();
      double one = median(single, Callers.Result::rate);
      report.heading(
          "Durable appends",
          "what",
          "a second: median (least to most)",
          "p50 ms",
          "p99 ms",
          "ratio",
          "to reach");
      report.row(
          "raw 8 KiB write and fdatasync",
          Sample.of(raw.stream().mapToDouble(rate -> rate).toArray()).text("%.0f"),
          "",
          "",
          "",
          "");
      row("one at a time", single, ratio(one / plain, "raw"), ">= 0.5");
      row(
          SOME + " callers",
          some,
          ratio(median(some, Callers.Result::rate) / one, "one at a time"),
          ">= 6");
      row(
          MANY + " callers",
          many,
          ratio(median(many, Callers.Result::rate) / one, "one at a time"),
          ">= 20");
      row(
          MANY + " gRPC callers of ledger-service",
          remote,
          ratio(
              median(remote, Callers.Result::rate) / median(many, Callers.Result::rate),
              "the library"),
          "");
      report.line("");
      report.line(sharing.explain(cold.rate()));
      report.line("");
      report.line(
          "The service's peak memory meanwhile: %.0f MB (to reach: < 300)."
              .formatted(service.peakMb()));
    }
  }

  private void row(String what, List<Callers.Result> results, String ratio, String goal) {
    report.row(
        what,
        sample(results, Callers.Result::rate).text("%.0f"),
        "%.2f".formatted(median(results, Callers.Result::p50)),
        "%.2f".formatted(median(results, Callers.Result::p99)),
        ratio,
        goal);
  }

  private static String ratio(double value, String to) {
    return String.format(Locale.ROOT, "%.2f of %s", value, to);
  }

  private static Sample sample(
      List<Callers.Result> results, ToDoubleFunction<Callers.Result> figure) {
    return Sample.of(results.stream().mapToDouble(figure).toArray());
  }

  private static double median(
      List<Callers.Result> results, ToDoubleFunction<Callers.Result> figure) {
    return sample(results, figure).median();
  }

  private AppendEventsRequest request() {
    long n = words.number();
    return AppendEventsRequest.newBuilder()
        .setRequestId(UUID.randomUUID().toString())
        .addEvents(
            EventDraft.newBuilder()
                .setKind(words.kind(n))
                .setContent(words.content(n))
                .setMetaJson(words.meta(n)))
        .build();
  }
}
