package pmm.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Whether the caches that make starts quick are used. A cache that fits no more, as a jar or the
 * Java beside it was changed, is passed over by the JVM without a word.
 */
final class StartCaches {
  private static final String WHAT = "start caches";
  private static final long SECONDS = 20;

  /** The JVM loads the program and its cache, refuses where the cache does not fit, and ends. */
  private static final String ONLY_LOAD = "-XX:AOTMode=on --dry-run";

  private final Path product;

  /**
   * @param product the product folder, with bin and perhaps aot
   */
  StartCaches(Path product) {
    this.product = product;
  }

  DoctorCheck check() {
    String train = product.resolve("bin/train").toString();
    if (!Files.isDirectory(product.resolve("aot"))) {
      return DoctorCheck.note(
          WHAT,
          "none; starts take about half as long with them.",
          "make them with: " + train,
          "none");
    }
    List<String> unused = new ArrayList<>();
    try {
      Path scratch = Files.createTempDirectory("pmm-doctor");
      try {
        for (Service service : Service.values()) {
          if (!loads(scratch, List.of("sh", bin("service"), service.id()))) {
            unused.add(service.id());
          }
        }
        if (!loads(scratch, List.of("sh", bin("pmm")))) {
          unused.add("pmm");
        }
        if (!loads(scratch, List.of("sh", bin("pmm"), "verify"))) {
          unused.add("pmm verify");
        }
      } finally {
        // What bin/service makes before it runs.
        Files.deleteIfExists(scratch.resolve("logs"));
        Files.deleteIfExists(scratch);
      }
    } catch (IOException e) {
      return DoctorCheck.note(WHAT, "cannot be looked at: " + e.getMessage() + ".");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return DoctorCheck.note(WHAT, "the look at them was interrupted.");
    }
    return unused.isEmpty()
        ? DoctorCheck.good(WHAT, "in use.")
        : DoctorCheck.bad(
            WHAT,
            "not used, as they do not fit this Java or these files: "
                + String.join(", ", unused)
                + ".",
            "make them anew: " + train,
            "unused");
  }

  private String bin(String name) {
    return product.resolve("bin").resolve(name).toString();
  }

  private static boolean loads(Path home, List<String> command)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    Map<String, String> environment = builder.environment();
    environment.put("PMM_HOME", home.toString());
    environment.put("PMM_JAVA_OPTS", ONLY_LOAD);
    Process process = builder.start();
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      return false;
    }
    return process.exitValue() == 0;
  }
}
