package pmm.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What a closed tab and a slow reader do to the model at the other end. */
final class Leaving {

  private static final int AT_ONCE = 8;
  private static final long LIMIT_SECONDS = 30;
  private static final int QUIET_LOOKS = 10;
  private static final int LOOK_EVERY_MS = 100;
  private static final int WORDS_READ = 5;

  private final Size size;
  private final Report report;
  private final Upstream upstream;

  Leaving(Size size, Report report, Upstream upstream) {
    this.size = size;
    this.report = report;
    this.upstream = upstream;
  }

  void run(Way whole, Way alone) throws Exception {
    report.heading(
        "Who leaves, and who reads slowly", "what", "p50", "p99", "most", "to reach", "");
    closed("closed tab to closed upstream, in mid-answer, ms", whole, true, Goal.atMost(100, ""));
    closed("the same before the first word, ms", whole, false, Goal.atMost(500, ""));
    held("sent by the model, not read by a slow reader of Generate, MB", alone);
    held("the same of the page, MB", whole);
  }

  private void closed(String what, Way way, boolean midStream, Goal goal) throws Exception {
    Queue<Double> millis = new ConcurrentLinkedQueue<>();
    Lanes.run(
        AT_ONCE,
        lane -> {
          for (int i = 0; i < size.tabs() / AT_ONCE; i++) {
            millis.add(close(way, lane, midStream));
          }
        });
    double[] sorted = millis.stream().mapToDouble(value -> value).sorted().toArray();
    double p99 = sorted[sorted.length * 99 / 100];
    report.row(
        what,
        "%.1f".formatted(sorted[sorted.length / 2]),
        "%.1f".formatted(p99),
        "%.1f".formatted(sorted[sorted.length - 1]),
        goal.toString(),
        goal.verdict(midStream ? p99 : sorted[sorted.length - 1]));
  }

  private double close(Way way, int lane, boolean midStream) throws Exception {
    BlockingQueue<Upstream.Exchange> exchanges = upstream.exchanges(lane);
    exchanges.clear();
    Way.Answer answer = way.ask(lane, midStream ? Script.paced(100_000, 20) : Script.SILENT);
    Upstream.Exchange exchange = exchanges.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
    if (exchange == null) {
      throw new TimeoutException("the question did not arrive");
    }
    if (midStream) {
      for (int words = ThreadLocalRandom.current().nextInt(2, 8); words > 0; words--) {
        answer.next();
      }
    }
    Thread.sleep(ThreadLocalRandom.current().nextInt(midStream ? 20 : 400));
    long start = System.nanoTime();
    answer.close();
    return (exchange.left().get(LIMIT_SECONDS, TimeUnit.SECONDS) - start) / 1e6;
  }

  private void held(String what, Way way) throws Exception {
    List<Double> megabytes = new ArrayList<>();
    for (int i = 0; i < size.starts(); i++) {
      megabytes.add(held(way, i) / 1e6);
    }
    Sample held = Sample.of(megabytes.stream().mapToDouble(value -> value).toArray());
    Goal goal = Goal.atMost(4, "");
    report.row(
        what,
        "%.2f".formatted(held.median()),
        "",
        "%.2f".formatted(held.most()),
        goal.toString(),
        goal.verdict(held.most()));
  }

  /** Reads a little and stops; what the model has sent more than that once it sends no more. */
  private long held(Way way, int lane) throws Exception {
    BlockingQueue<Upstream.Exchange> exchanges = upstream.exchanges(lane);
    exchanges.clear();
    try (Way.Answer answer = way.ask(lane, Script.flood())) {
      long read = 0;
      for (int i = 0; i < WORDS_READ; i++) {
        read += answer.next();
      }
      Upstream.Exchange exchange = exchanges.take();
      long sent = exchange.sent();
      for (int quiet = 0; quiet < QUIET_LOOKS; quiet++) {
        Thread.sleep(LOOK_EVERY_MS);
        if (exchange.sent() > sent) {
          sent = exchange.sent();
          quiet = -1;
        }
      }
      return sent - read;
    }
  }
}
