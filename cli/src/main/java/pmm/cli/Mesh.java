package pmm.cli;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptors;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import pmm.ledger.v1.LedgerServiceGrpc;
import pmm.ledger.v1.LedgerServiceGrpc.LedgerServiceBlockingStub;
import pmm.mind.v1.CommitmentServiceGrpc;
import pmm.mind.v1.CommitmentServiceGrpc.CommitmentServiceBlockingStub;
import pmm.mind.v1.ContextServiceGrpc;
import pmm.mind.v1.ContextServiceGrpc.ContextServiceBlockingStub;
import pmm.mind.v1.ConversationServiceGrpc;
import pmm.mind.v1.ConversationServiceGrpc.ConversationServiceBlockingStub;
import pmm.mind.v1.GrowthServiceGrpc;
import pmm.mind.v1.GrowthServiceGrpc.GrowthServiceBlockingStub;
import pmm.mind.v1.IdentityServiceGrpc;
import pmm.mind.v1.IdentityServiceGrpc.IdentityServiceBlockingStub;
import pmm.mind.v1.ImportServiceGrpc;
import pmm.mind.v1.MemoryServiceGrpc;
import pmm.mind.v1.MemoryServiceGrpc.MemoryServiceBlockingStub;
import pmm.mind.v1.MindServiceGrpc;
import pmm.mind.v1.MindServiceGrpc.MindServiceBlockingStub;
import pmm.mind.v1.ReflectionServiceGrpc;
import pmm.mind.v1.ReflectionServiceGrpc.ReflectionServiceBlockingStub;
import pmm.mind.v1.SearchServiceGrpc;
import pmm.mind.v1.SearchServiceGrpc.SearchServiceBlockingStub;
import pmm.mind.v1.TemplateServiceGrpc;
import pmm.mind.v1.TemplateServiceGrpc.TemplateServiceBlockingStub;
import pmm.provider.v1.CodecSwitchServiceGrpc;
import pmm.provider.v1.CodecSwitchServiceGrpc.CodecSwitchServiceBlockingStub;
import pmm.provider.v1.ConsentServiceGrpc;
import pmm.provider.v1.ConsentServiceGrpc.ConsentServiceBlockingStub;
import pmm.provider.v1.ModelServiceGrpc;
import pmm.provider.v1.ModelServiceGrpc.ModelServiceBlockingStub;
import pmm.provider.v1.NetworkServiceGrpc;
import pmm.provider.v1.NetworkServiceGrpc.NetworkServiceBlockingStub;
import pmm.provider.v1.OllamaServiceGrpc;
import pmm.rpc.Home;
import pmm.rpc.MeshChannel;
import pmm.rpc.Role;
import pmm.ui.v1.DoorServiceGrpc;
import pmm.ui.v1.DoorServiceGrpc.DoorServiceBlockingStub;
import pmm.ui.v1.SessionServiceGrpc;
import pmm.ui.v1.SessionServiceGrpc.SessionServiceBlockingStub;

/** The four services as this command calls them; each channel is opened when it is first used. */
final class Mesh implements AutoCloseable {
  /** Who acts, as control events keep it. */
  static final String ACTOR = "command line";

  private static final long HEALTH_SECONDS = 3;

  private final Home home;
  private final Map<Service, MeshChannel> channels = new EnumMap<>(Service.class);

  Mesh(Home home) {
    this.home = home;
  }

  LedgerServiceBlockingStub ledger() {
    return LedgerServiceGrpc.newBlockingStub(channel(Service.LEDGER));
  }

  /** The ledger for calls that carry a stream to it. */
  LedgerServiceGrpc.LedgerServiceStub ledgerStreams() {
    return LedgerServiceGrpc.newStub(channel(Service.LEDGER));
  }

  ConversationServiceBlockingStub conversations() {
    return ConversationServiceGrpc.newBlockingStub(channel(Service.MIND));
  }

