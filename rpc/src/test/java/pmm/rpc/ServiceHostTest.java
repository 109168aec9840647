package pmm.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Int64Value;
import io.grpc.CallOptions;
import io.grpc.Context;
import io.grpc.Context.CancellableContext;
import io.grpc.Metadata;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pmm.rpc.Echo.EchoReason;

@Timeout(60)
class ServiceHostTest {
  private static final Access ACCESS =
      new Access(
          Map.of(
              Role.MIND, Set.of("test.v1.Echo/*"),
              Role.CLI, Set.of("test.v1.Echo/Say"),
              Role.OTHER, Set.of("test.v1.Echo/Count")));

  @TempDir private Path folder;
  private Home home;
  private Echo echo = new Echo();
  private ServiceHost host;
  private MeshChannel mind;
  private MeshChannel cli;
  private MeshChannel other;

  @BeforeEach
  void start() {
    home = new Home(folder);
    host = newHost();
    mind = new MeshChannel(home, "echo", Role.MIND);
    cli = new MeshChannel(home, "echo", Role.CLI);
    other = new MeshChannel(home, "echo", Role.OTHER);
  }

  private ServiceHost newHost() {
    echo = new Echo();
    return ServiceHost.builder("echo", home, Config.of(Map.of("echo.port", "0")))
        .port(3009, "PMM_ECHO_PORT")
        .access(ACCESS)
        .errors(thrown ->
            thrown instanceof ArithmeticException
                ? new Problem(EchoReason.TOO_LOUD, "translated")
                : thrown)
        .service(echo)
        .build()
        .start();
  }

  @AfterEach
  void stop() {
    mind.close();
    cli.close();
    other.close();
    host.close();
  }

  @Test
  void knowsRolesAndBelievesActorsOfPersonsDoorsOnly() {
    CallOptions behind = CallOptions.DEFAULT.withOption(MeshChannel.ACTOR, "terminal 4");
    assertEquals("cli terminal 4", Echo.say(cli.channel(), "who", behind));
    assertEquals("cli cli", Echo.say(cli.channel(), "who"));
    assertEquals("mind mind", Echo.say(mind.channel(), "who", behind));
  }

  @Test
  void refusesWhatTheRoleMayNot() {
    RemoteProblem refused =
        Echo.told(
            assertThrows(StatusRuntimeException.class, () -> Echo.say(other.channel(), "hello")));
    assertTrue(refused.is(RpcReason.ROLE_NOT_ALLOWED));
    assertEquals(Code.PERMISSION_DENIED, refused.code());
    assertEquals(Map.of("role", "other", "method", "test.v1.Echo/Say"), refused.metadata());
    assertEquals(1, Echo.count(other.channel(), "1").next().getValue());
  }

  @Test
  void laysTokensIntoAFolderForEachHolder() throws Exception {
    Path tokens = folder.resolve("tokens");
    Home apart = new Home(folder, folder.resolve("elsewhere"), tokens);
    try (ServiceHost echoing =
            ServiceHost.builder("echo", apart, Config.of(Map.of("echo.port", "0")))
                .port(0, "PMM_ECHO_PORT")
                .access(ACCESS)
                .service(new Echo())
                .build()
                .start();
        MeshChannel asMind = new MeshChannel(apart, "echo", Role.MIND)) {
      assertEquals("mind mind", Echo.say(asMind.channel(), "who"));
      assertEquals(
          Set.of("mind/token.mind", "person/token.cli", "person/token.other"),
          files(tokens.resolve("echo")));
      assertEquals(Set.of("address", "lock", "pid"), files(folder.resolve("elsewhere/echo")));
    }
    assertEquals(Set.of(), files(tokens.resolve("echo")));
  }

  private static Set<String> files(Path top) throws IOException {
    try (Stream<Path> below = Files.walk(top)) {
      return below
          .filter(Files::isRegularFile)
          .map(file -> top.relativize(file).toString())
          .collect(Collectors.toSet());
    }
  }

  @Test
  void refusesAForgedToken() {
    Metadata forged = new Metadata();
    forged.put(AuthInterceptor.AUTHORIZATION, "Bearer forged");
    var plain =
        io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder.forAddress("127.0.0.1", host.port())
            .usePlaintext()
            .intercept(MetadataUtils.newAttachHeadersInterceptor(forged))
            .build();
    RemoteProblem refused =
        Echo.told(assertThrows(StatusRuntimeException.class, () -> Echo.say(plain, "hello")));
    plain.shutdownNow();
    assertTrue(refused.is(RpcReason.TOKEN_UNKNOWN));
    assertEquals(Code.UNAUTHENTICATED, refused.code());
  }

  @Test
  void tellsProblemsWithReasonAndDetails() {
    for (String how : new String[] {"problem", "wrapped problem"}) {
      RemoteProblem problem =
          Echo.told(
              assertThrows(StatusRuntimeException.class, () -> Echo.say(mind.channel(), how)));
      assertTrue(problem.is(EchoReason.TOO_LOUD));
      assertEquals(Code.FAILED_PRECONDITION, problem.code());
      assertEquals("loudness 11 (expected: <= 10)", problem.message());
      assertEquals(Map.of("loudness", "11"), problem.metadata());
    }
    assertEquals(
        "translated",
        Echo.told(
                assertThrows(
                    StatusRuntimeException.class, () -> Echo.say(mind.channel(), "foreign")))
            .message());
  }

