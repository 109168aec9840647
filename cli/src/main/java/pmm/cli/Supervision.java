package pmm.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import pmm.rpc.Home;

/**
 * The four supervisors of one home, each a {@code bin/supervise} of the product folder; see there
 * for the files they keep.
 */
final class Supervision {
  private static final String REFUSED = "78";
  private static final long LEFT_SECONDS = 10;

  private final Home home;
  private final @Nullable Path product;

  /**
   * @param home the home
   * @param product the product folder; null where the command runs alone, so that nothing can be
   *     started
   */
  Supervision(Home home, @Nullable Path product) {
    this.home = home;
    this.product = product;
  }

  /**
   * How one service is kept running.
   *
   * @param state what its supervisor last wrote: starting, running, waiting, stopped or refused;
   *     empty if it never ran
   * @param supervised whether that supervisor runs
   * @param process the service itself, if it runs
   * @param restarts how often it was started again
   * @param lastExit the exit code of its last end; empty if it never ended
   */
  record State(
      String state,
      boolean supervised,
      Optional<ProcessRecord> process,
      int restarts,
      String lastExit) {

    /** Whether it runs, yet nobody would start it again. */
    boolean unwatched() {
      return !supervised && process.isPresent();
    }

    /** Whether it ended for a reason that starting again cannot mend. */
    boolean refused() {
      return !supervised && state.equals("refused") && lastExit.equals(REFUSED);
    }
  }

  State state(Service service) {
    Path folder = folder(service);
    Map<String, String> told = new HashMap<>();
    for (String line : lines(folder.resolve("state"))) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        told.put(line.substring(0, equals), line.substring(equals + 1).strip());
      }
    }
    String restarts = told.getOrDefault("restarts", "");
    return new State(
        told.getOrDefault("state", ""),
        ProcessRecord.running(folder.resolve("supervisor.pid")).isPresent(),
        ProcessRecord.running(folder.resolve("child.pid")),
        restarts.matches("\\d{1,9}") ? Integer.parseInt(restarts) : 0,
        told.getOrDefault("last_exit", ""));
  }

  /** Whether any of the four runs or is kept running. */
  boolean anyRuns() {
    return Arrays.stream(Service.values())
        .map(this::state)
        .anyMatch(state -> state.supervised() || state.unwatched());
  }

  /** Whether all four are kept running. */
  boolean allRun() {
    return Arrays.stream(Service.values()).allMatch(service -> state(service).supervised());
  }

  /** Starts the supervisor of one service, out of the terminal's reach, and returns at once. */
  void start(Service service) {
    int exit = supervise("--detach", service);
    if (exit != 0) {
      throw Failure.notDone(
          "The supervisor of " + service.id() + " could not be started (exit " + exit + ")");
    }
  }

  /** Stops one service and its supervisor; false if they did not end in time. */
  boolean stop(Service service) {
    State state = state(service);
    return state.supervised()
        ? supervise("--stop", service) == 0
        : state
            .process()
            .flatMap(left -> ProcessHandle.of(left.pid()))
            .map(Supervision::end)
            .orElse(true);
  }

  /** Ends a service that its killed supervisor has left behind. */
  private static boolean end(ProcessHandle left) {
    try {
      left.destroy();
      left.onExit().orTimeout(LEFT_SECONDS, TimeUnit.SECONDS).join();
      return true;
    } catch (CompletionException late) {
      return left.destroyForcibly();
    }
  }

  /** The last lines that the service printed. */
  List<String> lastLines(Service service, int count) {
    List<String> log = lines(log(service)).stream().filter(line -> !line.isBlank()).toList();
    return log.subList(Math.max(0, log.size() - count), log.size());
  }

  /** The same, without those before its last start. */
  List<String> lastWords(Service service, int count) {
    List<String> lines = lastLines(service, count);
    for (int i = lines.size() - 1; i > 0; i--) {
      if (lines.get(i).contains(" Starting " + service.id() + " ")) {
        return lines.subList(i, lines.size());
      }
    }
    return lines;
  }

  Path log(Service service) {
    return home.root().resolve("logs").resolve(service.id() + ".log");
  }

  /** Where a service writes its pid, its address and its tokens. */
  private Path folder(Service service) {
    return home.runDir(service.id());
  }

  /** Where a service listens, or did when it last ran; empty if it never said so. */
  String address(Service service) {
    return String.join("", lines(folder(service).resolve("address"))).strip();
  }

  private int supervise(String act, Service service) {
    if (product == null) {
      throw Failure.notDone(
          "The folder of PMM is not known, so nothing can be started or stopped: run bin/pmm of an"
              + " installed PMM, or ./pmm in a clone");
    }
    try {
      ProcessBuilder builder =
          new ProcessBuilder("sh", product.resolve("bin/supervise").toString(), act, service.id())
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.INHERIT);
      builder.environment().put("PMM_HOME", home.root().toString());
      return builder.start().waitFor();
    } catch (IOException e) {
      throw Failure.notDone("sh could not be run: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.notDone("Interrupted while waiting for " + service.id());
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Arrays.asList(Files.readString(file, StandardCharsets.UTF_8).split("\n"));
    } catch (IOException e) {
      return List.of();
    }
  }
}
