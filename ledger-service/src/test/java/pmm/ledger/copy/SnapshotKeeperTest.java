package pmm.ledger.copy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmm.ledger.store.Ledger;
import pmm.ledger.v1.Snapshot;
import pmm.mindfile.AppendRequest;
import pmm.mindfile.AppendResult;
import pmm.mindfile.Draft;
import pmm.mindfile.Options;
import pmm.rpc.Home;

class SnapshotKeeperTest {
  private static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");

  @TempDir Path folder;

  @Test
  void makesOneAnHourAndOneADayLater() {
    Home home = new Home(folder);
    try (Ledger ledger = new Ledger(home, Options.defaults())) {
      at(ledger, home, Duration.ZERO).roll();
      assertEquals(List.of(), all(ledger, home));
      for (int hour = 0; hour < 72; hour++) {
        AppendResult _ = ledger.append(AppendRequest.of(Draft.of("note", "hour " + hour)));
        at(ledger, home, Duration.ofHours(hour)).roll();
        at(ledger, home, Duration.ofHours(hour).plusMinutes(30)).roll();
      }
      List<Snapshot> kept = all(ledger, home);
      long lastDay =
          kept.stream()
              .filter(s ->
                  s.getCreateTime().getSeconds()
                      > NOON.plus(Duration.ofHours(71 - 24)).getEpochSecond())
              .count();
      assertEquals(24, lastDay);
      assertEquals(27, kept.size(), "one more for each of the days before");
      assertEquals(73, kept.getLast().getEventCount());
    }
  }

  private static SnapshotKeeper at(Ledger ledger, Home home, Duration after) {
    return new SnapshotKeeper(ledger, home, Clock.fixed(NOON.plus(after), ZoneOffset.UTC));
  }

  private static List<Snapshot> all(Ledger ledger, Home home) {
    return at(ledger, home, Duration.ZERO).list().getSnapshotsList();
  }
}
