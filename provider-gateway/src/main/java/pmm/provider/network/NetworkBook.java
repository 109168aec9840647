package pmm.provider.network;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import pmm.provider.ledger.Entry;
import pmm.provider.ledger.Fold;

/** The switch, and the account of each day. */
public final class NetworkBook implements Fold {

  /** The locality of calls to hosts beyond the device. */
  public static final String REMOTE = "remote";

  /** The locality of calls to programs that are only said to be on the device. */
  public static final String DECLARED = "declared";

  private final ZoneId zone;
  private final Map<String, Open> open = new LinkedHashMap<>();
  private final NavigableMap<LocalDate, Map<Destination, Total>> days = new TreeMap<>();
  private final Map<String, Instant> last = new HashMap<>();
  private final Map<LocalDate, Integer> nameQuestions = new HashMap<>();
  private Mode mode = Mode.ASK;

  /** A book whose days are those of this zone. */
  public NetworkBook(ZoneId zone) {
    this.zone = zone;
  }

  private record Open(
      long eventId, Instant time, LocalDate day, Destination destination, long bodyBytes) {

    /** Where its words went in the end: further than was known, if the result says so. */
    Destination reached(Entry result) {
      String further = result.text("forwarded_to");
      return further.isEmpty() ? destination : new Destination(further, 0, REMOTE);
    }

    /** Whether something of it left for its destination, or may have. */
    boolean left(Entry result) {
      return isUnknown(result)
          || result.number("sent_bytes") > 0
          || (bodyBytes == 0 && !result.meta().path("unsent").asBoolean());
    }
  }

  private record Destination(String host, long port, String locality) {

    Total total(LocalDate day, int calls, int refused, int unsent, long sent, long received) {
      return new Total(day, host, port, locality, calls, refused, unsent, sent, received);
    }
  }

  /**
   * What went to one destination on one day.
   *
   * @param day the day
   * @param host the host
   * @param port its port
   * @param locality where it is
   * @param calls how many calls went out, or may have
   * @param refused how many were not allowed to
   * @param unsent how many were allowed to, and did not get off this device
   * @param sentBytes bytes of the bodies sent
   * @param receivedBytes bytes received
   */
  public record Total(
      LocalDate day,
      String host,
      long port,
      String locality,
      int calls,
      int refused,
      int unsent,
      long sentBytes,
      long receivedBytes) {

    private Total plus(Total other) {
      return new Total(
          day,
          host,
          port,
          locality,
          calls + other.calls,
          refused + other.refused,
          unsent + other.unsent,
          sentBytes + other.sentBytes,
          receivedBytes + other.receivedBytes);
    }
  }

  @Override
  public void apply(Entry entry) {
    switch (entry.kind()) {
      case "network_mode_changed" ->
          mode = entry.text("mode").equals(Mode.OFFLINE.id()) ? Mode.OFFLINE : Mode.ASK;
      case "restored_from" -> mode = Mode.ASK;
      case "network_attempt" -> attempt(entry);
      case "network_result" -> result(entry);
      default -> {}
    }
  }

  /** Where the switch stands. */
  public Mode mode() {
    return mode;
  }

  /** The attempts without a result: event id to network id. */
  public Map<Long, String> open() {
    return open.entrySet().stream()
        .collect(
            Collectors.toUnmodifiableMap(each -> each.getValue().eventId(), Map.Entry::getKey));
  }

  /** The totals from this day on, newest day first, then by host. */
  public List<Total> since(LocalDate first) {
    List<Total> totals = new ArrayList<>();
    days.tailMap(first, true).descendingMap().values().forEach(day -> totals.addAll(sorted(day)));
    return Collections.unmodifiableList(totals);
  }

  /** How many calls of this locality went out on a day. */
  public int calls(LocalDate day, String locality) {
    return of(day, locality).mapToInt(Total::calls).sum();
  }

  /** The hosts to which calls of this locality went on a day. */
  public Set<String> hosts(LocalDate day, String locality) {
    return of(day, locality)
        .filter(total -> total.calls() > 0)
        .map(Total::host)
        .collect(Collectors.toSet());
  }

  /** How often on a day the address of a remote host was asked for, and then nothing sent there. */
  public int nameQuestions(LocalDate day) {
    return nameQuestions.getOrDefault(day, 0);
  }

  /** When a call of this locality last went out; one without a result may have. */
  public Optional<Instant> last(String locality) {
    return Stream.concat(
            Stream.ofNullable(last.get(locality)),
            open.values().stream()
                .filter(each -> each.destination().locality().equals(locality))
                .map(Open::time))
        .max(Comparator.naturalOrder());
  }

  /** How many midnights have passed since then; none if there was no such call. */
  public OptionalInt quietDays(LocalDate today, String locality) {
    return last(locality)
        .map(then -> (int) ChronoUnit.DAYS.between(LocalDate.ofInstant(then, zone), today))
        .map(days -> OptionalInt.of(Math.max(0, days)))
        .orElse(OptionalInt.empty());
  }

  private Stream<Total> of(LocalDate day, String locality) {
    return days.getOrDefault(day, Map.of()).values().stream()
        .filter(total -> total.locality().equals(locality));
  }

  private static Collection<Total> sorted(Map<Destination, Total> day) {
    return day.values().stream()
        .filter(total -> total.calls() + total.refused() + total.unsent() > 0)
        .sorted(Comparator.comparing(Total::host).thenComparing(Total::port))
        .toList();
  }

  private void attempt(Entry entry) {
    LocalDate day = LocalDate.ofInstant(entry.time(), zone);
    Destination destination =
        new Destination(entry.text("host"), entry.number("port"), entry.text("locality"));
    boolean refused = !entry.text("refused").isEmpty();
    count(day, destination, refused ? 0 : 1, refused ? 1 : 0, 0);
    if (!refused) {
      long bytes = entry.number("body_bytes");
      open.put(
          entry.text("network_id"), new Open(entry.id(), entry.time(), day, destination, bytes));
    }
  }

  private void result(Entry entry) {
    // The ids of events begin again in a history that takes the place of this one; these do not.
    Open ended = open.remove(entry.text("network_id"));
    if (ended == null) {
      return;
    }
    count(ended.day(), ended.destination(), -1, 0, 0);
    Destination reached = ended.reached(entry);
    if (ended.left(entry)) {
      count(ended.day(), reached, 1, 0, 0);
      // Where nobody saw the end, all may have gone.
      long sent = isUnknown(entry) ? ended.bodyBytes() : entry.number("sent_bytes");
      add(reached.total(ended.day(), 0, 0, 0, sent, entry.number("received_bytes")));
      last.merge(reached.locality(), ended.time(), (a, b) -> a.isAfter(b) ? a : b);
    } else {
      count(ended.day(), reached, 0, 0, 1);
      if (entry.meta().path("name_asked").asBoolean() && reached.locality().equals(REMOTE)) {
        nameQuestions.merge(ended.day(), 1, Integer::sum);
      }
    }
  }

  private static boolean isUnknown(Entry result) {
    return result.text("outcome").equals("unknown");
  }

  private void count(LocalDate day, Destination to, int calls, int refused, int unsent) {
    add(to.total(day, calls, refused, unsent, 0, 0));
  }

  private void add(Total more) {
    Destination to = new Destination(more.host(), more.port(), more.locality());
    days.computeIfAbsent(more.day(), _ -> new HashMap<>()).merge(to, more, Total::plus);
  }
}
