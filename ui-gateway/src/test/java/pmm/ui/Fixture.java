package pmm.ui;

import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.Endpoint;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.client.grpc.GrpcClients;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.Scheme;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.AbstractStub;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import pmm.rpc.Config;
import pmm.rpc.Home;
import pmm.ui.session.TestClock;
import pmm.ui.v1.CreateLoginCodeRequest;
import pmm.ui.v1.DoorServiceGrpc;
import pmm.ui.v1.DoorServiceGrpc.DoorServiceBlockingStub;
import pmm.ui.v1.ExchangeLoginCodeRequest;

/** A gateway on a free port before a mesh, and clients of both kinds. */
final class Fixture implements AutoCloseable {
  final TestClock clock = new TestClock();
  final TestMesh mesh;
  private final Home home;
  private final UiGateway gateway;
  private final List<ManagedChannel> channels = new ArrayList<>();
  private final ClientFactory clients = ClientFactory.builder().build();

  Fixture(Path folder) {
    this(folder, Map.of());
  }

  Fixture(Path folder, Map<String, String> settings) {
    home = new Home(folder);
    mesh = new TestMesh(home);
    Map<String, String> all = new java.util.HashMap<>(Map.of("ui.port", "0"));
    all.putAll(settings);
    gateway = UiGateway.start(home, Config.of(all), clock);
  }

  int port() {
    return gateway.port();
  }

  /** The page's own name, with the port. */
  String ownHost() {
    return URI.create(gateway.page()).getAuthority();
  }

  /** A client that sends the headers it is told to, to the gateway's IPv4 address. */
  WebClient http(String host) {
    return WebClient.builder("h1c://127.0.0.1:" + port())
        .factory(clients)
        .setHeader(HttpHeaderNames.AUTHORITY, host)
        .build();
  }

  /** A browser's client; no token if it is empty. */
  <S extends AbstractStub<S>> S web(Class<S> stub, String token, String... headers) {
    String name = URI.create(gateway.page()).getHost();
    var builder =
        GrpcClients.builder(
                Scheme.parse("gproto-web+h1c"), Endpoint.of(name, port()).withIpAddr("127.0.0.1"))
            .factory(clients)
            .responseTimeout(Duration.ZERO)
            .setHeader(HttpHeaderNames.CONTENT_TYPE, "application/grpc-web+proto")
            .setHeader(HttpHeaderNames.ORIGIN, "http://" + ownHost())
            .setHeader("sec-fetch-site", "same-origin")
            .setHeader(HttpHeaderNames.USER_AGENT, "TestBrowser/1");
    if (!token.isEmpty()) {
      builder.setHeader(HttpHeaderNames.AUTHORIZATION, "Bearer " + token);
    }
    for (int i = 0; i < headers.length; i += 2) {
      builder.setHeader(headers[i], headers[i + 1]);
    }
    return builder.build(stub);
  }

  /** A program's channel, native gRPC over HTTP/2. */
  ManagedChannel program() {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", port()).usePlaintext().build();
    channels.add(channel);
    return channel;
  }

  /** The stub, with the token of this role. */
  <S extends AbstractStub<S>> S withToken(String role, S stub) throws IOException {
    Metadata headers = new Metadata();
    headers.put(
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER),
        "Bearer " + Files.readString(home.runDir("ui").resolve("token." + role)));
    return stub.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  String loginUrl() throws IOException {
    return door().createLoginCode(CreateLoginCodeRequest.getDefaultInstance()).getUrl();
  }

  String loginCode() throws IOException {
    return loginUrl().replaceFirst(".*#code=", "");
  }

  /** The pmm command's client. */
  DoorServiceBlockingStub door() throws IOException {
    return withToken("cli", DoorServiceGrpc.newBlockingStub(program()));
  }

  /** Comes in as a browser; the token of its session. */
  String comeIn() throws IOException {
    return web(DoorServiceBlockingStub.class, "")
        .exchangeLoginCode(ExchangeLoginCodeRequest.newBuilder().setCode(loginCode()).build())
        .getSessionToken();
  }

  /** Restarts the gateway in the same home. */
  Fixture restarted() {
    close();
    return new Fixture(home.root());
  }

  @Override
  public void close() {
    channels.forEach(ManagedChannel::shutdownNow);
    clients.close();
    gateway.close();
    mesh.close();
  }
}