  ContextServiceBlockingStub contexts() {
    return ContextServiceGrpc.newBlockingStub(channel(Service.MIND));
  }

  MindServiceBlockingStub mind() {
    return MindServiceGrpc.newBlockingStub(channel(Service.MIND));
  }

  MemoryServiceBlockingStub memories() {
    return MemoryServiceGrpc.newBlockingStub(channel(Service.MIND));
  }

  CommitmentServiceBlockingStub commitments() {
    return CommitmentServiceGrpc.newBlockingStub(channel(Service.MIND));
  }

  GrowthServiceBlockingStub growth() {
    return GrowthServiceGrpc.newBlockingStub(channel(Service.MIND));
  }

  TemplateServiceBlockingStub templates() {
    return TemplateServiceGrpc.newBlockingStub(channel(Service.MIND));
  }

  IdentityServiceBlockingStub identity() {
    return IdentityServiceGrpc.newBlockingStub(channel(Service.MIND));
  }

  ReflectionServiceBlockingStub reflections() {
    return ReflectionServiceGrpc.newBlockingStub(channel(Service.MIND));
  }

  ImportServiceGrpc.ImportServiceBlockingStub imports() {
    return ImportServiceGrpc.newBlockingStub(channel(Service.MIND));
  }

  SearchServiceBlockingStub search() {
    return SearchServiceGrpc.newBlockingStub(channel(Service.MIND));
  }

  ModelServiceBlockingStub models() {
    return ModelServiceGrpc.newBlockingStub(channel(Service.PROVIDER));
  }

  CodecSwitchServiceBlockingStub codecs() {
    return CodecSwitchServiceGrpc.newBlockingStub(channel(Service.PROVIDER));
  }

  OllamaServiceGrpc.OllamaServiceBlockingStub ollama() {
    return OllamaServiceGrpc.newBlockingStub(channel(Service.PROVIDER));
  }

  ConsentServiceBlockingStub consents() {
    return ConsentServiceGrpc.newBlockingStub(channel(Service.PROVIDER));
  }

  NetworkServiceBlockingStub network() {
    return NetworkServiceGrpc.newBlockingStub(channel(Service.PROVIDER));
  }

  DoorServiceBlockingStub door() {
    return DoorServiceGrpc.newBlockingStub(channel(Service.UI));
  }

  SessionServiceBlockingStub sessions() {
    return SessionServiceGrpc.newBlockingStub(channel(Service.UI));
  }

  /** How a service answers the standard health check. */
  enum Health {
    /** It answers, and has all that it needs. */
    READY,
    /** It answers, and waits for something. */
    WAITING,
    /** It does not answer. */
    SILENT
  }

  /** Asks a service how it is; waits three seconds at most. */
  Health health(Service service) {
    try {
      HealthGrpc.HealthBlockingStub health =
          HealthGrpc.newBlockingStub(channel(service))
              .withDeadlineAfter(HEALTH_SECONDS, TimeUnit.SECONDS);
      health.check(HealthCheckRequest.getDefaultInstance());
      ServingStatus ready =
          health
              .check(HealthCheckRequest.newBuilder().setService(service.id()).build())
              .getStatus();
      return ready == ServingStatus.SERVING ? Health.READY : Health.WAITING;
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode() == Status.Code.NOT_FOUND ? Health.WAITING : Health.SILENT;
    }
  }

  @Override
  public void close() {
    channels.values().forEach(MeshChannel::close);
  }

  private Channel channel(Service service) {
    MeshChannel channel =
        channels.computeIfAbsent(service, key -> new MeshChannel(home, key.id(), Role.CLI));
    return ClientInterceptors.intercept(channel.channel(), Mesh::nameActor);
  }

  private static <Q, A> ClientCall<Q, A> nameActor(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    return next.newCall(method, options.withOption(MeshChannel.ACTOR, ACTOR));
  }
}
