package pmm.mindfile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.security.SecureRandomSpi;
import java.security.Security;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A process that is killed, that finds the disk full, or whose device fails, at each single call
 * with which it changes a file of a home: what it has acknowledged is there, and the rest is whole.
 */
@Tag("torture")
class EverySystemCallTest {
  private static final int NOTES = 3;

  /** What a child calls the copy that it makes: the one random name, since it draws only zeros. */
  private static final String UNFINISHED =
      "snapshots/mind.db.00000000-0000-4000-8000-000000000000.unfinished";

  private static final List<String> FILES =
      List.of(
          "mind.db",
          "mind.db-wal",
          "mind.db-shm",
          "mind.db-journal",
          "mind.db.new",
          "mind.db.restore",
          "mind.db.restore-journal",
          "heads.log",
          "home.id",
          "home.id.new",
          "snapshots",
          UNFINISHED,
          "");

  /** What the process does. */
  enum Act {
    /** The first events of a mind. */
    BIRTH,
    /** Events behind others, then a clean stop. */
    APPEND,
    /** All of an export into an empty home. */
    IMPORT,
    /** A copy beside a mind. */
    SNAPSHOT,
    /** An older state in the place of a mind. */
    RESTORE
  }

  /** How it is disturbed. */
  private enum Trouble {
    KILL(
        "write,pwrite64,fsync,fdatasync,ftruncate,fallocate,rename,unlink,openat,link",
        "signal=KILL",
        ""),
    FULL("write,pwrite64,ftruncate,fallocate", "error=ENOSPC", "+"),
    FAILING("fsync,fdatasync", "error=EIO", "+");

    private final String calls;
    private final String effect;
    private final String onwards;

    Trouble(String calls, String effect, String onwards) {
      this.calls = calls;
      this.effect = effect;
      this.onwards = onwards;
    }
  }

  /** Draws zeros, so that the names a process makes up can be told before it starts. */
  public static final class Zeros extends SecureRandomSpi {
    @Override
    protected void engineSetSeed(byte[] seed) {}

    @Override
    protected void engineNextBytes(byte[] bytes) {
      Arrays.fill(bytes, (byte) 0);
    }

    @Override
    protected byte[] engineGenerateSeed(int length) {
      return new byte[length];
    }
  }

  private static final class DrawsZeros extends Provider {
    private static final long serialVersionUID = 1;

    DrawsZeros() {
      super("DrawsZeros", "1", "draws zeros");
      put("SecureRandom.Zeros", Zeros.class.getName());
    }
  }

  /** The process: prints what is acknowledged, and how it was refused. */
  static final class Child {
    public static void main(String[] args) throws IOException {
      Path home = Path.of(args[1]);
      Security.insertProviderAt(new DrawsZeros(), 1);
      try {
        act(Act.valueOf(args[0]), home);
        System.out.println("done");
      } catch (MindFileException e) {
        System.out.println("refused " + e.reason());
      } catch (CompletionException e) {
        if (!(e.getCause() instanceof MindFileException refusal)) {
          throw e;
        }
        System.out.println("refused " + refusal.reason());
      }
    }

    private static void act(Act act, Path home) throws IOException {
      switch (act) {
        case BIRTH, APPEND -> {
          try (MindFile mind = MindFile.open(home, Options.defaults())) {
            for (int i = 0; i < NOTES; i++) {
              String words = "words ".repeat(1000 * (i % 2));
              mind.append(AppendRequest.of(Draft.of("note", words)))
                  .join()
                  .events()
                  .forEach(event -> System.out.println("event " + event.id() + " " + event.hash()));
            }
          }
        }
        case IMPORT ->
            System.out.println(
                "whole " + Minds.bringIn(home, home.resolveSibling("export.jsonl")).head());
        case SNAPSHOT ->
            System.out.println("made " + new Snapshots(home, Clock.systemUTC()).create().name());
        case RESTORE ->
            new Restorer(home, Options.defaults()).restore(home.resolveSibling("old.db"), "test");
      }
    }
  }

  @TempDir Path folder;

  private Path home = Path.of("");
  private Path original = Path.of("");

  @BeforeEach
  void prepare() throws Exception {
    boolean there =
        new ProcessBuilder("sh", "-c", "strace -f -e trace=write true 2>/dev/null")
                .start()
                .waitFor()
            == 0;
    assumeTrue(there, "to stop a process at each of its calls needs strace");
    home = folder.resolve("home");
    original = Files.createDirectory(folder.resolve("original"));
    Minds.write(original);
    Minds.export(original.resolve("mind.db"), folder.resolve("export.jsonl"));
    Files.copy(original.resolve("mind.db"), folder.resolve("old.db"));
    try (MindFile mind = MindFile.open(original, Options.defaults())) {
      mind.append(AppendRequest.of(Draft.of("note", "later"))).join();
    }
  }

