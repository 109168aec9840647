package pmm.bench;

import io.grpc.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import pmm.ledger.v1.AppendEventsRequest;
import pmm.ledger.v1.EventDraft;
import pmm.ledger.v1.LedgerServiceGrpc;
import pmm.ledger.v1.LedgerServiceGrpc.LedgerServiceBlockingStub;

/** What answers cost: time to the first word, processor time of the words, and how many at once. */
final class Answers {

  private final Contender bare;
  private final Optional<Contender> rival;
  private final Contender alone;
  private final Contender whole;

  /** The gateways: all but the model itself. */
  private final List<Contender> gateways = new ArrayList<>();

  private final List<Contender> all = new ArrayList<>();

  Answers(Contender bare, Optional<Contender> rival, Contender alone, Contender whole) {
    this.bare = bare;
    this.rival = rival;
    this.alone = alone;
    this.whole = whole;
    rival.ifPresent(gateways::add);
    gateways.add(alone);
    gateways.add(whole);
    all.add(bare);
    all.addAll(gateways);
  }

  /** Measures, once all are warm. */
  void run(Size size, Report report, Channel ledger) throws Exception {
    for (int i = 0; i < size.warmUps(); i++) {
      for (Contender contender : all) {
        Lanes.ask(contender.way(), Script.burst(size.burstChunks()));
      }
    }
    firstWord(size, report, ledger);
    processorTime(size, report);
    bursts(size, report);
  }

  private void firstWord(Size size, Report report, Channel ledger) throws Exception {
    Series millis = new Series();
    List<Double> durable = new ArrayList<>();
    for (int i = 0; i < size.questions(); i++) {
      for (Contender contender : all) {
        millis.add(contender, untilFirstWord(contender.way()));
      }
      durable.add(1e3 * Sample.seconds(() -> twoAppends(ledger)));
    }
    report.heading(
        "Time to the first word, one paced stream",
        "what",
        "ms: median (least to most)",
        "added ms",
        "of what the other gateway adds",
        "to reach",
        "");
    double floor = millis.median(bare);
    report.row(bare.name(), millis.of(bare).text("%.2f"), "", "", "", "");
    for (Contender gateway : gateways) {
      double added = millis.median(gateway) - floor;
      double ratio = rival.map(other -> added / (millis.median(other) - floor)).orElse(Double.NaN);
      report.row(
          gateway.name(),
          millis.of(gateway).text("%.2f"),
          "%.2f".formatted(added),
          ratio(gateway, ratio),
          gateway.equals(whole) ? Goal.atMost(0.5, "").toString() : "",
          gateway.equals(whole) ? Goal.atMost(0.5, "").verdict(ratio) : "");
    }
    report.row(
        "two durable appends by gRPC, by themselves",
        Series.sample(durable).text("%.2f"),
        "",
        "",
        "",
        "");
  }

  private static double untilFirstWord(Way way) throws Exception {
    long start = System.nanoTime();
    try (Way.Answer answer = way.ask(0, Script.paced(3, 5))) {
      answer.next();
      double millis = (System.nanoTime() - start) / 1e6;
      answer.readAll();
      return millis;
    }
  }

  private static Object twoAppends(Channel channel) {
    LedgerServiceBlockingStub ledger = LedgerServiceGrpc.newBlockingStub(channel);
    AppendEventsRequest.Builder request =
        AppendEventsRequest.newBuilder()
            .addEvents(EventDraft.newBuilder().setKind("note").setContent("one of two"));
    return List.of(
        ledger.appendEvents(request.setRequestId(UUID.randomUUID().toString()).build()),
        ledger.appendEvents(request.setRequestId(UUID.randomUUID().toString()).build()));
  }

  private void processorTime(Size size, Report report) throws Exception {
    Series millis = new Series();
    double thousands = Lanes.COUNT * size.pacedChunks() / 1e3;
    for (int i = 0; i < size.runs(); i++) {
      for (Contender gateway : gateways) {
        double before = gateway.cpuSeconds().getAsDouble();
        Lanes.ask(gateway.way(), Script.paced(size.pacedChunks(), 20));
        millis.add(gateway, 1e3 * (gateway.cpuSeconds().getAsDouble() - before) / thousands);
      }
    }
    report.heading(
        "Processor time, 64 paced streams of a word each 20 ms",
        "what",
        "ms for 1,000 words: median (least to most)",
        "of the other gateway's",
        "to reach",
        "");
    for (Contender gateway : gateways) {
      row(
          report,
          gateway,
          millis,
          gateway.equals(alone) ? Optional.of(Goal.atMost(0.5, "")) : none());
    }
  }

  private void bursts(Size size, Report report) throws Exception {
    Series rates = new Series();
    for (int i = 0; i < size.runs(); i++) {
      for (Contender contender : all) {
        double seconds = 0;
        for (int j = 0; j < size.burstRounds(); j++) {
          seconds += Lanes.ask(contender.way(), Script.burst(size.burstChunks()));
        }
        rates.add(contender, size.burstRounds() * Lanes.COUNT / seconds);
      }
    }
    report.heading(
        "64 questions at once, answers of %d words as fast as they are taken"
            .formatted(size.burstChunks()),
        "what",
        "answers a second: median (least to most)",
        "of the other gateway's",
        "to reach",
        "");
    for (Contender contender : all) {
      row(
          report,
          contender,
          rates,
          contender.equals(alone)
              ? Optional.of(Goal.atLeast(2.5))
              : contender.equals(whole) ? Optional.of(Goal.atLeast(0.5)) : none());
    }
  }

  private void row(Report report, Contender contender, Series series, Optional<Goal> goal) {
    double ratio =
        rival.map(other -> series.median(contender) / series.median(other)).orElse(Double.NaN);
    report.row(
        contender.name(),
        series.of(contender).text("%.0f"),
        ratio(contender, ratio),
        goal.map(Goal::toString).orElse(""),
        goal.map(to -> to.verdict(ratio)).orElse(""));
  }

  private String ratio(Contender contender, double ratio) {
    return Double.isNaN(ratio) || rival.filter(contender::equals).isPresent()
        ? ""
        : "%.2f".formatted(ratio);
  }

  private static Optional<Goal> none() {
    return Optional.empty();
  }
}
