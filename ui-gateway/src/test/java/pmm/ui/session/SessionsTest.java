package pmm.ui.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SessionsTest {
  private final TestClock clock = new TestClock();
  private final Sessions sessions = new Sessions(clock);

  @Test
  void findsASessionByItsTokenUntilItEnds() {
    Sessions.Opened opened = sessions.open("browser", null);
    assertEquals(opened.session(), sessions.find(opened.token()).orElseThrow());
    assertTrue(sessions.find(opened.session().id()).isEmpty());
    sessions.end(opened.session());
    assertTrue(sessions.find(opened.token()).isEmpty());
  }

  @Test
  void endsTheCallsOfASessionWithIt() {
    Sessions.Opened opened = sessions.open("browser", null);
    io.grpc.Context call = opened.session().context();
    sessions.close();
    assertTrue(call.isCancelled());
  }

  @Test
  void theHundredAndFirstSessionEndsTheOneUnseenForLongest() {
    Sessions.Opened first = sessions.open("first", null);
    Sessions.Opened second = sessions.open("second", null);
    clock.pass(Duration.ofSeconds(1));
    for (int i = 2; i < 100; i++) {
      sessions.open("more", null);
    }
    sessions.find(first.token());
    sessions.open("one too many", null);
    assertEquals(100, sessions.all().size());
    assertTrue(sessions.find(first.token()).isPresent());
    assertTrue(sessions.find(second.token()).isEmpty());
  }
}
