package pmm.mind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pmm.ledger.v1.GetProjectionRequest;
import pmm.ledger.v1.LedgerServiceGrpc;
import pmm.ledger.v1.LedgerServiceGrpc.LedgerServiceBlockingStub;
import pmm.ledger.v1.Projection;
import pmm.ledger.v1.PutProjectionRequest;
import pmm.mind.v1.GetMindRequest;
import pmm.mind.v1.RebuildRequest;
import pmm.mind.v1.RebuildResponse;
import pmm.rpc.Role;

/** What the mind is follows from its events alone: what was stored of it can always be replaced. */
@Timeout(60)
class RebuildTest {
  @TempDir Path folder;

  @Test
  void aSoundMindIsWhatItWas() {
    try (MindFixture mesh = new MindFixture(folder).start()) {
      mesh.say("", "Your name is Ada.");

      RebuildResponse rebuilt = rebuild(mesh);

      assertEquals(rebuilt.getProjectionHashBefore(), rebuilt.getProjectionHashAfter());
      assertEquals(mesh.events().size(), rebuilt.getThroughEventId());
      assertEquals("Ada", name(mesh));
    }
  }

  @Test
  void whoAsksMeanwhileIsToldToWaitAndNothingIsLost() throws Exception {
    try (MindFixture mesh = new MindFixture(folder).start();
        ExecutorService beside = Executors.newVirtualThreadPerTaskExecutor()) {
      mesh.say("", "Your name is Ada.");
      List<Future<RebuildResponse>> rebuilds =
          Stream.generate(() -> beside.submit(() -> once(() -> rebuild(mesh)))).limit(3).toList();

      once(() -> mesh.say("", "Your name is Eve."));

      for (Future<RebuildResponse> each : rebuilds) {
        RebuildResponse rebuilt = each.get();
        assertEquals(rebuilt.getProjectionHashBefore(), rebuilt.getProjectionHashAfter());
      }
      RebuildResponse last = once(() -> rebuild(mesh));
      assertEquals(last.getProjectionHashBefore(), last.getProjectionHashAfter());
      assertEquals(mesh.events().size(), last.getThroughEventId());
      assertEquals("Eve", once(() -> name(mesh)));
    }
  }

  /** Asks until the mind answers: while it is rebuilt it says that it does not. */
  private static <T> T once(Supplier<T> asked) {
    while (true) {
      try {
        return asked.get();
      } catch (StatusRuntimeException e) {
        assertEquals(Status.Code.UNAVAILABLE, e.getStatus().getCode(), e.getMessage());
      }
    }
  }

  @Test
  void aDamagedSnapshotIsReplacedByWhatTheEventsGive() {
    try (MindFixture mesh = new MindFixture(folder).start()) {
      mesh.say("", "Your name is Ada.");
      mesh.stopMind();
      damage(mesh);
      mesh.start();
      assertEquals("Eve", name(mesh));

      RebuildResponse rebuilt = rebuild(mesh);

      assertNotEquals(rebuilt.getProjectionHashBefore(), rebuilt.getProjectionHashAfter());
      assertEquals("Ada", name(mesh));
      // At once, not at the next orderly stop: there may be none.
      LedgerServiceBlockingStub ledger = ledger(mesh);
      while (!stored(ledger, 0).getValueJson().contains("\"name\":\"Ada\"")) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void aSnapshotWhoseRowsAreSwappedKeepsNoMindFromStarting() throws IOException {
    try (MindFixture mesh = new MindFixture(folder).start()) {
      mesh.say("", "Your name is Ada.");
      mesh.stopMind();
      LedgerServiceBlockingStub ledger = ledger(mesh);
      int number = 0;
      Projection part;
      do {
        part = stored(ledger, ++number);
      } while (!part.getValueJson().contains("\"conversations\":"));
      ObjectNode wrong = (ObjectNode) new JsonMapper().readTree(part.getValueJson());
      ArrayNode rows = (ArrayNode) wrong.path("conversations");
      assertEquals(3, rows.size());
      rows.add(rows.remove(1));
      put(ledger, part, wrong.toString());

      mesh.start();

      assertEquals("Ada", name(mesh));
      RebuildResponse rebuilt = rebuild(mesh);
      assertEquals(rebuilt.getProjectionHashBefore(), rebuilt.getProjectionHashAfter());
    }
  }

  private static void damage(MindFixture mesh) {
    LedgerServiceBlockingStub ledger = ledger(mesh);
    Projection stored = stored(ledger, 0);
    String wrong = stored.getValueJson().replace("\"name\":\"Ada\"", "\"name\":\"Eve\"");
    assertNotEquals(stored.getValueJson(), wrong);
    put(ledger, stored, wrong);
  }

  private static void put(LedgerServiceBlockingStub ledger, Projection stored, String wrong) {
    ledger.putProjection(
        PutProjectionRequest.newBuilder()
            .setProjection(stored.toBuilder().setValueJson(wrong))
            .build());
  }

  private static LedgerServiceBlockingStub ledger(MindFixture mesh) {
    return LedgerServiceGrpc.newBlockingStub(mesh.channel("ledger", Role.MIND));
  }

  private static Projection stored(LedgerServiceBlockingStub ledger, int part) {
    return ledger
        .getProjection(GetProjectionRequest.newBuilder().setKey("mind." + part).build())
        .getProjection();
  }

  private static RebuildResponse rebuild(MindFixture mesh) {
    return mesh.mind().rebuild(RebuildRequest.getDefaultInstance());
  }

  private static String name(MindFixture mesh) {
    return mesh.mind().getMind(GetMindRequest.getDefaultInstance()).getMind().getName();
  }
}
