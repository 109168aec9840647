package pmm.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmm.provider.scripted.ScriptedServer;

/** A key is in its one file and in the requests, and nowhere else. */
class SecretIT {

  private static final String KEY = "sk-marked-" + UUID.randomUUID();
  private static final List<String> SAID =
      List.of(
          "Hello", "!echokey", "!redirect", "!cut=2 !words=9", "!error=2 !words=9", "!status=500");
  private static final List<List<String>> SHOWN =
      List.of(
          List.of("model", "list", "--json"),
          List.of("network", "--json"),
          List.of("events", "list", "--json"),
          List.of("export", "--jsonl"),
          List.of("health"));

  @Test
  void keepsAKeyThatWasUsedInGoodAndFailingCalls(@TempDir Path folder) throws Exception {
    Path home = folder.resolve("home");
    Path seen = Files.createDirectory(folder.resolve("seen"));
    Path keyFile = Files.writeString(folder.resolve("key"), KEY);
    try (ScriptedServer model = ScriptedServer.start(0);
        Mesh mesh = Mesh.start(home)) {
      for (String api : List.of("openai", "anthropic")) {
        use(mesh, api, model.url() + (api.equals("openai") ? "/v1" : ""), keyFile, seen);
      }
      assertEquals(
          SAID.size() * 2L,
          model.requests().stream()
              .filter(request -> request.headers().toString().contains(KEY))
              .map(request -> request.path() + request.body())
              .distinct()
              .count(),
          "not every call has used the key: the test shows nothing");
      for (List<String> shown : SHOWN) {
        keep(seen, mesh.pmm(shown.toArray(String[]::new)));
      }
      for (String service : List.of("ui", "mind")) {
        dump(mesh.process(service), seen.resolve(service + ".hprof"));
      }
      processes(home, seen);
    }
    Files.delete(keyFile);
    List<Path> holding = holding(folder);
    assertTrue(
        holding.stream().allMatch(file -> file.startsWith(home.resolve("keys"))),
        () -> "the key is in " + holding);
    assertTrue(!holding.isEmpty(), "the key is not even in its own file: the search finds nothing");
  }

  private static void use(Mesh mesh, String api, String url, Path keyFile, Path seen)
      throws Exception {
    String id = "local:" + api;
    keep(
        seen,
        mesh.pmm("model", "add", id, "--api", api, "--url", url, "--key-file", keyFile.toString())
            .orFail());
    keep(seen, mesh.pmm("model", "use", id).orFail());
    for (String said : SAID) {
      keep(seen, mesh.pmm("chat", "-m", said));
    }
  }

  private static void keep(Path seen, Mesh.Result result) throws IOException {
    Path _ =
        Files.writeString(Files.createTempFile(seen, "said", ".txt"), result.out() + result.err());
  }

  private static void dump(ProcessHandle process, Path file) throws Exception {
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(process.pid()),
                "GC.heap_dump",
                file.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(jcmd.waitFor(2, TimeUnit.MINUTES), said);
    assertTrue(Files.exists(file) && Files.size(file) > 0, said);
  }

  /** What everyone on the machine may read of the processes of this home, and a little more. */
  private static void processes(Path home, Path seen) throws IOException {
    int found = 0;
    for (ProcessHandle process : ProcessHandle.allProcesses().toList()) {
      Path place = Path.of("/proc", Long.toString(process.pid()));
      try {
        String environment =
            Files.readString(place.resolve("environ"), StandardCharsets.ISO_8859_1);
        if (environment.contains(home.toString())) {
          String line = Files.readString(place.resolve("cmdline"), StandardCharsets.ISO_8859_1);
          Path _ =
              Files.writeString(
                  Files.createTempFile(seen, "process", ".txt"), environment + "\n" + line);
          found++;
        }
      } catch (IOException gone) {
        // It has ended meanwhile.
      }
    }
    // Four services and their four supervisors.
    assertTrue(found >= 8 || !Files.exists(Path.of("/proc/self")), "processes: " + found);
  }

  private static List<Path> holding(Path folder) throws Exception {
    Process grep = new ProcessBuilder("grep", "-rlaF", KEY, folder.toString()).start();
    List<Path> holding = new ArrayList<>();
    new String(grep.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
        .lines()
        .forEach(line -> holding.add(Path.of(line)));
    assertTrue(grep.waitFor(2, TimeUnit.MINUTES) && grep.exitValue() < 2, "grep failed");
    return holding;
  }
}
