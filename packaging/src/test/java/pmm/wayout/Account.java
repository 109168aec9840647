package pmm.wayout;

import static java.util.stream.Collectors.toSet;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import pmm.wayout.Evidence.Attempt;
import pmm.wayout.Evidence.Connection;
import pmm.wayout.Evidence.Packet;
import pmm.wayout.Evidence.Query;
import pmm.wayout.Evidence.Request;

/**
 * Holds the witnesses against each other, both ways: all that was seen outside belongs to an
 * attempt of the ledger, and each attempt was seen outside exactly as far as its result says.
 */
final class Account {

  /** The ledger's clock and the relay's are one, but each reads it a moment after the fact. */
  private static final long SLACK_MILLIS = 2;

  /** How long after its abort a connection that was on its way may still arrive. */
  private static final long ON_ITS_WAY_MILLIS = 1000;

  private final Evidence evidence;
  private final long seed;
  private final List<String> findings = new ArrayList<>();

  private Account(Evidence evidence, long seed) {
    this.evidence = evidence;
    this.seed = seed;
  }

  /**
   * Prints what was compared, then each thing that does not agree; ends with 1 if there is any.
   *
   * @param arguments the folder of the evidence; the seed of the turns; the addresses inside
   */
  public static void main(String[] arguments) throws IOException {
    Evidence evidence = Evidence.read(Path.of(arguments[0]));
    Account account = new Account(evidence, Long.parseLong(arguments[1]));
    account.attempts();
    account.connections();
    account.queries();
    account.packets(Arrays.stream(arguments).skip(2).map(Account::address).collect(toSet()));
    System.out.printf(
        "%d attempts, %d of them refused; %d requests on %d connections, %d names asked for, %d packets%n",
        evidence.attempts().size(),
        evidence.attempts().stream().filter(Attempt::refused).count(),
        evidence.requests().size(),
        evidence.connections().size(),
        evidence.queries().size(),
        evidence.packets().size());
    account.findings.forEach(System.out::println);
    System.exit(account.findings.isEmpty() ? 0 : 1);
  }

  private static String address(String text) {
    return InetAddress.ofLiteral(text).getHostAddress();
  }

  /** Whether the request of an attempt arrived, as far as its result can know. */
  private enum Arrival {
    CERTAIN,
    POSSIBLE,
    IMPOSSIBLE;

    static Arrival of(Attempt attempt) {
      if (attempt.refused()) {
        return IMPOSSIBLE;
      }
      if (attempt.status() > 0) {
        return CERTAIN;
      }
      return switch (attempt.error()) {
        case "TIMED_OUT" -> CERTAIN;
        case "", "CONSENT_REVOKED", "CUT_OFF" -> POSSIBLE;
        default -> IMPOSSIBLE;
      };
    }
  }

  private void attempts() {
    Map<String, List<Attempt>> byTurn = new HashMap<>();
    Map<String, Deque<Request>> arrived = new HashMap<>();
    for (Request request : evidence.requests()) {
      String attemptId = Turns.attemptId(seed, request.turn()).toString();
      arrived.computeIfAbsent(attemptId, _ -> new ArrayDeque<>()).add(request);
    }
    for (Attempt attempt : evidence.attempts()) {
      if (!attempt.refused() && attempt.outcome().isEmpty()) {
        findings.add("no result: " + attempt);
      }
      byTurn.computeIfAbsent(attempt.attemptId(), _ -> new ArrayList<>()).add(attempt);
    }
    byTurn.forEach((id, attempts) -> pair(attempts, arrived.getOrDefault(id, new ArrayDeque<>())));
    arrived.forEach(
        (_, left) -> left.forEach(request -> findings.add("no attempt for the " + request)));
  }

  /** Takes from the requests of one turn those of its attempts, in order. */
  private void pair(List<Attempt> attempts, Deque<Request> requests) {
    long certain = attempts.stream().filter(it -> Arrival.of(it) == Arrival.CERTAIN).count();
    for (Attempt attempt : attempts) {
      Arrival arrival = Arrival.of(attempt);
      certain -= arrival == Arrival.CERTAIN ? 1 : 0;
      boolean came =
          switch (arrival) {
            case CERTAIN -> true;
            case POSSIBLE -> requests.size() > certain;
            case IMPOSSIBLE -> false;
          };
      Request request = came ? requests.poll() : null;
      if (came && request == null) {
        findings.add("no request for the " + attempt);
      } else if (request != null
          && (!request.host().equals(attempt.host())
              || request.bytes() != attempt.bytes()
              || request.at() + SLACK_MILLIS < attempt.start())) {
        findings.add("not what was recorded: the " + request + " for the " + attempt);
      }
    }
  }

