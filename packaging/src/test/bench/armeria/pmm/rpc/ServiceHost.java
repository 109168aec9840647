package pmm.rpc;

import com.linecorp.armeria.common.grpc.GrpcSerializationFormats;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.grpc.GrpcService;
import com.linecorp.armeria.server.grpc.GrpcServiceBuilder;
import io.grpc.BindableService;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.services.ProtoReflectionService;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * In the place of the product's own, for a benchmark: the ledger and the mind served by Armeria, as
 * the two gateways are.
 */
public final class ServiceHost implements AutoCloseable {
  private final RunFolder runFolder;
  private final Readiness readiness;
  private final Server server;
  private final List<Runnable> onDrain;
  private final CountDownLatch ended = new CountDownLatch(1);

  private ServiceHost(Builder builder) {
    runFolder = new RunFolder(builder.home, builder.name, builder.access.roles());
    readiness = new Readiness(builder.names());
    onDrain = List.copyOf(builder.onDrain);
    server = builder.server(runFolder.tokens(), readiness);
  }

  public static Builder builder(String name, Home home, Config config) {
    return new Builder(name, home, config);
  }

  public static final class Builder {
    private final String name;
    private final Home home;
    private final Config config;
    private final List<ServerServiceDefinition> services = new ArrayList<>();
    private final List<Runnable> onDrain = new ArrayList<>();
    private Access access = new Access(Map.of());
    private UnaryOperator<Throwable> errors = UnaryOperator.identity();
    private InetSocketAddress address = new InetSocketAddress("127.0.0.1", 0);

    private Builder(String name, Home home, Config config) {
      this.name = name;
      this.home = home;
      this.config = config;
    }

    public Builder port(int otherwise, String variable) {
      int port = config.integer(name + ".port", variable, otherwise);
      String bind = "PMM_" + name.toUpperCase(Locale.ROOT) + "_BIND";
      address = new InetSocketAddress(config.text(name + ".bind", bind, "127.0.0.1"), port);
      return this;
    }

    public Builder access(Access table) {
      access = table;
      return this;
    }

    public Builder errors(UnaryOperator<Throwable> translation) {
      errors = translation;
      return this;
    }

    public Builder service(BindableService service) {
      services.add(service.bindService());
      return this;
    }

    public Builder onDrain(Runnable action) {
      onDrain.add(action);
      return this;
    }

    public ServiceHost build() {
      return new ServiceHost(this);
    }

    private String[] names() {
      return Stream.concat(
              Stream.of(name),
              services.stream().map(service -> service.getServiceDescriptor().getName()))
          .toArray(String[]::new);
    }

    private Server server(TokenTable tokens, Readiness readiness) {
      GrpcServiceBuilder grpc =
          GrpcService.builder()
              .supportedSerializationFormats(GrpcSerializationFormats.PROTO)
              .maxRequestMessageLength(MeshChannel.MAX_MESSAGE_BYTES)
              .useBlockingTaskExecutor(true);
      List<ServerServiceDefinition> all = new ArrayList<>(services);
      all.add(readiness.service().bindService());
      all.add(ProtoReflectionServiceV1.newInstance().bindService());
      all.add(ProtoReflectionService.newInstance().bindService());
      all.forEach(
          service ->
              grpc.addService(
                  ServerInterceptors.intercept(
                      service,
                      new AuthInterceptor(tokens, access),
                      new ErrorInterceptor(errors))));
      return Server.builder()
          .http(address)
          .requestTimeout(Duration.ZERO)
          .maxRequestLength(0)
          .service(grpc.build())
          .build();
    }
  }

  public ServiceHost start() {
    server.start().join();
    runFolder.publish(java.util.Objects.requireNonNull(server.activePort()).localAddress());
    return this;
  }

  public int port() {
    return server.activeLocalPort();
  }

  public Readiness readiness() {
    return readiness;
  }

  public void setReady(boolean ready) {
    readiness.setReady(ready);
  }

  public void awaitTermination() throws InterruptedException {
    ended.await();
  }

  @Override
  public void close() {
    readiness.stop();
    onDrain.forEach(Runnable::run);
    server.stop().join();
    ended.countDown();
    runFolder.close();
  }
}
