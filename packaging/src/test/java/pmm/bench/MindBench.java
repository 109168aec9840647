package pmm.bench;

import io.grpc.Channel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import pmm.ledger.v1.LedgerServiceGrpc;
import pmm.ledger.v1.SearchEventsRequest;
import pmm.mind.v1.ConversationServiceGrpc;
import pmm.mind.v1.ConverseRequest;
import pmm.mind.v1.ConverseResponse;
import pmm.mind.v1.MindServiceGrpc;
import pmm.mind.v1.Outcome;
import pmm.mind.v1.RebuildRequest;
import pmm.mind.v1.RebuildResponse;
import pmm.rpc.Deadlines;
import pmm.rpc.Home;
import pmm.rpc.MeshChannel;
import pmm.rpc.Role;

/**
 * What the mind itself costs in a short and in a long life: its turns, its start, its rebuilding.
 */
final class MindBench {
  private static final int WARM_UPS = 150;

  private final Path work;
  private final Path product;
  private final int turns;
  private final Report report = new Report();

  private MindBench(Path work, Path product, int turns) {
    this.work = work;
    this.product = product;
    this.turns = turns;
  }

  /**
   * Measures and writes the page.
   *
   * @param arguments an empty folder to work in, the product folder, the page to write, the most
   *     events, how many turns
   */
  public static void main(String[] arguments) throws Exception {
    Path work = Path.of(arguments[0]);
    int most = Integer.parseInt(arguments[3]);
    int turns = Integer.parseInt(arguments[4]);
    new MindBench(work, Path.of(arguments[1]), turns).run(most, Path.of(arguments[2]));
  }

  private void run(int most, Path page) throws Exception {
    report.line("# What the mind costs");
    report.line("");
    report.line(
        "Written by `./build bench mind --events %d --turns %d` on %s; not to be edited by hand."
            .formatted(most, turns, LocalDate.now(ZoneOffset.UTC)));
    report.line("");
    report.line("- Machine: " + Machine.describe(work));
    report.line(
        "- Method: ledger-service and mind-service as the product starts them, over a file of so"
            + " many events. A turn is a question that the built-in voice answers, so no model's"
            + " time is in it: context, search, two durable appends and the hops are. Each size is"
            + " warmed up by "
            + WARM_UPS
            + " turns, once search has taken it in. Starts are from the process's start to its own"
            + " word that it is ready, over a ledger that runs.");
    report.heading(
        "Lives",
        "events",
        "turn p50 ms",
        "turn p99 ms",
        "first start s, folding all",
        "searchable after s",
        "start s, from the snapshot",
        "rebuild s",
        "mind's memory MB",
        "ledger's");
    for (int events : new int[] {10, 10_000, 100_000, 1_000_000}) {
      if (events <= most) {
        measure(events);
      }
    }
    report.line("");
    report.line(
        "To reach: a turn within 2x of the shortest life's at any length; start from the snapshot"
            + " <= 1 s and rebuild <= 0.8 s at 100,000; memory < 300 MB.");
    report.write(page);
  }

  private void measure(int events) throws Exception {
    Path home = Files.createDirectories(work.resolve("life-" + events));
    new Lives().fill(home, events);
    try (Child ledger = start(home, "ledger");
        MeshChannel toLedger = new MeshChannel(new Home(home), "ledger", Role.CLI);
        MeshChannel toMind = new MeshChannel(new Home(home), "mind", Role.CLI)) {
      long begun = System.nanoTime();
      ready(home, "ledger", ledger);
      double[] starts = new double[2];
      double[] cost;
      RebuildResponse rebuilt;
      double memory;
      double indexed;
      try (Child mind = timed(home, starts, 0)) {
        awaitIndex(toLedger.channel(), events);
        indexed = (System.nanoTime() - begun) / 1e9;
        for (int i = 0; i < WARM_UPS; i++) {
          turn(toMind.channel(), i);
        }
        cost = new double[turns];
        for (int i = 0; i < turns; i++) {
          cost[i] = turn(toMind.channel(), WARM_UPS + i);
        }
        rebuilt = rebuild(toMind.channel());
        memory = mind.peakMb();
      }
      timed(home, starts, 1).close();
      Arrays.sort(cost);
      report.row(
          String.format(Locale.ROOT, "%,d", events),
          number("%.2f", cost[turns / 2]),
          number("%.2f", cost[Math.min(turns - 1, turns * 99 / 100)]),
          number("%.2f", starts[0]),
          number("%.1f", indexed),
          number("%.2f", starts[1]),
          number("%.2f", rebuilt.getElapsedMs() / 1000.0),
          number("%.0f", memory),
          number("%.0f", ledger.peakMb()));
    }
  }

  /**
   * A turn waits a while for an index that is behind: those of a life that was just laid there are
   * no measure.
   */
  private static void awaitIndex(Channel ledger, int events) throws InterruptedException {
    LedgerServiceGrpc.LedgerServiceBlockingStub stub = LedgerServiceGrpc.newBlockingStub(ledger);
    SearchEventsRequest any =
        SearchEventsRequest.newBuilder().setQuery("shelf").setPageSize(1).build();
    while (Deadlines.within(Duration.ofSeconds(30), stub).searchEvents(any).getThroughEventId()
        < events) {
      Thread.sleep(50);
    }
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  private Child start(Path home, String service) throws IOException {
    return Child.start(
        home,
        home.resolve(service + ".log"),
        List.of(product.resolve("bin/service").toString(), service));
  }

  private Child timed(Path home, double[] seconds, int at) throws Exception {
    long begin = System.nanoTime();
    Child mind = start(home, "mind");
    ready(home, "mind", mind);
    seconds[at] = (System.nanoTime() - begin) / 1e9;
    return mind;
  }

  private static void ready(Path home, String service, Child child) throws Exception {
    try (MeshChannel channel = new MeshChannel(new Home(home), service, Role.CLI)) {
      Ready.await(service, channel.channel(), child, home);
    }
  }

  private static double turn(Channel mind, int n) {
    ConverseRequest request =
        ConverseRequest.newBuilder()
            .setRequestId(UUID.randomUUID().toString())
            .setSay(
                ConverseRequest.Say.newBuilder()
                    .setText("What about shelf " + 10 * n + ", Ana, the rain in Porto and bees?"))
            .build();
    long begin = System.nanoTime();
    List<ConverseResponse> parts = new ArrayList<>();
    Iterator<ConverseResponse> stream =
        ConversationServiceGrpc.newBlockingStub(mind).converse(request);
    stream.forEachRemaining(parts::add);
    if (parts.getLast().getFinished().getOutcome() != Outcome.OUTCOME_ANSWERED) {
      throw new AssertionError("no answer: " + parts.getLast());
    }
    return (System.nanoTime() - begin) / 1e6;
  }

  private static RebuildResponse rebuild(Channel mind) {
    RebuildResponse rebuilt =
        Deadlines.within(Duration.ofMinutes(5), MindServiceGrpc.newBlockingStub(mind))
            .rebuild(RebuildRequest.getDefaultInstance());
    if (!rebuilt.getProjectionHashBefore().equals(rebuilt.getProjectionHashAfter())) {
      throw new AssertionError("the mind is not what its events give: " + rebuilt);
    }
    return rebuilt;
  }
}