  private void connections() {
    Map<Connection, List<Request>> carried = new HashMap<>();
    for (Request request : evidence.requests()) {
      List<Connection> ways =
          evidence.connections().stream().filter(way -> carries(way, request)).toList();
      if (ways.size() != 1) {
        findings.add("on " + ways.size() + " connections, not one: the " + request);
      }
      ways.forEach(way -> carried.computeIfAbsent(way, _ -> new ArrayList<>()).add(request));
    }
    evidence.connections().forEach(way -> connection(way, carried.getOrDefault(way, List.of())));
  }

  private void connection(Connection way, List<Request> requests) {
    if (requests.isEmpty() && !onItsWay(way)) {
      findings.add("no attempt for the " + way);
    }
    if (way.sent() < requests.stream().mapToLong(Request::bytes).sum()) {
      findings.add("fewer bytes than those of its requests: " + way);
    }
    // One that was given up at once has not said yet whom it wanted.
    if (!way.name().isEmpty()) {
      boolean itsAddress =
          Place.named(way.name()).stream()
              .flatMap(place -> place.addresses().stream())
              .anyMatch(address -> address.getHostAddress().equals(way.to()));
      boolean itsName = requests.stream().allMatch(request -> request.host().equals(way.name()));
      boolean resolved =
          evidence.queries().stream()
              .anyMatch(query -> query.name().equals(way.name()) && query.at() <= way.opened());
      if (!itsAddress || !itsName || !resolved) {
        findings.add("not where or what its name was asked for: " + requests + " on the " + way);
      }
    }
  }

  private static boolean carries(Connection way, Request request) {
    return way.port() == request.port()
        && way.opened() <= request.at()
        && request.at() <= way.closed();
  }

  /** Whether an attempt was given up while this connection was being made for it. */
  private boolean onItsWay(Connection way) {
    return evidence.attempts().stream()
        .filter(attempt -> Arrival.of(attempt) == Arrival.POSSIBLE)
        .filter(attempt -> way.name().isEmpty() || attempt.host().equals(way.name()))
        .anyMatch(attempt -> within(way.opened(), attempt, ON_ITS_WAY_MILLIS));
  }

  private void queries() {
    for (Query query : evidence.queries()) {
      if (evidence.attempts().stream()
          .filter(attempt -> !attempt.refused() && attempt.host().equals(query.name()))
          .noneMatch(attempt -> within(query.at(), attempt, SLACK_MILLIS))) {
        findings.add("no attempt for the " + query);
      }
    }
  }

  private static boolean within(long at, Attempt attempt, long after) {
    return attempt.start() - SLACK_MILLIS <= at && at - after <= attempt.end();
  }

  /** Each packet from inside belongs to a connection or a query, and each of these has its own. */
  private void packets(Set<String> inside) {
    Set<String> known = evidence.connections().stream().map(Connection::from).collect(toSet());
    Set<String> asking = evidence.queries().stream().map(Query::from).collect(toSet());
    Set<String> opened = new HashSet<>();
    Set<String> asked = new HashSet<>();
    for (Packet packet : evidence.packets()) {
      if (!inside.contains(packet.from().replaceFirst(" .*", "")) || packet.isOfTheLink()) {
        continue;
      }
      if (packet.opensAConnection()) {
        opened.add(packet.from());
      }
      if (packet.to().endsWith(" 53")) {
        asked.add(packet.from());
      }
      boolean accounted =
          packet.isTcp() ? known.contains(packet.from()) : asking.contains(packet.from());
      if (!accounted) {
        findings.add("nobody outside has seen the " + packet);
      }
    }
    evidence.connections().stream()
        .filter(way -> !opened.contains(way.from()))
        .forEach(way -> findings.add("the capture has not seen the " + way));
    evidence.queries().stream()
        .filter(query -> !asked.contains(query.from()))
        .forEach(query -> findings.add("the capture has not seen the " + query));
  }
}
