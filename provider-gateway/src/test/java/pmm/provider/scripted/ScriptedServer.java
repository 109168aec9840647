package pmm.provider.scripted;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A scripted model server on loopback; see {@link Script} for what it can be told to do. */
public final class ScriptedServer implements AutoCloseable {

  /** The digest that /api/tags gives every model until {@link #setDigest}. */
  public static final String DIGEST = "a".repeat(64);

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> CONTEXT_ROLES = Set.of("system", "user", "assistant");

  private final List<Received> requests = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Instant> leftReaders = new LinkedBlockingQueue<>();
  private final Set<Reader> readers = ConcurrentHashMap.newKeySet();
  private final AtomicLong left = new AtomicLong();
  private final Map<String, AtomicInteger> requestsOfModel = new ConcurrentHashMap<>();
  private final Set<String> shown = ConcurrentHashMap.newKeySet();
  private final Pulls pulls = new Pulls();

  /** More tasks than a loop runs without a look at its sockets. */
  private static final int ROUNDS = 130;

  private final Server server;
  private volatile Consumer<Received> onRequest = _ -> {};
  private final AtomicLong sentBytes = new AtomicLong();
  private final AtomicInteger begun = new AtomicInteger();
  private volatile String digest = DIGEST;
  private volatile boolean forwarding;

  private ScriptedServer(UnaryOperator<ServerBuilder> customizer) {
    ServerBuilder builder =
        Server.builder()
            .requestTimeout(Duration.ZERO)
            .gracefulShutdownTimeout(Duration.ZERO, Duration.ZERO)
            .maxRequestLength(64 << 20)
            .childChannelPipelineCustomizer(this::watch)
            .service("/v1/chat/completions", chat(Wire.OPENAI))
            .service("/chat/completions", chat(Wire.OPENAI))
            .service("/v1/messages", chat(Wire.ANTHROPIC))
            .service("/api/chat", chat(Wire.OLLAMA))
            .service("/v1/models", recorded(_ -> json("{\"data\":[{\"id\":\"scripted\"}]}")))
            .service("/api/version", recorded(_ -> json("{\"version\":\"0.12.0\"}")))
            .service("/api/tags", recorded(_ -> json(tags())))
            .service("/api/show", recorded(request -> show(body(request))))
            .service("/api/pull", pull())
            .service("/control/requests", (_, _) -> json(report()))
            .service("/control/left", (_, _) -> json(Long.toString(left.get())))
            .service("/control/reset", (_, _) -> reset());
    server = customizer.apply(builder).build();
    server.start().join();
  }

  /** Starts on this port of 127.0.0.1; 0 means any. */
  public static ScriptedServer start(int port) {
    return start(new InetSocketAddress("127.0.0.1", port));
  }

  /** Starts at this address. */
  public static ScriptedServer start(InetSocketAddress address) {
    return new ScriptedServer(builder -> builder.http(address));
  }

  /** Starts as this says, for example with TLS. */
  public static ScriptedServer start(UnaryOperator<ServerBuilder> customizer) {
    return new ScriptedServer(customizer);
  }

  /**
   * Runs until killed; prints {@code port=N} first. The optional arguments are the port and the
   * address to listen at.
   */
  public static void main(String[] arguments) throws InterruptedException {
    int port = arguments.length == 0 ? 0 : Integer.parseInt(arguments[0]);
    String host = arguments.length < 2 ? "127.0.0.1" : arguments[1];
    ScriptedServer scripted = start(new InetSocketAddress(host, port));
    System.out.println("port=" + scripted.port());
    Thread.currentThread().join();
  }

  /** Where it listens. */
  public int port() {
    return Objects.requireNonNull(server.activePort()).localAddress().getPort();
  }

  /** Its address, without a path. */
  public String url() {
    return "http://127.0.0.1:" + port();
  }

  /** What has arrived so far, oldest first. */
  public List<Received> requests() {
    return List.copyOf(requests);
  }

  /** What has arrived so far at one path. */
  public List<Received> requests(String path) {
    return requests.stream().filter(request -> request.path().equals(path)).toList();
  }

