package pmm.provider;

import io.grpc.Channel;
import io.grpc.stub.AbstractStub;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import pmm.ledger.LedgerServer;
import pmm.ledger.v1.AppendEventsRequest;
import pmm.ledger.v1.EventDraft;
import pmm.ledger.v1.LedgerServiceGrpc;
import pmm.ledger.v1.ListEventsRequest;
import pmm.ledger.v1.ListEventsResponse;
import pmm.provider.ledger.Entry;
import pmm.provider.ledger.Journal;
import pmm.provider.scripted.ScriptedServer;
import pmm.provider.v1.AddModelRequest;
import pmm.provider.v1.AddRemoteModelRequest;
import pmm.provider.v1.Api;
import pmm.provider.v1.ConsentServiceGrpc;
import pmm.provider.v1.ConsentServiceGrpc.ConsentServiceBlockingStub;
import pmm.provider.v1.GenerateRequest;
import pmm.provider.v1.GenerateResponse;
import pmm.provider.v1.ModelDraft;
import pmm.provider.v1.ModelServiceGrpc;
import pmm.provider.v1.ModelServiceGrpc.ModelServiceBlockingStub;
import pmm.provider.v1.NetworkServiceGrpc;
import pmm.provider.v1.NetworkServiceGrpc.NetworkServiceBlockingStub;
import pmm.provider.v1.OllamaServiceGrpc;
import pmm.provider.v1.ProviderServiceGrpc;
import pmm.provider.v1.ProviderServiceGrpc.ProviderServiceBlockingStub;
import pmm.provider.v1.Role;
import pmm.provider.v1.Turn;
import pmm.rpc.Config;
import pmm.rpc.Home;
import pmm.rpc.MeshChannel;

/** Starts ledger, gateway and a scripted model for each test, and hands out clients. */
final class GatewayExtension implements BeforeEachCallback, AfterEachCallback {

  private final Map<String, String> settings = new HashMap<>();
  private final Map<pmm.rpc.Role, MeshChannel> channels = new EnumMap<>(pmm.rpc.Role.class);
  private final List<MeshChannel> ledgerChannels = new ArrayList<>();
  private @Nullable Home home;
  private @Nullable LedgerServer ledger;
  private @Nullable Gateway gateway;
  private @Nullable ScriptedServer model;

  GatewayExtension() {
    settings.putAll(
        Map.of("ledger.port", "0", "provider.port", "0", "provider.retry_pause_ms", "10"));
  }

