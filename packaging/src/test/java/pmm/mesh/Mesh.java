package pmm.mesh;

import io.grpc.Channel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import pmm.rpc.Home;
import pmm.rpc.MeshChannel;
import pmm.rpc.Role;

/**
 * The four processes in a home folder of their own, started and stopped with the {@code pmm}
 * command of the product folder that the build has made.
 */
final class Mesh implements AutoCloseable {

  /** The services, in the order in which a person reads them. */
  static final List<String> SERVICES = List.of("ledger", "mind", "provider", "ui");

  private static final Duration COMMAND_LIMIT = Duration.ofMinutes(5);

  private final Path home;
  private final List<MeshChannel> channels = new ArrayList<>();

  private Mesh(Path home) {
    this.home = home;
  }

  /**
   * Starts a mesh.
   *
   * @param home an empty or an older home folder
   */
  static Mesh start(Path home) throws IOException, InterruptedException {
    Mesh mesh = new Mesh(home);
    mesh.pmm("start", "--no-open").orFail();
    return mesh;
  }

  /** Runs one {@code pmm} command against this home and waits for it. */
  Result pmm(String... arguments) throws IOException, InterruptedException {
    return run(home, arguments);
  }

  /** Runs one {@code pmm} command against any home and waits for it. */
  static Result run(Path home, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(product().resolve("bin/pmm").toString()));
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile("pmm", ".out");
    Path errors = Files.createTempFile("pmm", ".err");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(errors.toFile());
    builder.environment().putAll(environment(home));
    Process process = builder.start();
    process.getOutputStream().close();
    if (!process.waitFor(COMMAND_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException(command + " did not end within " + COMMAND_LIMIT);
    }
    Result result =
        new Result(
            command, process.exitValue(), Files.readString(output), Files.readString(errors));
    Files.delete(output);
    Files.delete(errors);
    return result;
  }

  /**
   * Begins one {@code pmm} command against this home, and does not wait for it. Ctrl-C is for it to
   * heed, also where the tests themselves run in the background: who ignores it there leaves that
   * to all whom it starts, and a Java keeps to it.
   */
  Process begin(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of("env", "--default-signal=INT", product().resolve("bin/pmm").toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().putAll(environment(home));
    Process process = builder.start();
    process.getOutputStream().close();
    return process;
  }

  /** Sends a process what Ctrl-C sends. */
  static void interrupt(Process process) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("sh", "-c", "kill -INT " + process.pid()).start();
    if (kill.waitFor() != 0) {
      throw new IOException("process " + process.pid() + " is gone");
    }
  }

  /** A channel to one service, as the {@code pmm} command would open it. */
  Channel channel(String service) {
    return channel(service, Role.CLI);
  }

  /** A channel to one service with another caller's token. */
  Channel channel(String service, Role role) {
    MeshChannel channel = new MeshChannel(new Home(home), service, role);
    channels.add(channel);
    return channel.channel();
  }

  /** The process of one service, once it runs: it may be starting again. */
  ProcessHandle process(String service) throws IOException {
    Path pid = home.resolve("run").resolve(service).resolve("pid");
    for (int tries = 0; tries < 300; tries++) {
      try {
        Optional<ProcessHandle> process =
            ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()));
        if (process.isPresent()) {
          return process.get();
        }
      } catch (NoSuchFileException notYet) {
        // It has not said so yet.
      }
      CompletableFuture.runAsync(
              () -> {}, CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS))
          .join();
    }
    throw new IOException(service + " does not run");
  }

  /** Ends a process as a power cut would, and returns once it is gone. */
  static void kill(ProcessHandle process) {
    process.destroyForcibly();
    process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
  }

  /** The home folder. */
  Path home() {
    return home;
  }

  /** The one file. */
  Path mindDb() {
    return home.resolve("mind.db");
  }

  /** Stops the four processes; the file stays. */
  @Override
  public void close() {
    channels.forEach(MeshChannel::close);
    try {
      pmm("stop").orFail();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Path product() {
    return Path.of(System.getProperty("pmm.product", "target/pmm")).toAbsolutePath();
  }

  private static Map<String, String> environment(Path home) {
    Map<String, String> environment = new HashMap<>();
    environment.put("PMM_HOME", home.toString());
    for (String service : SERVICES) {
      environment.put("PMM_" + service.toUpperCase(java.util.Locale.ROOT) + "_PORT", "0");
    }
    return environment;
  }

  /**
   * What one command did.
   *
   * @param command the words of it
   * @param exit its exit code
   * @param out what it wrote to standard output
   * @param err what it wrote to standard error
   */
  record Result(List<String> command, int exit, String out, String err) {

    /** Returns itself if the command succeeded, and fails with what it said otherwise. */
    Result orFail() {
      if (exit != 0) {
        throw new AssertionError(command + " ended with " + exit + "\n" + out + err);
      }
      return this;
    }

    /** The bytes of standard output. */
    byte[] bytes() {
      return out.getBytes(StandardCharsets.UTF_8);
    }
  }
}
