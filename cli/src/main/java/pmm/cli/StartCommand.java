package pmm.cli;

import io.grpc.StatusRuntimeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import pmm.rpc.Config;

/** Starts the four processes, waits until all are ready, and opens the page. */
@Command(
    footer = {
      "  pmm start",
      "  pmm start --no-open",
      "  PMM_UI_PORT=3100 pmm --home ~/other-mind start"
    })
final class StartCommand implements Callable<Integer> {
  private static final long PATIENCE_SECONDS = 120;
  private static final long GLANCE_MILLIS = 100;
  private static final int HOPELESS_RESTARTS = 4;
  private static final int LAST_WORDS = 8;

  private final Shell shell;
  private final Screen screen;

  @Option(names = "--no-open", description = "Do not open the browser.")
  boolean noOpen;

  @Option(names = "--foreground", description = "Stay, and stop PMM at Ctrl-C.")
  boolean foreground;

  StartCommand(Shell shell) {
    this.shell = shell;
    this.screen = shell.screen();
  }

  @Override
  public Integer call() throws InterruptedException {
    Supervision supervision = shell.supervision();
    boolean ran = supervision.allRun();
    if (!ran) {
      Set<Service> missing = EnumSet.allOf(Service.class);
      missing.removeIf(service -> supervision.state(service).supervised());
      checkHome();
      missing.stream()
          .filter(service -> supervision.state(service).unwatched())
          .forEach(service -> repair(supervision, service));
      checkPorts(missing);
      missing.forEach(supervision::start);
    }
    awaitReady(supervision, ran);
    welcome(ran);
    if (foreground) {
      stay();
    }
    return ExitCode.DONE;
  }

  /** A service that cannot write would only be started again and again. */
  private void checkHome() {
    Path home = shell.homeFolder();
    Path there = home;
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    for (Path path :
        List.of(there, home.resolve("run"), home.resolve("logs"), home.resolve("mind.db"))) {
      if (Files.exists(path) && !Files.isWritable(path)) {
        throw Failure.notDone(
            path + " cannot be written: make it writable or choose another home with --home");
      }
    }
    if (!Files.isDirectory(there)) {
      throw Failure.notDone(there + " is no folder (expected: one to make " + home + " in)");
    }
  }

  /** What no supervisor watches holds its port and its lock, so it makes room for a watched one. */
  private void repair(Supervision supervision, Service service) {
    supervision.stop(service);
    screen.say("Repaired: the " + service.id() + " was not watched and is started again.");
  }

  /** Moves nothing: a port that is taken is named with its owner, and the person decides. */
  private void checkPorts(Set<Service> services) {
    Config config = shell.config();
    for (Service service : services) {
      int port = Ports.configured(service, config);
      if (!Ports.isFree(port)) {
        throw Failure.notDone(
            "Port %d, where the %s listens, is taken by %s. Nothing was started. End that program, or choose another port: %s=%d %s"
                .formatted(
                    port,
                    service.id(),
                    Ports.owner(port).orElse("another program"),
                    service.portVariable(),
                    Ports.other(port),
                    shell.commandLine("start")));
      }
    }
  }

  private void awaitReady(Supervision supervision, boolean ran) throws InterruptedException {
    long start = System.nanoTime();
    Map<Service, Mesh.Health> health = new EnumMap<>(Service.class);
    Map<Service, Integer> restartsBefore = new EnumMap<>(Service.class);
    for (Service service : Service.values()) {
      restartsBefore.put(service, ran ? supervision.state(service).restarts() : 0);
    }
    while (true) {
      for (Service service : Service.values()) {
        if (health.get(service) != Mesh.Health.READY) {
          health.put(service, shell.mesh().health(service));
        }
        if (health.get(service) == Mesh.Health.SILENT) {
          checkThatItMayCome(supervision, service, restartsBefore.getOrDefault(service, 0));
        }
      }
      if (health.values().stream().allMatch(Mesh.Health.READY::equals)) {
        screen.clearProgress();
        return;
      }
      long seconds = (System.nanoTime() - start) / 1_000_000_000;
      if (seconds > PATIENCE_SECONDS) {
        throw Failure.notDone(
            "PMM started, but after "
                + PATIENCE_SECONDS
                + " s not all of it is ready: "
                + words(health)
                + ". See: "
                + shell.commandLine("logs"));
      }
      screen.progress("Starting: " + words(health) + (seconds > 3 ? "  " + seconds + " s" : ""));
      Thread.sleep(GLANCE_MILLIS);
    }
  }

  private static String words(Map<Service, Mesh.Health> health) {
    return health.entrySet().stream()
        .map(entry ->
            entry.getKey().id() + " " + (entry.getValue() == Mesh.Health.READY ? "✓" : "…"))
        .collect(Collectors.joining("  "));
  }

  private void checkThatItMayCome(Supervision supervision, Service service, int restartsBefore) {
    Supervision.State state = supervision.state(service);
    if (state.refused()) {
      throw lastWords(supervision, service, "cannot run and was not tried again");
    }
    if (state.restarts() - restartsBefore >= HOPELESS_RESTARTS) {
      throw lastWords(
          supervision,
          service,
          "ended " + state.restarts() + " times, last with exit " + state.lastExit());
    }
  }

  private Failure lastWords(Supervision supervision, Service service, String what) {
    String words =
        supervision.lastWords(service, LAST_WORDS).stream()
            .map(line -> "  " + Text.safe(line))
            .collect(Collectors.joining("\n"));
    return Failure.notDone(
        "The %s %s. Its last words:\n%s\nThe other services wait for it. Stop them with: %s"
            .formatted(service.id(), what, words, shell.commandLine("stop")));
  }

  private void welcome(boolean ran) {
    Browser browser = new Browser(shell);
    String address;
    try {
      address = browser.loginAddress();
    } catch (StatusRuntimeException e) {
      throw Problems.explain(e, shell);
    }
    screen.result(
        (ran ? "PMM is already running at " : "PMM is running at ") + Browser.plain(address));
    Doubts.tell(shell);
    if (!noOpen && !browser.open(address)) {
      screen.say(
          "No browser could be opened from here. This prints an address that lets one in: "
              + shell.commandLine("open --print"));
    }
  }

  private void stay() throws InterruptedException {
    screen.say("Ctrl-C stops it.");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> new StopCommand(shell).call(), "stop"));
    Supervision supervision = shell.supervision();
    CountDownLatch never = new CountDownLatch(1);
    while (Arrays.stream(Service.values()).anyMatch(s -> supervision.state(s).supervised())) {
      never.await(1, java.util.concurrent.TimeUnit.SECONDS);
    }
  }
}
