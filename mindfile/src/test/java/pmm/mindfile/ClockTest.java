package pmm.mindfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClockTest {
  private static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");

  @TempDir Path home;

  private final AtomicReference<Instant> now = new AtomicReference<>(NOON);

  private Options options() {
    InstantSource set = now::get;
    return Options.defaults().withClock(set.withZone(ZoneOffset.UTC));
  }

  @Test
  void keepsTheOrderOfEventsThoughTheClockJumps() {
    Random random = new Random(20261122);
    int rounds = 5;
    int notes = 40;
    for (int round = 0; round < rounds; round++) {
      try (MindFile mind = MindFile.open(home, options())) {
        for (int i = 0; i < notes; i++) {
          now.set(NOON.plus(Duration.ofSeconds(random.nextInt(-100_000_000, 100_000_000))));
          String id = round + "-" + i;
          mind.append(AppendRequest.of(Draft.of("note", id)).withRequestId(id)).join();
          assertTrue(
              mind.append(AppendRequest.of(Draft.of("note", id)).withRequestId(id))
                  .join()
                  .repeated());
        }
      }
    }
    try (MindFile mind = MindFile.open(home, options())) {
      assertEquals(List.of(), mind.notices());
      List<Event> events = mind.list(EventQuery.after(0, 500)).events();
      assertEquals(
          LongStream.rangeClosed(1, 1 + rounds * notes).boxed().toList(),
          events.stream().map(Event::id).toList());
      assertEquals("0-0", events.get(1).content());
      assertEquals(rounds - 1 + "-" + (notes - 1), events.getLast().content());
      assertTrue(events.getLast().tsMs() != events.get(1).tsMs());
    }
    assertEquals(0, Minds.verify(home.resolve("mind.db")).exitCode());
  }
}