  GatewayExtension with(String key, String value) {
    settings.put(key, value);
    return this;
  }

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    home = new Home(Files.createTempDirectory("gateway"));
    model = ScriptedServer.start(0);
    startLedger();
    startGateway();
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    stopGateway();
    channels.values().forEach(MeshChannel::close);
    channels.clear();
    ledgerChannels.forEach(MeshChannel::close);
    ledgerChannels.clear();
    stopLedger();
    model().close();
    try (Stream<Path> files = Files.walk(home().root())) {
      files.sorted(Comparator.reverseOrder()).forEach(GatewayExtension::delete);
    }
  }

  void startLedger() {
    ledger = LedgerServer.start(home(), Config.of(settings));
  }

  void stopLedger() {
    Objects.requireNonNull(ledger).close();
  }

  void startGateway() {
    gateway = Gateway.start(home(), Config.of(settings), Clock.systemDefaultZone());
  }

  void stopGateway() {
    Objects.requireNonNull(gateway).close();
  }

  Home home() {
    return Objects.requireNonNull(home);
  }

  ScriptedServer model() {
    return Objects.requireNonNull(model);
  }

  <S extends AbstractStub<S>> S as(pmm.rpc.Role role, Function<Channel, S> stub) {
    MeshChannel channel =
        channels.computeIfAbsent(role, me -> new MeshChannel(home(), "provider", me));
    return stub.apply(channel.channel());
  }

  ProviderServiceBlockingStub provider() {
    return as(pmm.rpc.Role.MIND, ProviderServiceGrpc::newBlockingStub);
  }

  ModelServiceBlockingStub models() {
    return as(pmm.rpc.Role.CLI, ModelServiceGrpc::newBlockingStub);
  }

  OllamaServiceGrpc.OllamaServiceBlockingStub ollama() {
    return as(pmm.rpc.Role.CLI, OllamaServiceGrpc::newBlockingStub);
  }

  ConsentServiceBlockingStub consents() {
    return as(pmm.rpc.Role.CLI, ConsentServiceGrpc::newBlockingStub)
        .withOption(MeshChannel.ACTOR, "test session");
  }

  NetworkServiceBlockingStub network() {
    return as(pmm.rpc.Role.CLI, NetworkServiceGrpc::newBlockingStub);
  }

  /** Adds a model of the scripted server that counts as remote: consent is needed. */
  String remote(String name) {
    return remote(name, "");
  }

  String remote(String name, String key) {
    String id = "openai:" + name;
    pmm.provider.v1.Model _ =
        models()
            .addRemoteModel(
                AddRemoteModelRequest.newBuilder()
                    .setModel(
                        ModelDraft.newBuilder()
                            .setModelId(id)
                            .setUrl(model().url() + "/v1")
                            .setKey(key))
                    .build())
            .getModel();
    return id;
  }

  /** Adds a model of the scripted server that the person declares local. */
  String declared(String name, Api api) {
    String id = "local:" + name;
    pmm.provider.v1.Model _ = add(id, api, api == Api.API_OPENAI ? "/v1" : "");
    return id;
  }

  /** Adds a model of the scripted server that is proved local. */
  String proved(String name) {
    String id = "ollama:" + name;
    pmm.provider.v1.Model _ = add(id, Api.API_UNSPECIFIED, "");
    return id;
  }

  private pmm.provider.v1.Model add(String id, Api api, String path) {
    return models()
        .addModel(
            AddModelRequest.newBuilder()
                .setModel(
                    ModelDraft.newBuilder().setModelId(id).setApi(api).setUrl(model().url() + path))
                .build())
        .getModel();
  }

  static GenerateRequest.Builder ask(String modelId, String words) {
    return GenerateRequest.newBuilder()
        .setModelId(modelId)
        .setAttemptId(UUID.randomUUID().toString())
        .setConversationId("c1")
        .setPurpose("chat")
        .addDataClasses("message")
        .addTurns(Turn.newBuilder().setRole(Role.ROLE_USER).setText(words));
  }

  /** Runs a call to its end. */
  Heard hear(GenerateRequest.Builder request) {
    Heard heard = new Heard();
    Iterator<GenerateResponse> responses = provider().generate(request.build());
    responses.forEachRemaining(heard::add);
    return heard;
  }

  /** The events of these kinds, oldest first. */
  List<Entry> events(String... kinds) {
    return ledger(pmm.rpc.Role.PROVIDER)
        .listEvents(
            ListEventsRequest.newBuilder().addAllKinds(List.of(kinds)).setPageSize(500).build())
        .getEventsList()
        .stream()
        .map(Journal::entry)
        .toList();
  }

  /** The events of this kind, however many, oldest first. */
  List<Entry> allEvents(String kind) {
    List<Entry> all = new ArrayList<>();
    ListEventsRequest.Builder request =
        ListEventsRequest.newBuilder().addKinds(kind).setPageSize(500);
    do {
      ListEventsResponse page = ledger(pmm.rpc.Role.PROVIDER).listEvents(request.build());
      page.getEventsList().forEach(event -> all.add(Journal.entry(event)));
      request.setPageToken(page.getNextPageToken());
    } while (!request.getPageToken().isEmpty());
    return all;
  }

  /** Appends as the mind does; returns the event's id. */
  long say(String words) {
    return ledger(pmm.rpc.Role.MIND)
        .appendEvents(
            AppendEventsRequest.newBuilder()
                .addEvents(
                    EventDraft.newBuilder()
                        .setKind("user_message")
                        .setContent(words)
                        .setMetaJson("{\"conversation_id\":\"c1\"}"))
                .build())
        .getEvents(0)
        .getEventId();
  }

  /** Records, as the mind does, under which digest a model was last used. */
  void select(String modelId, String digest) {
    var _ =
        ledger(pmm.rpc.Role.MIND)
            .appendEvents(
                AppendEventsRequest.newBuilder()
                    .addEvents(
                        EventDraft.newBuilder()
                            .setKind("model_selected")
                            .setMetaJson(
                                "{\"to\":{\"model_id\":\"%s\",\"digest\":\"%s\"},\"actor\":\"t\"}"
                                    .formatted(modelId, digest)))
                    .build());
  }

  LedgerServiceGrpc.LedgerServiceBlockingStub ledger(pmm.rpc.Role role) {
    MeshChannel channel = new MeshChannel(home(), "ledger", role);
    ledgerChannels.add(channel);
    return LedgerServiceGrpc.newBlockingStub(channel.channel());
  }

  private static void delete(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