  @Test
  void keepsDefectsToItself() {
    RemoteProblem problem =
        Echo.told(
            assertThrows(StatusRuntimeException.class, () -> Echo.say(mind.channel(), "defect")));
    assertTrue(problem.is(RpcReason.INTERNAL));
    assertEquals(Code.INTERNAL, problem.code());
    assertFalse(problem.message().contains("secret"));
  }

  @Test
  void givesUnaryCallsADeadline() {
    long left = Long.parseLong(Echo.say(mind.channel(), "time"));
    assertTrue(left >= 0 && left <= Deadlines.UNARY.toSeconds(), () -> left + " s");
    CallOptions longer = CallOptions.DEFAULT.withDeadlineAfter(1, TimeUnit.HOURS);
    assertTrue(Long.parseLong(Echo.say(mind.channel(), "time", longer)) > 3000);
  }

  @Test
  void endsAStreamWithItsProblem() {
    Iterator<Int64Value> stream = Echo.count(mind.channel(), "problem");
    assertEquals(1, stream.next().getValue());
    assertTrue(
        Echo.told(assertThrows(StatusRuntimeException.class, stream::hasNext))
            .is(EchoReason.TOO_LOUD));
  }

  @Test
  @Timeout(10)
  void endsAStreamWhoseWorkOverflowsTheStack() {
    RemoteProblem problem =
        Echo.told(
            assertThrows(
                StatusRuntimeException.class,
                () -> Echo.count(mind.channel(), "overflow").hasNext()));
    assertTrue(problem.is(RpcReason.INTERNAL));
    assertFalse(problem.message().contains("secret"));
  }

  @Test
  void waitsForASlowReaderAndEndsWhenItLeaves() throws Exception {
    CancellableContext reading = Context.current().withCancellation();
    Context before = reading.attach();
    Iterator<Int64Value> stream = Echo.count(mind.channel(), Long.toString(Long.MAX_VALUE));
    reading.detach(before);
    for (long i = 1; i <= 1000; i++) {
      assertEquals(i, stream.next().getValue());
    }
    reading.cancel(null);
    echo.left.get();
    assertTrue(echo.counted.get() < 10_000_000, () -> echo.counted + " sent");
  }

  @Test
  void isAliveAtOnceAndReadyWhenNothingIsMissing() {
    assertEquals(ServingStatus.SERVING, health(""));
    assertEquals(ServingStatus.NOT_SERVING, health("echo"));
    host.readiness().set("a friend", false);
    host.setReady(true);
    assertEquals(ServingStatus.NOT_SERVING, health("test.v1.Echo"));
    host.readiness().set("a friend", true);
    assertEquals(ServingStatus.SERVING, health("test.v1.Echo"));
    assertEquals(ServingStatus.SERVING, health("echo"));
  }

  @Test
  void isFoundAgainAfterARestartWithNewTokens() {
    assertEquals("one", Echo.say(mind.channel(), "one"));
    host.close();
    assertEquals(
        Code.UNAVAILABLE,
        Echo.told(assertThrows(StatusRuntimeException.class, () -> Echo.say(mind.channel(), "-")))
            .code());
    host = newHost();
    assertEquals("two", Echo.say(mind.channel(), "two"));
  }

  @Test
  void runsOnceInAHome() {
    ConfigurationException refused = assertThrows(ConfigurationException.class, this::newHost);
    assertTrue(
        String.valueOf(refused.getMessage()).contains("pid " + ProcessHandle.current().pid()));
    assertEquals("still", Echo.say(mind.channel(), "still"));
  }

  @Test
  void saysThatItsPortIsTaken() {
    Config same = Config.of(Map.of("twin.port", Integer.toString(host.port())));
    ServiceHost twin =
        ServiceHost.builder("twin", home, same).port(0, "PMM_TWIN_PORT").access(ACCESS).build();
    ConfigurationException refused = assertThrows(ConfigurationException.class, twin::start);
    assertTrue(String.valueOf(refused.getMessage()).contains(Integer.toString(host.port())));
    assertFalse(Files.exists(home.runDir("twin").resolve("address")));
  }

  @Test
  void doesNotPassForListeningByTheAddressOfOneThatWasKilled() throws IOException {
    Path address = Files.createDirectories(home.runDir("twin")).resolve("address");
    Files.writeString(address, "127.0.0.1:1");
    ServiceHost twin = ServiceHost.builder("twin", home, Config.of(Map.of())).build();
    assertFalse(Files.exists(address));
    try (ServiceHost started = twin.start()) {
      assertEquals("127.0.0.1:" + started.port(), Files.readString(address));
    }
    assertFalse(Files.exists(address));
  }

  @Test
  void waitsForThoseItNeeds() throws Exception {
    Readiness readiness = new Readiness("needy");
    readiness.setReady(true);
    assertTrue(readiness.missing().isEmpty());
    try (Dependencies needed = new Dependencies(readiness, other)) {
      assertEquals("[echo]", readiness.missing().toString());
      host.setReady(true);
      readiness.await();
      host.close();
      while (readiness.missing().isEmpty()) {
        Thread.onSpinWait();
      }
      host = newHost();
      host.setReady(true);
      readiness.await();
    }
  }

  private ServingStatus health(String service) {
    return HealthGrpc.newBlockingStub(other.channel())
        .check(HealthCheckRequest.newBuilder().setService(service).build())
        .getStatus();
  }
}