  /**
   * How many calls of models have begun to arrive: all whose head lies in this machine's sockets.
   */
  public int begun() {
    // Connections are accepted in order, so those before this one have been.
    try (Socket socket = new Socket("127.0.0.1", port())) {
      socket
          .getOutputStream()
          .write("GET /control/requests HTTP/1.1\r\nhost: x\r\n\r\n".getBytes(US_ASCII));
      int _ = socket.getInputStream().read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (int i = 0; i < ROUNDS; i++) {
      // A loop reads what has come in between what it is given to run, a busy one only now and
      // then.
      server.config().workerGroup().forEach(loop -> loop.submit(() -> {}).syncUninterruptibly());
    }
    return begun.get();
  }

  /** Runs on each request, before anything is answered. */
  public void onRequest(Consumer<Received> listener) {
    onRequest = listener;
  }

  /** What /api/tags says from now on. */
  public void setDigest(String manifestDigest) {
    digest = manifestDigest;
  }

  /** Whether /api/show says from now on that every model runs elsewhere. */
  public void setForwarding(boolean elsewhere) {
    forwarding = elsewhere;
  }

  /** How many bytes of answers have gone out so far. */
  public long sentBytes() {
    return sentBytes.get();
  }

  /** Waits until a reader leaves in mid-answer; false if none does, however slow the machine. */
  public boolean awaitLeftReader() throws InterruptedException {
    return leftReaders.poll(10, TimeUnit.SECONDS) != null;
  }

  /** Waits for none of those any more that have left so far. */
  public void forgetLeftReaders() {
    leftReaders.clear();
  }

  @Override
  public void close() {
    // Nobody waits for a server that was made to be left.
    var _ = server.stop();
  }

  /** Stops, and returns once nothing answers any more. */
  public void stop() {
    server.stop().join();
  }

  private HttpService chat(Wire wire) {
    return (context, request) -> {
      int _ = begun.incrementAndGet();
      Instant at = Instant.now();
      HttpResponseWriter out = watched(context);
      request
          .aggregate()
          .thenAcceptAsync(
              whole -> {
                record(at, whole, context.remoteAddress().getPort());
                answer(wire, whole, out);
              },
              Thread::startVirtualThread);
      return out;
    };
  }

  private HttpService pull() {
    return (context, request) -> {
      Instant at = Instant.now();
      HttpResponseWriter out = watched(context);
      request
          .aggregate()
          .thenAcceptAsync(
              whole -> {
                record(at, whole, context.remoteAddress().getPort());
                String model = body(whole).path("model").asText();
                Script script = Script.of(model, "");
                int count =
                    requestsOfModel
                        .computeIfAbsent("pull " + model, _ -> new AtomicInteger())
                        .incrementAndGet();
                boolean well = script.has("first") && count > script.number("first", 1);
                if (!refuse(script, whole.headers(), out)) {
                  shown.add(model);
                  pulls.play(model, well ? script.well() : script, out);
                }
              },
              Thread::startVirtualThread);
      return out;
    };
  }

  /** An answer of which it is noted that its reader left. */
  private HttpResponseWriter watched(ServiceRequestContext context) {
    HttpResponseWriter out = HttpResponse.streaming();
    Reader reader = new Reader(context.remoteAddress().getPort());
    boolean _ = readers.add(reader);
    out.whenComplete()
        .whenComplete((_, thrown) -> {
          if (readers.remove(reader)
              && thrown != null
              && !(thrown instanceof IllegalStateException)) {
            leave();
          }
        });
    return out;
  }

  /** The reader of one answer; told apart from others by who it is, not by its port. */
  private static final class Reader {
    private final int port;

    Reader(int port) {
      this.port = port;
    }
  }

  private void leave() {
    leftReaders.add(Instant.now());
    long _ = left.incrementAndGet();
  }

  /** Of its own accord the server looks only once a second who has left while it is silent. */
  private void watch(ChannelPipeline connection) {
    connection.addFirst(
        new ChannelInboundHandlerAdapter() {
          @Override
          public void channelInactive(ChannelHandlerContext context) {
            int port = ((InetSocketAddress) context.channel().remoteAddress()).getPort();
            for (Reader reader : readers) {
              if (reader.port == port && readers.remove(reader)) {
                leave();
              }
            }
            context.fireChannelInactive();
          }
        });
  }

  private void answer(Wire wire, AggregatedHttpRequest request, HttpResponseWriter out) {
    JsonNode body = body(request);
    List<String> context = new ArrayList<>();
    String system = body.path("system").asText("");
    if (!system.isEmpty()) {
      context.add(system);
    }
    String question = "";
    for (JsonNode message : body.path("messages")) {
      String text = text(message.path("content"));
      if (CONTEXT_ROLES.contains(message.path("role").asText())) {
        context.add(text);
      }
      if (message.path("role").asText().equals("user")) {
        question = text;
      }
    }
    int promptTokens = context.stream().mapToInt(part -> Answers.tokens(part).size()).sum();
    context.remove(question);
    String model = body.path("model").asText("");
    Script script = Script.of(model, question);
    int count = requestsOfModel.computeIfAbsent(model, _ -> new AtomicInteger()).incrementAndGet();
    if (script.has("first") && count > script.number("first", 1)) {
      script = script.well();
    }
    if (script.has("notools") && body.has("tools")) {
      refuse(out, 400, "{\"error\":\"" + model + " does not support tools\"}", Map.of());
    } else if (!refuse(script, request.headers(), out)) {
      String key = request.headers().get("authorization", "none").replace("Bearer ", "");
      new Playback(wire, script, key, out, sentBytes, script.number("prompt", promptTokens))
          .play(Answers.text(script, context, question));
    }
  }

  /** The words of a message, also of one that shows something too. */
  private static String text(JsonNode content) {
    StringBuilder text = new StringBuilder(content.asText(""));
    content.forEach(part -> text.append(part.path("text").asText("")));
    return text.toString();
  }

  private static boolean refuse(Script script, RequestHeaders headers, HttpResponseWriter out) {
    if (script.has("redirect")) {
      refuse(out, 302, "{}", Map.of("location", "http://203.0.113.7/"));
    } else if (script.has("quota")) {
      refuse(out, 429, Wire.errorBody("insufficient_quota", "No quota left").toString(), Map.of());
    } else if (script.has("limit")) {
      refuse(
          out,
          429,
          Wire.errorBody("rate_limit_error", "Too many requests").toString(),
          Map.of("retry-after", Integer.toString(script.number("limit", 1))));
    } else if (script.has("echokey")) {
      String key = headers.get("authorization", "") + headers.get("x-api-key", "");
      String message = "Incorrect API key provided: " + key;
      refuse(out, 401, Wire.errorBody("invalid_api_key", message).toString(), Map.of());
    } else if (script.has("status")) {
      int status = script.number("status", 500);
      String message = "Status " + status + ", as the script says";
      refuse(out, status, Wire.errorBody("scripted_error", message).toString(), Map.of());
    } else {
      return false;
    }
    return true;
  }

  private static void refuse(
      HttpResponseWriter out, int status, String body, Map<String, String> headers) {
    out.write(
        ResponseHeaders.builder(HttpStatus.valueOf(status))
            .contentType(MediaType.JSON)
            .add(headers.entrySet())
            .build());
    out.write(com.linecorp.armeria.common.HttpData.ofUtf8(body));
    out.close();
  }

  private HttpService recorded(
      java.util.function.Function<AggregatedHttpRequest, HttpResponse> answer) {
    return (context, request) -> {
      Instant at = Instant.now();
      return HttpResponse.of(
          request
              .aggregate()
              .thenApplyAsync(
                  whole -> {
                    record(at, whole, context.remoteAddress().getPort());
                    return answer.apply(whole);
                  },
                  Thread::startVirtualThread));
    };
  }

  private void record(Instant at, AggregatedHttpRequest request, int port) {
    RequestHeaders head = request.headers();
    Map<String, String> headers = new HashMap<>();
    head.forEach((name, value) -> headers.put(name.toString(), value));
    Received received =
        new Received(
            at,
            head.method().name(),
            head.path(),
            Map.copyOf(headers),
            request.contentUtf8(),
            port);
    requests.add(received);
    onRequest.accept(received);
  }

  private HttpResponse reset() {
    requests.clear();
    requestsOfModel.clear();
    pulls.reset();
    return json("{}");
  }

  private String report() {
    ArrayNode report = JSON.createArrayNode();
    for (Received request : requests) {
      report
          .addObject()
          .put("at_ms", request.at().toEpochMilli())
          .put("method", request.method())
          .put("path", request.path())
          .put("body", request.body())
          .putPOJO("headers", request.headers());
    }
    return report.toString();
  }

  private String tags() {
    ObjectNode tags = JSON.createObjectNode();
    ArrayNode models = tags.putArray("models");
    Set<String> names = new java.util.TreeSet<>(requestsOfModel.keySet());
    names.removeIf(name -> name.startsWith("pull "));
    names.addAll(shown);
    names.add("scripted");
    names.removeIf(this::isAbsent);
    names.removeIf(name -> Script.of(name, "").has("unlisted"));
    for (String name : names) {
      ObjectNode model =
          models
              .addObject()
              .put("name", name.contains(":") ? name : name + ":latest")
              .put("model", name.contains(":") ? name : name + ":latest")
              .put("digest", digest)
              .put("size", 1_000_000);
      model
          .putObject("details")
          .put("format", "gguf")
          .put("family", "scripted")
          .put("parameter_size", "1.0B")
          .put("quantization_level", "Q4_K_M");
      if (Script.of(name, "").has("cloud")) {
        model.put("remote_host", "https://ollama.example:443").put("remote_model", "scripted");
      }
    }
    return tags.toString();
  }

  private boolean isAbsent(String model) {
    return Script.of(model, "").has("absent") && !pulls.has(model);
  }

  private HttpResponse show(JsonNode request) {
    String model = request.path("model").asText(request.path("name").asText());
    if (isAbsent(model)) {
      return HttpResponse.of(
          HttpStatus.NOT_FOUND, MediaType.JSON, "{\"error\":\"model '" + model + "' not found\"}");
    }
    shown.add(model);
    ObjectNode answer = JSON.createObjectNode();
    answer
        .putObject("details")
        .put("family", "scripted")
        .put("parameter_size", "1.0B")
        .put("quantization_level", "Q4_K_M");
    answer
        .putObject("model_info")
        .put("general.architecture", "scripted")
        .put("scripted.context_length", 16384);
    ArrayNode can = answer.putArray("capabilities").add("completion");
    if (!Script.of(model, "").has("blind")) {
      can.add("vision");
    }
    if (forwarding || Script.of(model, "").has("cloud")) {
      answer.put("remote_host", "https://ollama.example:443").put("remote_model", "scripted");
    }
    return json(answer.toString());
  }

  private static HttpResponse json(String text) {
    return HttpResponse.of(HttpStatus.OK, MediaType.JSON, text);
  }

  private static JsonNode body(AggregatedHttpRequest request) {
    try {
      return JSON.readTree(request.contentUtf8());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON arrived", e);
    }
  }
}
