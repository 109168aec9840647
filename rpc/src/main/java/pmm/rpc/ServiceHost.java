package pmm.rpc;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.ProtoReflectionService;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A gRPC server on loopback with everything that a service of the mesh has. */
public final class ServiceHost implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ServiceHost.class);
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final RunFolder runFolder;
  private final Readiness readiness;
  private final Server server;
  private final ExecutorService executor;
  private final List<Runnable> onDrain;

  private ServiceHost(Builder builder) {
    runFolder = new RunFolder(builder.home, builder.name, builder.access.roles());
    readiness = new Readiness(builder.names());
    executor = Executors.newVirtualThreadPerTaskExecutor();
    onDrain = List.copyOf(builder.onDrain);
    server = builder.server(runFolder.tokens(), readiness, executor);
  }

  /** A host of this name, which is also that of its run folder. */
  public static Builder builder(String name, Home home, Config config) {
    return new Builder(name, home, config);
  }

  /** Puts a host together. */
  public static final class Builder {
    private final String name;
    private final Home home;
    private final Config config;
    private final List<ServerServiceDefinition> services = new ArrayList<>();
    private final List<Runnable> onDrain = new ArrayList<>();
    private Access access = new Access(Map.of());
    private UnaryOperator<Throwable> errors = UnaryOperator.identity();
    private InetSocketAddress address = new InetSocketAddress("127.0.0.1", 0);
    private String portVariable = "";

    private Builder(String name, Home home, Config config) {
      this.name = name;
      this.home = home;
      this.config = config;
    }

    /** The port unless a flag, this variable or config.toml (NAME.port) says another; 0 is any. */
    public Builder port(int otherwise, String variable) {
      portVariable = variable;
      int port = config.integer(name + ".port", variable, otherwise);
      // Containers have a network of their own; elsewhere nothing but loopback is bound.
      String bindVariable = "PMM_" + name.toUpperCase(Locale.ROOT) + "_BIND";
      address = new InetSocketAddress(config.text(name + ".bind", bindVariable, "127.0.0.1"), port);
      return this;
    }

    /** Who may call what. */
    public Builder access(Access table) {
      access = table;
      return this;
    }

    /** What the service's own exceptions mean, as {@link Problem}s. */
    public Builder errors(UnaryOperator<Throwable> translation) {
      errors = translation;
      return this;
    }

    /** Adds a service to serve. */
    public Builder service(BindableService service) {
      services.add(service.bindService());
      return this;
    }

    /** Has this end the streams that would never end by themselves, when the host stops. */
    public Builder onDrain(Runnable action) {
      onDrain.add(action);
      return this;
    }

    /** Makes the host. */
    public ServiceHost build() {
      return new ServiceHost(this);
    }

    private String[] names() {
      return Stream.concat(
              Stream.of(name),
              services.stream().map(service -> service.getServiceDescriptor().getName()))
          .toArray(String[]::new);
    }

    private Server server(TokenTable tokens, Readiness readiness, ExecutorService executor) {
      return NettyServerBuilder.forAddress(address)
          .executor(executor)
          .maxInboundMessageSize(MeshChannel.MAX_MESSAGE_BYTES)
          .flowControlWindow(MeshChannel.FLOW_CONTROL_WINDOW)
          .permitKeepAliveTime(5, TimeUnit.SECONDS)
          .permitKeepAliveWithoutCalls(true)
          .addServices(services)
          .addService(readiness.service())
          .addService(ProtoReflectionServiceV1.newInstance())
          .addService(ProtoReflectionService.newInstance())
          .intercept(new AuthInterceptor(tokens, access))
          // The last one added is the outermost.
          .intercept(new ErrorInterceptor(errors))
          .build();
    }
  }

  /**
   * Listens, and says where.
   *
   * @throws ConfigurationException if the port is taken
   */
  public ServiceHost start() {
    try {
      server.start();
    } catch (IOException e) {
      runFolder.close();
      throw new ConfigurationException(
          "cannot listen: " + e.getMessage() + " (another program has the port? choose another)",
          e);
    }
    InetSocketAddress bound = (InetSocketAddress) server.getListenSockets().getFirst();
    runFolder.publish(bound);
    log.info("Listening at {}", bound);
    return this;
  }

  /** The port it listens on. */
  public int port() {
    return server.getPort();
  }

  /** What its health says. */
  public Readiness readiness() {
    return readiness;
  }

  /** Says whether the service can do its work. */
  public void setReady(boolean ready) {
    readiness.setReady(ready);
  }

  /** Waits until it has stopped. */
  public void awaitTermination() throws InterruptedException {
    server.awaitTermination();
  }

  /** Takes no new calls, lets those under way end, within a few seconds, and leaves. */
  @Override
  public void close() {
    readiness.stop();
    server.shutdown();
    onDrain.forEach(Runnable::run);
    try {
      if (!server.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        log.warn("Calls still under way after {}; ending them", GRACE);
        server.shutdownNow().awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      server.shutdownNow();
      Thread.currentThread().interrupt();
    }
    executor.shutdown();
    runFolder.close();
  }
}
