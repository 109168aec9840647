package pmm.provider.network;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import pmm.provider.ledger.Entry;
import pmm.provider.ledger.Fold;

/** The switch and the account of the day. */
public final class NetworkBook implements Fold {

  private final ZoneId zone;
  private final Map<Long, String> open = new LinkedHashMap<>();
  private Mode mode = Mode.ASK;
  private LocalDate day = LocalDate.EPOCH;
  private int remoteCalls;
  private int declaredCalls;
  private Set<String> hosts = new TreeSet<>();
  private @Nullable Instant lastRemote;

  /** A book whose days are those of this zone. */
  public NetworkBook(ZoneId zone) {
    this.zone = zone;
  }

  /**
   * What has left on one day.
   *
   * @param remoteCalls calls to hosts beyond the device
   * @param declaredCalls calls to programs declared local
   * @param hosts the hosts beyond the device
   * @param lastRemote when something last left, on any day; null if never
   */
  public record Day(
      int remoteCalls, int declaredCalls, Set<String> hosts, @Nullable Instant lastRemote) {}

  @Override
  public void apply(Entry entry) {
    switch (entry.kind()) {
      case "network_mode_changed" ->
          mode = entry.text("mode").equals(Mode.OFFLINE.id()) ? Mode.OFFLINE : Mode.ASK;
      case "restored_from" -> mode = Mode.ASK;
      case "network_attempt" -> attempt(entry);
      case "network_result" -> open.remove(entry.number("attempt_event_id"));
      default -> {}
    }
  }

  /** Where the switch stands. */
  public Mode mode() {
    return mode;
  }

  /** The attempts without a result: event id to network id. */
  public Map<Long, String> open() {
    return Map.copyOf(open);
  }

  /** The account of this day. */
  public Day on(LocalDate today) {
    return today.equals(day)
        ? new Day(remoteCalls, declaredCalls, Set.copyOf(hosts), lastRemote)
        : new Day(0, 0, Set.of(), lastRemote);
  }

  private void attempt(Entry entry) {
    if (!entry.text("refused").isEmpty()) {
      return;
    }
    open.put(entry.id(), entry.text("network_id"));
    LocalDate itsDay = LocalDate.ofInstant(entry.time(), zone);
    if (!itsDay.equals(day)) {
      day = itsDay;
      remoteCalls = 0;
      declaredCalls = 0;
      hosts = new TreeSet<>();
    }
    switch (entry.text("locality")) {
      case "remote" -> {
        remoteCalls++;
        hosts.add(entry.text("host"));
        lastRemote = entry.time();
      }
      case "declared" -> declaredCalls++;
      default -> {}
    }
  }
}
