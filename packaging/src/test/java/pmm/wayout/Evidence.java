package pmm.wayout;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What three witnesses say that know nothing of each other: the ledger, the world outside, and the
 * capture of every interface inside.
 *
 * @param attempts from the ledger, in its order
 * @param connections from the relay
 * @param requests from the scripted server, in the order in which they came
 * @param queries from the name server
 * @param packets from the capture
 */
record Evidence(
    List<Attempt> attempts,
    List<Connection> connections,
    List<Request> requests,
    List<Query> queries,
    List<Packet> packets) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern PACKET =
      Pattern.compile("^[0-9.]+ (?:\\S+ +(?:In|Out|B|M|P) +)?IP6? (\\S+) > (\\S+): (.*)$");

  /** A network_attempt with its network_result; the outcome is empty if there is none. */
  record Attempt(
      long id,
      String attemptId,
      String host,
      int bytes,
      boolean refused,
      long start,
      long end,
      String outcome,
      int status,
      String error) {}

  /** A connection through the relay; {@code port} is the one at which the server saw it. */
  record Connection(
      String from, String to, int port, String name, long opened, long closed, long sent) {}

  /** A request as the server saw it. */
  record Request(long at, String host, int port, int bytes, int turn) {}

  /** A question to the name server. */
  record Query(long at, String name, String from) {}

  /** A packet; addresses in their one long form, with a space before the port, if it has any. */
  record Packet(String from, String to, String about) {

    boolean opensAConnection() {
      return about.startsWith("Flags [S]");
    }

    boolean isTcp() {
      return about.startsWith("Flags [");
    }

    /** What a kernel says to find its neighbours, of its own accord. */
    boolean isOfTheLink() {
      return about.matches("(?i)(HBH )?ICMP6, (neighbor|router|multicast listener) .*");
    }
  }

  /** Reads {@code export.jsonl}, {@code outside.jsonl} and {@code packets.txt}. */
  static Evidence read(Path folder) throws IOException {
    Map<Long, Connection> connections = new LinkedHashMap<>();
    List<Request> requests = new ArrayList<>();
    List<Query> queries = new ArrayList<>();
    for (JsonNode entry : lines(folder.resolve("outside.jsonl"))) {
      long at = entry.path("at").asLong();
      long id = entry.path("connection").asLong();
      switch (entry.path("what").asText()) {
        case "connect" ->
            connections.put(
                id,
                new Connection(
                    entry.path("from").asText(),
                    entry.path("to").asText(),
                    entry.path("port").asInt(),
                    "",
                    at,
                    Long.MAX_VALUE,
                    0));
        case "hello" -> connections.compute(id, (_, it) -> named(it, entry.path("name").asText()));
        case "close" ->
            connections.compute(id, (_, it) -> closed(it, at, entry.path("sent").asLong()));
        case "query" ->
            queries.add(new Query(at, entry.path("name").asText(), entry.path("from").asText()));
        case "request" ->
            requests.add(
                new Request(
                    at,
                    entry.path("host").asText(),
                    entry.path("port").asInt(),
                    entry.path("bytes").asInt(),
                    entry.path("turn").asInt()));
        default -> throw new IllegalArgumentException(entry.toString());
      }
    }
    return new Evidence(
        attempts(folder.resolve("export.jsonl")),
        List.copyOf(connections.values()),
        requests,
        queries,
        packets(folder.resolve("packets.txt")));
  }

  private static Connection named(Connection it, String name) {
    return new Connection(it.from, it.to, it.port, name, it.opened, it.closed, it.sent);
  }

  private static Connection closed(Connection it, long at, long sent) {
    return new Connection(it.from, it.to, it.port, it.name, it.opened, at, sent);
  }

  private static List<Attempt> attempts(Path export) throws IOException {
    Map<Long, JsonNode> attempts = new LinkedHashMap<>();
    Map<Long, JsonNode> results = new LinkedHashMap<>();
    for (JsonNode event : lines(export)) {
      switch (event.path("kind").asText()) {
        case "network_attempt" -> attempts.put(event.path("id").asLong(), event);
        case "network_result" -> {
          JsonNode earlier = results.put(meta(event).path("attempt_event_id").asLong(), event);
          if (earlier != null) {
            throw new AssertionError("two results: " + earlier + " and " + event);
          }
        }
        default -> {}
      }
    }
    List<Attempt> joined = new ArrayList<>();
    attempts.forEach((id, event) -> {
      JsonNode attempt = meta(event);
      JsonNode result = results.getOrDefault(id, JSON.createObjectNode());
      joined.add(
          new Attempt(
              id,
              attempt.path("attempt_id").asText(),
              attempt.path("host").asText(),
              attempt.path("body_bytes").asInt(),
              attempt.has("refused"),
              millis(event),
              result.isEmpty() ? Long.MAX_VALUE : millis(result),
              meta(result).path("outcome").asText(),
              meta(result).path("http_status").asInt(),
              meta(result).path("error").asText()));
    });
    return joined;
  }

  private static List<Packet> packets(Path file) throws IOException {
    List<Packet> packets = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      Matcher matcher = PACKET.matcher(line);
      if (!matcher.matches()) {
        throw new IllegalArgumentException("a packet of a kind that no rule knows: " + line);
      }
      packets.add(new Packet(end(matcher.group(1)), end(matcher.group(2)), matcher.group(3)));
    }
    return packets;
  }

  /** One end of a packet, as {@link Relay#text} has it; without port, the address alone. */
  private static String end(String text) {
    boolean six = text.contains(":");
    int dot = text.lastIndexOf('.');
    boolean hasPort = dot >= 0 && (six || text.chars().filter(c -> c == '.').count() == 4);
    InetAddress address = InetAddress.ofLiteral(hasPort ? text.substring(0, dot) : text);
    return hasPort
        ? Relay.text(new InetSocketAddress(address, Integer.parseInt(text.substring(dot + 1))))
        : address.getHostAddress();
  }

  private static long millis(JsonNode event) {
    return Math.round(event.path("ts").asDouble() * 1000);
  }

  private static JsonNode meta(JsonNode event) {
    try {
      return JSON.readTree(event.path("meta").asText("{}"));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(event.toString(), e);
    }
  }

  private static List<JsonNode> lines(Path file) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      lines.add(JSON.readTree(line));
    }
    return lines;
  }
}
