package pmm.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What was measured on. */
final class Machine {

  private Machine() {}

  static String describe(Path work) throws IOException, InterruptedException {
    String cpu =
        Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 2))
            .findFirst()
            .orElse("unknown");
    return String.join(
        ", ",
        List.of(
            cpu,
            Runtime.getRuntime().availableProcessors() + " cores",
            String.format(
                Locale.ROOT,
                "%.0f GB",
                Long.parseLong(Rival.output("awk '/MemTotal/ {print $2}' /proc/meminfo")) / 1e6),
            "Linux " + System.getProperty("os.version"),
            Rival.output("stat -f -c %T '" + work + "'")));
  }
}
