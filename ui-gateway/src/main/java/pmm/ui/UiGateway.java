package pmm.ui;

import com.linecorp.armeria.common.SessionProtocol;
import com.linecorp.armeria.common.grpc.GrpcSerializationFormats;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServerErrorHandler;
import com.linecorp.armeria.server.ServerPort;
import com.linecorp.armeria.server.grpc.GrpcService;
import com.linecorp.armeria.server.grpc.GrpcServiceBuilder;
import io.grpc.protobuf.services.ProtoReflectionService;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmm.rpc.Config;
import pmm.rpc.ConfigurationException;
import pmm.rpc.ErrorInterceptor;
import pmm.rpc.Home;
import pmm.rpc.Readiness;
import pmm.rpc.RunFolder;
import pmm.ui.door.Gate;
import pmm.ui.door.Hosts;
import pmm.ui.door.Listening;
import pmm.ui.door.PlainErrors;
import pmm.ui.door.SafeHeaders;
import pmm.ui.mesh.Mesh;
import pmm.ui.page.Page;
import pmm.ui.pass.PassThrough;
import pmm.ui.pass.Rights;
import pmm.ui.session.Admission;
import pmm.ui.session.DoorApi;
import pmm.ui.session.OneTimeCodes;
import pmm.ui.session.RememberedBrowsers;
import pmm.ui.session.SessionApi;
import pmm.ui.session.Sessions;
import pmm.ui.session.StepUps;

/** The door for browsers, and for programs that reach only this port. */
final class UiGateway implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(UiGateway.class);
  private static final int MOST_MESSAGE_BYTES = 4 << 20;
  private static final Duration DRAIN = Duration.ofSeconds(2);
  private static final Duration LOGGED_CODE_VALID = Duration.ofMinutes(10);

  private final Listening listening;
  private final Hosts hosts;
  private final RunFolder runFolder;
  private final Mesh mesh;
  private final Sessions sessions;
  private final Readiness readiness = new Readiness("ui");
  private final Server server;

  private UiGateway(Home home, Config config, Clock clock) {
    runFolder = new RunFolder(home, "ui", Rights.ofPrograms().roles());
    try {
      listening = Listening.from(config);
    } catch (RuntimeException taken) {
      runFolder.close();
      throw taken;
    }
    hosts = new Hosts(home, config, listening.port());
    mesh = new Mesh(home);
    sessions = new Sessions(clock);
    OneTimeCodes codes = new OneTimeCodes(clock);
    RememberedBrowsers browsers = new RememberedBrowsers(home, clock);
    StepUps stepUps = new StepUps(clock);
    Admission admission =
        new Admission(
            sessions, stepUps, Rights.ofBrowsers(), runFolder.tokens(), Rights.ofPrograms());
    GrpcService own =
        grpc(admission)
            .addService(new DoorApi(hosts, codes, sessions, browsers))
            .addService(new SessionApi(sessions, browsers, stepUps, mesh))
            .useBlockingTaskExecutor(true)
            .build();
    GrpcService standard =
        grpc(admission)
            .addService(readiness.service())
            .addService(ProtoReflectionServiceV1.newInstance())
            .build();
    GrpcService older = grpc(admission).addService(ProtoReflectionService.newInstance()).build();
    GrpcService passed = grpc(admission).addServiceDefinitions(PassThrough.to(mesh)).build();
    server = server(List.of(own, standard, older, passed));
    if (listening.container() && browsers.isEmpty()) {
      // Nobody has come in yet, and the owner may have no shell in this container.
      log.info(
          "To come in, once, within {} minutes: {}#code={}",
          LOGGED_CODE_VALID.toMinutes(),
          hosts.page(),
          codes.issue(LOGGED_CODE_VALID).code());
    }
  }

  /** Builds the gateway and listens. */
  static UiGateway start(Home home, Config config) {
    return start(home, config, Clock.systemUTC());
  }

  static UiGateway start(Home home, Config config, Clock clock) {
    UiGateway gateway = new UiGateway(home, config, clock);
    gateway.listen();
    gateway.runFolder.publish(gateway.listening.addresses().getFirst());
    gateway.readiness.setReady(true);
    log.info("Listening at {}; the page is {}", gateway.listening.addresses(), gateway.page());
    return gateway;
  }

  private void listen() {
    try {
      server.start().join();
    } catch (CompletionException taken) {
      close();
      throw new ConfigurationException(
          "cannot listen at " + listening.addresses() + ": " + taken.getCause(), taken);
    }
  }

  /** The address of the page. */
  String page() {
    return hosts.page();
  }

  /** The port. */
  int port() {
    return listening.port();
  }

  /** Ends all sessions and streams, lets unary calls end, and leaves. */
  @Override
  public void close() {
    readiness.stop();
    sessions.close();
    server.stop().join();
    mesh.close();
    runFolder.close();
  }

  private static GrpcServiceBuilder grpc(Admission admission) {
    return GrpcService.builder()
        .supportedSerializationFormats(
            GrpcSerializationFormats.PROTO, GrpcSerializationFormats.PROTO_WEB)
        .maxRequestMessageLength(MOST_MESSAGE_BYTES)
        // The last one is the outermost.
        .intercept(admission, new ErrorInterceptor());
  }

  private Server server(List<GrpcService> services) {
    ServerBuilder builder = Server.builder();
    listening
        .addresses()
        .forEach(address -> builder.port(new ServerPort(address, SessionProtocol.HTTP)));
    services.forEach(builder::service);
    return builder
        .serviceUnder("/", new Page(hosts))
        .decorator(new Gate(hosts))
        .addHeaders(SafeHeaders.all())
        .errorHandler(new PlainErrors().orElse(ServerErrorHandler.ofDefault()))
        .disableServerHeader()
        // A request without a Host must not be taken for one with this machine's name.
        .defaultHostname("no-host.invalid")
        // Streams last as long as their caller wants; callers of unary methods set deadlines.
        .requestTimeout(Duration.ZERO)
        .idleTimeout(Duration.ofMinutes(1))
        // A caller that leaves is no fault.
        .unloggedExceptionsReportInterval(Duration.ZERO)
        .gracefulShutdownTimeout(Duration.ZERO, DRAIN)
        .build();
  }
}
