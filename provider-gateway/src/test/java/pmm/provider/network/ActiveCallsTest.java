package pmm.provider.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class ActiveCallsTest {

  private final ActiveCalls active = new ActiveCalls(Duration.ofMillis(1));

  @Test
  void countsOnlyTheCallsThatAreOver() {
    Cancellation over = new Cancellation();
    ActiveCalls.Registration ending = active.register(1, true, over);
    var _ = over.start(() -> ending, ActiveCalls.Registration::close);
    ActiveCalls.Registration _ = active.register(1, true, new Cancellation());
    assertEquals(
        1, active.end(call -> call.consentId() == 1, Cancellation.Cause.OFFLINE, () -> {}));
  }

  @Test
  void endsTheCallsAlsoWhereTheAnswerToTheDecisionWasLost() {
    Cancellation underWay = new Cancellation();
    ActiveCalls.Registration _ = active.register(1, true, underWay);
    Runnable lost =
        () -> {
          throw new IllegalStateException("stored, but not heard of");
        };
    assertThrows(
        IllegalStateException.class,
        () -> active.end(call -> true, Cancellation.Cause.REVOKED, lost));
    assertEquals(Optional.of(Cancellation.Cause.REVOKED), underWay.cause());
  }

  @Test
  void startsNothingAfterACancelAndEndsWhatWasStartedBefore() {
    Cancellation cancellation = new Cancellation();
    List<String> seen = new ArrayList<>();
    var _ = cancellation.start(() -> seen.add("started"), _ -> seen.add("ended"));
    cancellation.cancel(Cancellation.Cause.REVOKED);
    assertEquals(List.of("started", "ended"), seen);
    assertThrows(
        CancellationException.class,
        () -> cancellation.start(() -> seen.add("again"), _ -> seen.add("never")));
    assertEquals(2, seen.size());
  }
}