  private void lay(Act act) throws IOException {
    empty(home);
    Files.createDirectories(home);
    if (act != Act.BIRTH && act != Act.IMPORT) {
      for (String name : List.of("mind.db", "heads.log", "home.id")) {
        Files.copy(original.resolve(name), home.resolve(name));
      }
      HomeId.carry(original.resolve("mind.db"), home.resolve("mind.db"));
    }
  }

  private static void empty(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  private List<String> run(Act act, Trouble trouble, List<String> options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("strace", "-f", "-qq"));
    if (trouble != Trouble.KILL) {
      // Faster; but at such a stop no signal can be sent.
      command.add("--seccomp-bpf");
    }
    FILES.forEach(name -> command.addAll(List.of("-P", home.resolve(name).toString())));
    command.addAll(
        List.of("-e", "trace=" + trouble.calls, "-o", folder.resolve("calls").toString()));
    command.addAll(options);
    command.addAll(ChildJvm.command(Child.class, act.name(), home));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), UTF_8).lines().toList();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    return lines;
  }

  /** How many such calls the busiest thread makes: each thread's are counted for themselves. */
  private int calls(Act act, Trouble trouble) throws IOException, InterruptedException {
    lay(act);
    List<String> lines = run(act, trouble, List.of("-y"));
    assertEquals("done", lines.getLast());
    List<String> calls = Files.readAllLines(folder.resolve("calls"));
    long copying = calls.stream().filter(call -> call.contains(UNFINISHED)).count();
    assertEquals(
        act == Act.SNAPSHOT || act == Act.RESTORE,
        copying > 0,
        () -> "%s %s: %d calls name %s".formatted(act, trouble, copying, UNFINISHED));
    Map<String, Integer> byThread = new HashMap<>();
    for (String line : calls) {
      byThread.merge(line.substring(0, line.indexOf(' ')), 1, Integer::sum);
    }
    return byThread.values().stream().max(Integer::compare).orElse(0);
  }

  @ParameterizedTest
  @EnumSource
  void leavesAWholeMindAtEachCall(Act act) throws IOException, InterruptedException {
    for (Trouble trouble : Trouble.values()) {
      int calls = calls(act, trouble);
      int tried = Math.min(calls, Torture.size(3, calls));
      Map<String, Integer> outcomes = new TreeMap<>();
      for (int i = 0; i < tried; i++) {
        int call = 1 + i * calls / tried;
        lay(act);
        List<String> lines =
            run(
                act,
                trouble,
                List.of(
                    "-e",
                    "inject=%s:%s:when=%d%s"
                        .formatted(trouble.calls, trouble.effect, call, trouble.onwards)));
        String end = lines.isEmpty() ? "" : lines.getLast();
        boolean said = end.equals("done") || end.startsWith("refused ");
        String what = "%s %s at call %d of %d: %s".formatted(act, trouble, call, calls, lines);
        assertTrue(said || trouble == Trouble.KILL, what);
        outcomes.merge(said ? end : "killed", 1, Integer::sum);
        check(act, lines, what);
      }
      Torture.report(
          "every system call", "%s, %s: %d of %d calls, %s", act, trouble, tried, calls, outcomes);
    }
  }

  private void check(Act act, List<String> lines, String what) throws IOException {
    Path file = home.resolve("mind.db");
    boolean acknowledged =
        lines.stream().anyMatch(l -> l.startsWith("event ") || l.startsWith("whole "));
    if (act == Act.BIRTH || act == Act.IMPORT) {
      assertTrue(Files.exists(file) || !acknowledged, what);
    } else {
      assertTrue(Files.exists(file), what);
    }
    try (MindFile mind = MindFile.open(home, Options.defaults())) {
      List<OpenNotice.Kind> notices = mind.notices().stream().map(OpenNotice::kind).toList();
      // What is imported was written elsewhere.
      assertTrue(
          notices.isEmpty()
              || (act == Act.IMPORT && notices.equals(List.of(OpenNotice.Kind.MOVED))),
          what + ": " + mind.notices());
      long events = mind.head().map(Head::id).orElse(0L);
      if (act == Act.IMPORT) {
        assertTrue(events == 0 || events == 10, what + ": " + events);
      }
      if (act == Act.RESTORE) {
        assertTrue(events == 11, what + ": " + events);
      }
      for (String line : lines) {
        if (line.startsWith("event ")) {
          String[] fields = line.split(" ", -1);
          Optional<Event> event = mind.get(Long.parseLong(fields[1]));
          assertEquals(fields[2], event.map(Event::hash).orElse(""), what);
        }
      }
      mind.append(AppendRequest.of(Draft.of("note", "goes on"))).join();
    }
    VerifyReport report = Minds.verify(file);
    assertEquals(0, report.exitCode(), () -> what + ": " + report);
    for (Snapshot snapshot : new Snapshots(home, Clock.systemUTC()).list()) {
      assertTrue(VerifiedCopy.check(snapshot.path()).events() > 0, what);
    }
  }
}
