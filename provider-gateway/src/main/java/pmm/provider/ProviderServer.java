package pmm.provider;

import com.linecorp.armeria.common.grpc.GrpcSerializationFormats;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.grpc.GrpcService;
import com.linecorp.armeria.server.grpc.GrpcServiceBuilder;
import io.grpc.BindableService;
import io.grpc.ServerInterceptors;
import io.grpc.protobuf.services.ProtoReflectionService;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmm.provider.v1.CodecSwitchServiceGrpc;
import pmm.provider.v1.ConsentServiceGrpc;
import pmm.provider.v1.ModelServiceGrpc;
import pmm.provider.v1.NetworkServiceGrpc;
import pmm.provider.v1.OllamaServiceGrpc;
import pmm.provider.v1.ProviderServiceGrpc;
import pmm.rpc.Access;
import pmm.rpc.AuthInterceptor;
import pmm.rpc.ConfigurationException;
import pmm.rpc.ErrorInterceptor;
import pmm.rpc.Home;
import pmm.rpc.Readiness;
import pmm.rpc.Role;
import pmm.rpc.RunFolder;

/** The gRPC door of this service: native gRPC on loopback, for callers with a token. */
final class ProviderServer implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ProviderServer.class);
  private static final String NAME = "provider";
  private static final int MAX_MESSAGE_BYTES = 4 << 20;
  private static final Duration STOP = Duration.ofMillis(700);

  private static final String GENERATE = ProviderServiceGrpc.SERVICE_NAME + "/Generate";
  private static final String MODELS = ModelServiceGrpc.SERVICE_NAME;
  private static final String OLLAMA = OllamaServiceGrpc.SERVICE_NAME;
  private static final Set<String> PERSON =
      Set.of(
          MODELS + "/*",
          OLLAMA + "/*",
          ConsentServiceGrpc.SERVICE_NAME + "/*",
          CodecSwitchServiceGrpc.SERVICE_NAME + "/*",
          NetworkServiceGrpc.SERVICE_NAME + "/*");
  private static final Set<String> READ_MODELS =
      Set.of(MODELS + "/ListModels", MODELS + "/GetModel");

  static final Access ACCESS =
      new Access(
          Map.of(
              Role.MIND, Set.of(GENERATE, MODELS + "/ListModels", MODELS + "/GetModel"),
              Role.UI, PERSON,
              Role.CLI, PERSON,
              Role.OTHER, READ_MODELS));

  private final RunFolder runFolder;
  private final Readiness readiness =
      new Readiness(
          NAME,
          ProviderServiceGrpc.SERVICE_NAME,
          MODELS,
          OLLAMA,
          ConsentServiceGrpc.SERVICE_NAME,
          CodecSwitchServiceGrpc.SERVICE_NAME,
          NetworkServiceGrpc.SERVICE_NAME);
  private final Server server;

  /**
   * Creates the server.
   *
   * @param generate what answers on threads of its own: each of its words would otherwise pass
   *     through a pool of threads that has nothing to do for it
   * @param services what answers on the caller's thread, and may block
   */
  ProviderServer(
      Home home, Settings settings, BindableService generate, List<BindableService> services) {
    runFolder = new RunFolder(home, NAME, ACCESS.roles());
    server =
        Server.builder()
            .http(settings.bind())
            .requestTimeout(Duration.ZERO)
            .idleTimeout(Duration.ofMinutes(5))
            .maxRequestLength(0)
            .gracefulShutdownTimeout(Duration.ofMillis(100), Duration.ofSeconds(5))
            .service(grpc(true, withStandard(services)))
            .service(grpc(false, List.of(generate)))
            .decorator(new HostRule(settings.names()))
            .build();
  }

  private List<BindableService> withStandard(List<BindableService> services) {
    List<BindableService> all = new ArrayList<>(services);
    all.add(readiness.service());
    all.add(ProtoReflectionServiceV1.newInstance());
    all.add(ProtoReflectionService.newInstance());
    return all;
  }

  private GrpcService grpc(boolean blocking, List<BindableService> services) {
    GrpcServiceBuilder grpc =
        GrpcService.builder()
            .supportedSerializationFormats(GrpcSerializationFormats.PROTO)
            .maxRequestMessageLength(MAX_MESSAGE_BYTES)
            .useBlockingTaskExecutor(blocking);
    AuthInterceptor auth = new AuthInterceptor(runFolder.tokens(), ACCESS);
    ErrorInterceptor errors = new ErrorInterceptor();
    services.forEach(
        service -> grpc.addService(ServerInterceptors.intercept(service, auth, errors)));
    return grpc.build();
  }

  /** Listens, and says where. */
  ProviderServer start() {
    try {
      server.start().join();
    } catch (CompletionException e) {
      runFolder.close();
      throw new ConfigurationException(
          "cannot listen: "
              + e.getCause()
              + " (another program has the port? choose another by PMM_PROVIDER_PORT)",
          e);
    }
    runFolder.publish(java.util.Objects.requireNonNull(server.activePort()).localAddress());
    log.info("Listening at {}", server.activePort());
    readiness.setReady(true);
    return this;
  }

  /** What its health says. */
  Readiness readiness() {
    return readiness;
  }

  @Override
  public void close() {
    readiness.stop();
    try {
      // Calls end long before the idle threads behind them do, and nobody needs those.
      var _ = server.stop().get(STOP.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      log.debug("The server's threads still wind down", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    runFolder.close();
  }
}
