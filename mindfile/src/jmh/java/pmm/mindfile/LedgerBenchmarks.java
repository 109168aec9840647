package pmm.mindfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What one event of 400 + 100 bytes costs to hash, to append in a full request, and to verify. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class LedgerBenchmarks {
  private static final int SCANNED = 50_000;
  private static final String CONTENT = "x".repeat(400);
  private static final String META = "{\"a\":\"" + "x".repeat(92) + "\"}";

  private final HashChain chain = new HashChain();
  private final byte[] salt = new byte[HashChain.SALT_BYTES];
  private final byte[] hash = new byte[32];
  private final byte[] kind = Texts.utf8("user_message");
  private final byte[] content = Texts.utf8(CONTENT);
  private final byte[] meta = Texts.utf8(META);
  private final AppendRequest request;
  private Path home = Path.of("");
  private MindFile mind;
  private ChunkCheck chunk;

  /** Makes a request of as many events as one may hold. */
  public LedgerBenchmarks() {
    Draft[] drafts = new Draft[Limits.REQUEST_EVENTS];
    Arrays.fill(drafts, new Draft("user_message", CONTENT, META));
    request = AppendRequest.of(drafts);
  }

  @Setup(Level.Trial)
  public void fill() throws IOException, SQLException {
    home = Files.createTempDirectory("jmh-mind");
    mind = MindFile.open(home, Options.defaults());
    for (int i = 0; i < SCANNED / Limits.REQUEST_EVENTS; i++) {
      mind.append(request).join();
    }
    chunk = new ChunkCheck(mind.path(), Sqlite.reader(mind.path()));
  }

  @TearDown(Level.Trial)
  public void remove() throws IOException, SQLException {
    chunk.close();
    mind.close();
    try (Stream<Path> files = Files.walk(home)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.delete(file);
      }
    }
  }

  @Benchmark
  public byte[] hash() {
    return chain.eventHash(
        1_000_000,
        1_763_823_348_123L,
        kind,
        chain.contentCommitment(salt, content),
        chain.metaCommitment(salt, meta),
        hash);
  }

  @Benchmark
  @OperationsPerInvocation(Limits.REQUEST_EVENTS)
  public AppendResult append() {
    return mind.append(request).join();
  }

  @Benchmark
  @OperationsPerInvocation(SCANNED)
  public Object scan() throws SQLException {
    return chunk.check(1, SCANNED, null, new TreeSet<>());
  }
}
