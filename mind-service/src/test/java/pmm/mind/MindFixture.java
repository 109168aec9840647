package pmm.mind;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import pmm.ledger.LedgerServer;
import pmm.ledger.v1.AppendEventsRequest;
import pmm.ledger.v1.Event;
import pmm.ledger.v1.EventDraft;
import pmm.ledger.v1.LedgerServiceGrpc;
import pmm.ledger.v1.LedgerServiceGrpc.LedgerServiceBlockingStub;
import pmm.ledger.v1.ListEventsRequest;
import pmm.mind.v1.ConversationServiceGrpc;
import pmm.mind.v1.ConversationServiceGrpc.ConversationServiceBlockingStub;
import pmm.mind.v1.ConverseRequest;
import pmm.mind.v1.ConverseResponse;
import pmm.mind.v1.ConverseResponse.Finished;
import pmm.mind.v1.ConverseResponse.Started;
import pmm.mind.v1.MemoryServiceGrpc;
import pmm.mind.v1.MemoryServiceGrpc.MemoryServiceBlockingStub;
import pmm.mind.v1.MindServiceGrpc;
import pmm.mind.v1.MindServiceGrpc.MindServiceBlockingStub;
import pmm.mind.v1.SelectModelRequest;
import pmm.rpc.Config;
import pmm.rpc.Dependencies;
import pmm.rpc.Home;
import pmm.rpc.MeshChannel;
import pmm.rpc.Readiness;
import pmm.rpc.Role;

/** A mind with a real ledger and a scripted gateway, in a home of its own. */
final class MindFixture implements AutoCloseable {
  static final String MODEL = "ollama:tiny";
  private static final JsonMapper JSON = new JsonMapper();

  final Home home;
  final ScriptedGateway gateway;
  final DrivenClock clock = new DrivenClock();
  private final List<MeshChannel> channels = new ArrayList<>();
  private LedgerServer ledgerServer;
  private @Nullable MindServer mindServer;

  MindFixture(Path folder) {
    home = new Home(folder);
    ledgerServer = LedgerServer.start(home, anyPorts());
    gateway = new ScriptedGateway(home);
  }

  /** Starts the mind in this process and waits until it is ready. */
  MindFixture start() {
    mindServer = MindServer.start(home, anyPorts(), clock);
    return awaitReady();
  }

  /** Starts the mind in a process of its own, to be killed. */
  Process startProcess() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "--home",
            home.root().toString(),
            "--set",
            "mind.port=0")
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(home.file("mind.log").toFile()))
        .start();
  }

  /** Waits until the mind, here or in a process of its own, says that it is ready. */
  MindFixture awaitReady() {
    Readiness readiness = new Readiness("test");
    readiness.setReady(true);
    try (MeshChannel channel = new MeshChannel(home, "mind", Role.CLI);
        Dependencies watched = new Dependencies(readiness, channel)) {
      synchronized (readiness) {
        while (!readiness.missing().isEmpty()) {
          readiness.wait();
        }
      }
      return this;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Has the mind do by itself what is due now. */
  void tick() {
    requireNonNull(mindServer).lookingBack().tick();
  }

  void stopMind() {
    if (mindServer != null) {
      mindServer.close();
      mindServer = null;
    }
  }

  void stopLedger() {
    ledgerServer.close();
  }

  void startLedger() {
    ledgerServer = LedgerServer.start(home, anyPorts());
  }

  ConversationServiceBlockingStub talks() {
    return ConversationServiceGrpc.newBlockingStub(channel("mind", Role.CLI));
  }

  MindServiceBlockingStub mind() {
    return MindServiceGrpc.newBlockingStub(channel("mind", Role.CLI));
  }

  MemoryServiceBlockingStub memories() {
    return MemoryServiceGrpc.newBlockingStub(channel("mind", Role.CLI));
  }

  /** Adds a model as the gateway would, and has the mind speak through it. */
  MindFixture withModel() {
    appendAs(
        Role.PROVIDER,
        "model_added",
        null,
        "{\"model_id\":\"" + MODEL + "\",\"context_tokens\":8192}");
    // The mind hears of it by its watch; asking for the head makes sure it has.
    while (mind()
            .getMind(pmm.mind.v1.GetMindRequest.getDefaultInstance())
            .getMind()
            .getThroughEventId()
        < events().size()) {}
    select(MODEL);
    return this;
  }

  pmm.mind.v1.SelectModelResponse select(String modelId) {
    return mind().selectModel(SelectModelRequest.newBuilder().setModelId(modelId).build());
  }

  Event appendAs(Role role, String kind, @Nullable String content, String meta) {
    EventDraft.Builder draft = EventDraft.newBuilder().setKind(kind).setMetaJson(meta);
    if (content != null) {
      draft.setContent(content);
    }
    LedgerServiceBlockingStub ledger = LedgerServiceGrpc.newBlockingStub(channel("ledger", role));
    return ledger
        .appendEvents(AppendEventsRequest.newBuilder().addEvents(draft).build())
        .getEvents(0);
  }

  /** What a turn sent. */
  record Heard(List<ConverseResponse> responses) {
    Started started() {
      return responses.getFirst().getStarted();
    }

    Finished finished() {
      return responses.getLast().getFinished();
    }

    String text() {
      StringBuilder text = new StringBuilder();
      responses.forEach(response -> text.append(response.getText()));
      return text.toString();
    }
  }

  Heard say(String conversationId, String text) {
    return converse(request(conversationId).setSay(ConverseRequest.Say.newBuilder().setText(text)));
  }

  static ConverseRequest.Builder request(String conversationId) {
    return ConverseRequest.newBuilder()
        .setConversationId(conversationId)
        .setRequestId(UUID.randomUUID().toString());
  }

  Heard converse(ConverseRequest.Builder request) {
    return converse(request, response -> {});
  }

  Heard converse(ConverseRequest.Builder request, Consumer<ConverseResponse> each) {
    List<ConverseResponse> responses = new ArrayList<>();
    Iterator<ConverseResponse> stream = talks().converse(request.build());
    while (stream.hasNext()) {
      responses.add(stream.next());
      each.accept(responses.getLast());
    }
    return new Heard(responses);
  }

  /** Every event of the ledger, oldest first. */
  List<Event> events() {
    LedgerServiceBlockingStub ledger =
        LedgerServiceGrpc.newBlockingStub(channel("ledger", Role.CLI));
    List<Event> events = new ArrayList<>();
    String token = "";
    do {
      var page =
          ledger.listEvents(
              ListEventsRequest.newBuilder().setPageSize(500).setPageToken(token).build());
      events.addAll(page.getEventsList());
      token = page.getNextPageToken();
    } while (!token.isEmpty());
    return events;
  }

  List<String> kinds() {
    return events().stream().map(Event::getKind).toList();
  }

  List<Event> events(String kind) {
    return events().stream().filter(event -> event.getKind().equals(kind)).toList();
  }

  static JsonNode meta(Event event) {
    try {
      return JSON.readTree(event.getMetaJson());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    stopMind();
    channels.forEach(MeshChannel::close);
    gateway.close();
    ledgerServer.close();
  }

  static Config anyPorts() {
    return Config.of(Map.of("ledger.port", "0", "mind.port", "0"));
  }

  Channel channel(String service, Role role) {
    MeshChannel channel = new MeshChannel(home, service, role);
    channels.add(channel);
    return channel.channel();
  }

  static boolean isReason(StatusRuntimeException thrown, String reason) {
    return pmm.rpc.RemoteProblem.from(thrown).filter(p -> p.reason().equals(reason)).isPresent();
  }
}
