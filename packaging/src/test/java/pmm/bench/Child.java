package pmm.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A process of the product, whose peak memory is looked at. */
final class Child implements AutoCloseable {

  private static final int LOOK_EVERY_MS = 5;

  private final Process process;

  private Child(Process process) {
    this.process = process;
  }

  /** Starts a program of the product over a home. */
  static Child start(Path home, Path log, List<String> command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "PMM_HOME", home.toString(),
                "PMM_LEDGER_PORT", "0",
                "PMM_MIND_PORT", "0",
                "PMM_PROVIDER_PORT", "0",
                "PMM_UI_PORT", "0"));
    return new Child(builder.start());
  }

  /**
   * What a command took.
   *
   * @param seconds from its start to its end
   * @param peakMb most resident memory, in MB
   */
  record Cost(double seconds, double peakMb) {}

  /** Runs a command to its end. */
  static Cost run(Path home, Path log, String... command) throws Exception {
    long start = System.nanoTime();
    try (Child child = start(home, log, List.of(command))) {
      double peak = 0;
      while (child.process.isAlive()) {
        peak = Math.max(peak, child.peakMb());
        Thread.sleep(LOOK_EVERY_MS);
      }
      if (child.process.exitValue() != 0) {
        throw new IOException(String.join(" ", command) + ": " + Files.readString(log));
      }
      return new Cost((System.nanoTime() - start) / 1e9, peak);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** The processor time that it has used so far, in seconds. */
  double cpuSeconds() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3;
  }

  /** The most memory that was resident so far, in MB; 0 once the process has ended. */
  double peakMb() throws IOException {
    return memoryMb("VmHWM");
  }

  /** A figure of its memory, in MB; 0 once the process has ended. */
  double memoryMb(String figure) throws IOException {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
        if (line.startsWith(figure + ":")) {
          return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0;
        }
      }
    } catch (NoSuchFileException ended) {
      return 0;
    } catch (IOException ended) {
      // A process that ends meanwhile cannot be read either.
      return 0;
    }
    return 0;
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    process.waitFor();
  }
}
