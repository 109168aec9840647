package pmm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import pmm.mind.v1.Commitment;

class DuePromisesTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-22T18:00:00Z"), ZoneId.of("Europe/Berlin"));

  private final DuePromises promises = new DuePromises(shell(), CLOCK);

  @Test
  void tellsWhatIsOverdueAndWhatIsDueTheLongestDueFirst() {
    List<String> lines =
        promises.lines(
            List.of(
                promise(9, "call Ana", "2026-11-22T20:00:00Z"),
                promise(7, "ask\u001b[2J about\nthe exam", "2026-11-21T09:30:00Z"),
                promise(3, "", "2026-11-22T17:00:00Z")));
    assertEquals("7  ask[2J about the exam  overdue since 2026-11-21 10:30", lines.get(0));
    assertEquals("3  [forgotten]  overdue since 2026-11-22 18:00", lines.get(1));
    assertEquals("9  call Ana  due 2026-11-22 21:00", lines.get(2));
    assertEquals("Done or later: pmm commitments close ID, or snooze ID TIME", lines.get(3));
  }

  @Test
  void ofManyItTellsAFewAndHowManyMore() {
    List<String> lines =
        promises.lines(
            IntStream.rangeClosed(1, 8)
                .mapToObj(id -> promise(id, "promise " + id, "2026-11-2" + (id % 3) + "T09:00:00Z"))
                .toList());
    assertEquals(7, lines.size());
    assertTrue(lines.get(5).startsWith("and 3 more: pmm commitments list"), lines::toString);
  }

  @Test
  void whereNothingIsDueItSaysNothing() {
    assertEquals(List.of(), promises.lines(List.of()));
  }

  private static Shell shell() {
    Screen screen = new Screen(System.out, System.err, false, false, false);
    return new Shell(Map.of(), screen, System.in, false);
  }

  private static Commitment promise(long id, String text, String due) {
    return Commitment.newBuilder()
        .setCommitmentId(Long.toString(id))
        .setText(text)
        .setDueTime(When.timestamp(Instant.parse(due)))
        .build();
  }
}
