package pmm.bench;

import io.grpc.Channel;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import pmm.rpc.Role;

/**
 * Measures the way to a model against another gateway in one run, and writes its page of figures.
 */
final class GatewayBench {

  private static final String TITLE = "# What the way to a model costs";

  private GatewayBench() {}

  /**
   * Measures.
   *
   * @param arguments an empty folder to work in, the product folder, the page to write, "full" or
   *     "small", the folder that the other gateway is installed in or "-", the flag that names the
   *     native libraries
   */
  public static void main(String[] arguments) throws Exception {
    Path work = Path.of(arguments[0]);
    Path product = Path.of(arguments[1]);
    Size size = Size.of(arguments[3]);
    boolean rivalled = !arguments[4].equals("-");
    Report report = new Report();
    head(report, work, arguments[3], rivalled);
    new MeshStart(work, product, arguments[5], size.starts(), report).run();
    try (Upstream upstream = new Upstream(Lanes.COUNT);
        FourServices mesh = FourServices.start(work.resolve("home"), product);
        Way bare = new SseWay(upstream::port, lane -> "");
        Way alone = new GenerateWay(mesh.channel("provider", Role.MIND))) {
      Lanes.add(mesh.channel("provider", Role.CLI), upstream);
      try (Way whole = new PageWay(mesh.channel("ui", Role.CLI))) {
        Contender model = new Contender("the model itself", bare, () -> 0);
        Contender gateway =
            new Contender("provider-gateway alone", alone, () -> mesh.cpuSeconds("provider"));
        Contender path =
            new Contender(
                "the whole path", whole, () -> mesh.cpuSeconds("ledger", "mind", "provider", "ui"));
        Channel ledger = mesh.channel("ledger", Role.OTHER);
        if (rivalled) {
          try (Portkey portkey = Portkey.start(work, Path.of(arguments[4]));
              Way rival = portkey.way(upstream)) {
            Contender other = new Contender("@portkey-ai/gateway", rival, portkey::cpuSeconds);
            new Answers(model, Optional.of(other), gateway, path).run(size, report, ledger);
          }
        } else {
          new Answers(model, Optional.empty(), gateway, path).run(size, report, ledger);
        }
        new Leaving(size, report, upstream).run(whole, alone);
      }
    }
    report.write(Path.of(arguments[2]));
    // What the measuring left open needs no farewell.
    System.exit(0);
  }

  private static void head(Report report, Path work, String size, boolean rivalled)
      throws Exception {
    report.line(TITLE);
    report.line("");
    report.line(
        "Written by `./build bench gateway --size %s` on %s; not to be edited by hand."
            .formatted(size, LocalDate.now(ZoneOffset.UTC)));
    report.line("");
    report.line("- Machine: " + Machine.describe(work));
    report.line("- Java " + Runtime.version() + ", each service with the flags of the product");
    report.line(
        rivalled
            ? "- Rival: @portkey-ai/gateway 1.15.2 from npm with @hono/node-server 1.13.8 (with the"
                + " newest that its range takes in, 1.19.19, it answers every stream with status"
                + " 500), Node "
                + Rival.output("node --version")
                + ". It waits 25 ms before the first word of each stream."
            : "- Rival: none; npm could not fetch @portkey-ai/gateway 1.15.2, so there are no"
                + " ratios to it");
    report.line(
        "- Method: the model is a stand-in in the measuring process that speaks OpenAI's chat"
            + " format at "
            + Lanes.COUNT
            + " ports, as one address takes two calls at a time. All ways take turns in one run,"
            + " over kept HTTP/1.1 connections (Generate: one gRPC channel); the whole path is the"
            + " page's own call, gRPC-Web through ui-gateway, mind-service and provider-gateway,"
            + " each question in a new conversation, with every event of it durable. All are warmed"
            + " up by bursts first. Processor time is that of the gateway's processes"
            + " (/proc/PID/stat).");
  }
}
