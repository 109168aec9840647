package pmm.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static pmm.ledger.LedgerExtension.draft;
import static pmm.ledger.LedgerExtension.request;

import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pmm.ledger.v1.Event;
import pmm.ledger.v1.GetEventRequest;
import pmm.ledger.v1.LedgerServiceGrpc;
import pmm.ledger.v1.LedgerServiceGrpc.LedgerServiceBlockingStub;
import pmm.ledger.v1.VerifyLedgerRequest;
import pmm.ledger.v1.VerifyLedgerResponse;
import pmm.ledger.v1.VerifyResult.Verdict;
import pmm.rpc.Home;
import pmm.rpc.MeshChannel;
import pmm.rpc.Role;
import pmm.rpc.ServiceMain;

/** The real process: refused, stopped and killed. */
@Timeout(120)
class LedgerProcessTest {
  private static final int CALLERS = 256;
  private static final int ACKNOWLEDGED_BEFORE_THE_KILL = 1_500;

  @TempDir Path folder;

  @Test
  void losesNothingAcknowledgedWhenKilledUnder256Callers() throws Exception {
    Map<Long, String> acknowledged = new ConcurrentHashMap<>();
    CountDownLatch enough = new CountDownLatch(ACKNOWLEDGED_BEFORE_THE_KILL);
    try (Child child = new Child(home("kill"));
        MeshChannel channel = child.channel(Role.MIND)) {
      LedgerServiceBlockingStub stub = LedgerServiceGrpc.newBlockingStub(channel.channel());
      try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<?>> callers = new ArrayList<>();
        for (int caller = 0; caller < CALLERS; caller++) {
          String words = "caller " + caller;
          callers.add(pool.submit(() -> appendUntilCut(stub, words, acknowledged, enough)));
        }
        enough.await();
        child.process.destroyForcibly().waitFor();
        for (Future<?> caller : callers) {
          caller.get();
        }
      }
    }
    assertTrue(acknowledged.size() >= ACKNOWLEDGED_BEFORE_THE_KILL);
    try (Child child = new Child(home("kill"));
        MeshChannel channel = child.channel(Role.CLI)) {
      LedgerServiceBlockingStub stub = LedgerServiceGrpc.newBlockingStub(channel.channel());
      acknowledged.forEach((id, hash) ->
          assertEquals(
              hash,
              stub.getEvent(GetEventRequest.newBuilder().setEventId(id).build())
                  .getEvent()
                  .getHash()));
      assertEquals(Verdict.VERDICT_WHOLE, verdict(stub));
    }
  }

  private static void appendUntilCut(
      LedgerServiceBlockingStub stub,
      String words,
      Map<Long, String> acknowledged,
      CountDownLatch enough) {
    try {
      while (true) {
        Event stored = stub.appendEvents(request(draft("user_message", words))).getEvents(0);
        acknowledged.put(stored.getEventId(), stored.getHash());
        enough.countDown();
      }
    } catch (StatusRuntimeException killed) {
      // What was not answered may or may not be stored.
    }
  }

  private static Verdict verdict(LedgerServiceBlockingStub stub) {
    VerifyLedgerResponse[] last = new VerifyLedgerResponse[1];
    stub.verifyLedger(VerifyLedgerRequest.getDefaultInstance())
        .forEachRemaining(message -> last[0] = message);
    return last[0].getResult().getVerdict();
  }

  @Test
  void refusesASecondOpenerWithThePidOfTheFirst() throws Exception {
    try (Child first = new Child(home("two"))) {
      first.awaitAddress();
      Child second = new Child(home("two"));
      assertEquals(ServiceMain.EXIT_CONFIGURATION, second.exitCode());
      assertTrue(second.log().contains(Long.toString(first.process.pid())), second.log());
      assertTrue(Files.exists(home("two").runDir("ledger").resolve("address")));
    }
  }

  @Test
  void leavesOneSingleFileWhenToldToStop() throws Exception {
    Home home = home("stop");
    try (Child child = new Child(home);
        MeshChannel channel = child.channel(Role.MIND)) {
      LedgerServiceBlockingStub stub = LedgerServiceGrpc.newBlockingStub(channel.channel());
      assertEquals(
          2, stub.appendEvents(request(draft("user_message", "one"))).getEvents(0).getEventId());
      child.process.destroy();
      assertEquals(0, child.exitCode());
      assertTrue(child.log().contains("Stopped ledger"), child.log());
    }
    assertTrue(Files.exists(home.file("mind.db")));
    for (String companion : List.of("mind.db-wal", "mind.db-shm", "mind.db.lock")) {
      assertFalse(Files.exists(home.file(companion)), companion);
    }
    assertFalse(Files.exists(home.runDir("ledger").resolve("address")));
  }

  @Test
  void refusesWhatIsNoMindFileWithoutTouchingIt() throws Exception {
    Home home = home("text");
    Files.createDirectories(home.root());
    Files.writeString(home.file("mind.db"), "Dear diary");
    Child child = new Child(home);
    assertEquals(ServiceMain.EXIT_CONFIGURATION, child.exitCode());
    assertTrue(child.log().contains("mind.db"), child.log());
    assertEquals("Dear diary", Files.readString(home.file("mind.db")));
  }

  @Test
  void refusesAPortThatIsNoNumber() throws Exception {
    Child child = new Child(home("port"), Map.of("PMM_LEDGER_PORT", "many"));
    assertEquals(ServiceMain.EXIT_CONFIGURATION, child.exitCode());
    assertTrue(child.log().contains("many"), child.log());
  }

  private Home home(String name) {
    return new Home(folder.resolve(name));
  }

  /** A ledger process of its own. */
  private static final class Child implements AutoCloseable {
    private final Home home;
    private final Process process;
    private final Path log;

    Child(Home home) throws IOException {
      this(home, Map.of());
    }

    Child(Home home, Map<String, String> environment) throws IOException {
      this.home = home;
      this.log = Files.createTempFile(home.root().getParent(), "ledger", ".log");
      ProcessBuilder builder =
          new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "--enable-native-access=ALL-UNNAMED",
              "--sun-misc-unsafe-memory-access=allow",
              "-XX:+UseSerialGC",
              "-XX:TieredStopAtLevel=1",
              "-cp",
              System.getProperty("java.class.path"),
              Main.class.getName());
      builder.environment().put("PMM_HOME", home.root().toString());
      builder.environment().put("PMM_LEDGER_PORT", "0");
      builder.environment().putAll(environment);
      process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    }

    MeshChannel channel(Role role) throws IOException {
      awaitAddress();
      return new MeshChannel(home, "ledger", role);
    }

    /** A killed process leaves its address behind, so it counts only beside the pid of this one. */
    void awaitAddress() throws IOException {
      Path run = home.runDir("ledger");
      while (!(Files.exists(run.resolve("address"))
          && Files.readString(log).contains("Started ledger"))) {
        assertTrue(process.isAlive(), log());
        Thread.onSpinWait();
      }
    }

    int exitCode() throws InterruptedException {
      assertTrue(process.waitFor(30, TimeUnit.SECONDS));
      return process.exitValue();
    }

    String log() throws IOException {
      return Files.readString(log);
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }
}
