package pmm.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static pmm.ledger.LedgerExtension.draft;
import static pmm.ledger.Refusals.assertRefused;

import io.grpc.Context;
import io.grpc.Context.CancellableContext;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import pmm.ledger.store.LedgerReason;
import pmm.ledger.v1.Event;
import pmm.ledger.v1.WatchEventsRequest;
import pmm.ledger.v1.WatchEventsResponse;
import pmm.rpc.Role;
import pmm.rpc.RpcReason;

@Timeout(60)
class WatchEventsTest {
  @RegisterExtension final LedgerExtension ledger = new LedgerExtension();

  @Test
  void sendsHistoryThenLevelThenNews() {
    Event old = ledger.say("old");

    try (Watch watch = new Watch(WatchEventsRequest.newBuilder())) {
      assertEquals(1, watch.next().getEvent().getEventId());
      assertEquals(old, watch.next().getEvent());
      assertEquals(old.getEventId(), watch.next().getLevelEventId());
      Event news = ledger.say("news");
      assertEquals(news, watch.next().getEvent());
    }
  }

  @Test
  void isLevelAtOnceWithAnEmptyLedger() {
    try (Watch watch = new Watch(WatchEventsRequest.newBuilder())) {
      WatchEventsResponse level = watch.next();
      assertTrue(level.hasLevelEventId());
      assertEquals(0, level.getLevelEventId());
      ledger.say("first");
      assertEquals(1, watch.next().getEvent().getEventId());
    }
  }

  @Test
  void resumesAfterTheLastIdWithSomeKindsOnly() {
    Event seen = ledger.say("seen");
    ledger.append(draft("conversation_renamed", "title"));
    Event missed = ledger.say("missed");

    try (Watch watch =
        new Watch(
            WatchEventsRequest.newBuilder()
                .setAfterEventId(seen.getEventId())
                .addKinds("user_message"))) {
      assertEquals(missed, watch.next().getEvent());
      assertEquals(missed.getEventId(), watch.next().getLevelEventId());
      ledger.append(draft("conversation_renamed", "another"));
      assertEquals("live", ledger.say("live").getContent());
      assertEquals("live", watch.next().getEvent().getContent());
    }
    assertRefused(
        LedgerReason.INVALID,
        () -> new Watch(WatchEventsRequest.newBuilder().setAfterEventId(-1)).next());
  }

  @Test
  void sendsTheSameInBatchesThatAnyClientTakes() {
    for (int i = 0; i < 20; i++) {
      ledger.say("long ".repeat(30_000));
      ledger.say("short");
    }
    List<Event> single = new ArrayList<>();
    try (Watch watch = new Watch(WatchEventsRequest.newBuilder())) {
      for (WatchEventsResponse next = watch.next(); next.hasEvent(); next = watch.next()) {
        single.add(next.getEvent());
      }
    }

    try (Watch watch = new Watch(WatchEventsRequest.newBuilder().setInBatches(true))) {
      List<Event> batched = new ArrayList<>();
      WatchEventsResponse next = watch.next();
      for (; next.hasBatch(); next = watch.next()) {
        assertTrue(next.getSerializedSize() < 1 << 20);
        batched.addAll(next.getBatch().getEventsList());
      }
      assertEquals(single, batched);
      assertEquals(single.getLast().getEventId(), next.getLevelEventId());
      Event news = ledger.say("news");
      assertEquals(List.of(news), watch.next().getBatch().getEventsList());
    }
  }

  @Test
  void losesNothingBetweenHistoryAndNewsWhileOthersAppend() throws Exception {
    int writers = 4;
    int each = 60;
    ledger.say("first");
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> work = new ArrayList<>();
      for (int w = 0; w < writers; w++) {
        work.add(
            pool.submit(() -> {
              for (int i = 0; i < each; i++) {
                ledger.say("message");
              }
            }));
      }
      List<Future<List<Long>>> watches = new ArrayList<>();
      for (int w = 0; w < 8; w++) {
        watches.add(pool.submit(() -> idsUntil(2 + writers * each)));
      }
      for (Future<?> writer : work) {
        writer.get();
      }
      List<Long> all = LongStream.rangeClosed(1, 2 + writers * each).boxed().toList();
      for (Future<List<Long>> watch : watches) {
        assertEquals(all, watch.get());
      }
    }
  }

  private List<Long> idsUntil(int count) {
    List<Long> ids = new ArrayList<>();
    try (Watch watch = new Watch(WatchEventsRequest.newBuilder())) {
      while (ids.size() < count) {
        WatchEventsResponse next = watch.next();
        if (next.hasEvent()) {
          ids.add(next.getEvent().getEventId());
        }
      }
    }
    return ids;
  }

  @Test
  void endsWithTheService() throws Exception {
    ledger.say("first");
    try (Watch watch = new Watch(WatchEventsRequest.newBuilder())) {
      assertEquals(1, watch.next().getEvent().getEventId());
      ledger.stop();
      assertRefused(
          RpcReason.STOPPING,
          () -> {
            while (true) {
              watch.next();
            }
          });
      ledger.start();
    }
    assertEquals(3, ledger.say("after the restart").getEventId());
  }

  @Test
  void holdsBackForASlowReaderAndEndsWhenItLeaves() {
    for (int i = 0; i < 20; i++) {
      ledger.say("x".repeat(1 << 20));
    }
    Watch watch = new Watch(WatchEventsRequest.newBuilder());
    assertEquals(1, watch.next().getEvent().getEventId());
    watch.close();
    assertThrows(
        StatusRuntimeException.class,
        () -> {
          while (true) {
            watch.next();
          }
        });
  }

  /** One watch of a test. */
  private final class Watch implements AutoCloseable {
    private final CancellableContext context = Context.current().withCancellation();
    private final Iterator<WatchEventsResponse> responses;

    Watch(WatchEventsRequest.Builder request) {
      Context before = context.attach();
      try {
        responses = ledger.as(Role.PROVIDER).watchEvents(request.build());
      } finally {
        context.detach(before);
      }
    }

    WatchEventsResponse next() {
      return responses.next();
    }

    @Override
    public void close() {
      context.cancel(null);
    }
  }
}
