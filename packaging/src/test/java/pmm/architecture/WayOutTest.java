package pmm.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.WebClient;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.resolver.DefaultAddressResolverGroup;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLConnection;
import java.net.http.HttpClient;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Who may reach the network: the gateway's egress package, and rpc for the channels between the
 * services. Each thing that is forbidden is done once by a class planted here, to see that the rule
 * finds it.
 */
class WayOutTest {

  private static final JavaClasses PMM = Module.importAll();

  /** Opens connections, sends by them or resolves names. */
  private static final DescribedPredicate<JavaClass> NETWORK =
      describe(
          "sockets, HTTP clients, resolvers or channels",
          type ->
              Stream.of(
                          "java.net.http.",
                          "com.linecorp.armeria.client.",
                          "io.netty.resolver.",
                          "io.netty.bootstrap.",
                          "io.netty.channel.socket.",
                          "io.netty.channel.epoll.",
                          "io.netty.channel.kqueue.",
                          "io.netty.channel.uring.",
                          "io.grpc.netty.",
                          "io.grpc.okhttp.",
                          "javax.net.",
                          "javax.naming.",
                          "sun.",
                          "jdk.internal.")
                      .anyMatch(type.getName()::startsWith)
                  || Set.of(
                          "java.net.Socket",
                          "java.net.DatagramSocket",
                          "java.net.MulticastSocket",
                          "java.net.URL",
                          "java.net.URLClassLoader",
                          "java.net.URLConnection",
                          "java.net.HttpURLConnection",
                          "java.net.spi.InetAddressResolver",
                          "java.nio.channels.SocketChannel",
                          "java.nio.channels.DatagramChannel",
                          "java.nio.channels.AsynchronousSocketChannel",
                          "io.grpc.Grpc",
                          "io.grpc.ManagedChannel",
                          "io.grpc.ManagedChannelBuilder")
                      .contains(type.getName()));

  private static final Map<Class<?>, Set<String>> ASKING =
      Map.of(
          InetAddress.class,
          Set.of(
              "getByName",
              "getAllByName",
              "getLocalHost",
              "getHostName",
              "getCanonicalHostName",
              "isReachable"),
          InetSocketAddress.class,
          Set.of("getHostName"));

  /** Asks a name server, or would if it were not given a literal address. */
  private static final DescribedPredicate<JavaCall<?>> RESOLVING =
      describe(
          "resolve a name",
          call ->
              ASKING.entrySet().stream()
                      .anyMatch(asking ->
                          call.getTargetOwner().isEquivalentTo(asking.getKey())
                              && asking.getValue().contains(call.getName()))
                  || (call.getTargetOwner().isEquivalentTo(InetSocketAddress.class)
                      && call.getName().equals(JavaConstructor.CONSTRUCTOR_NAME)
                      && call.getTarget()
                          .getRawParameterTypes()
                          .getFirst()
                          .isEquivalentTo(String.class)));

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"PROVIDER", "RPC"})
  void elsewhereOnlyRpcOpensChannels(Module module) {
    staysOffTheNetwork(PMM, module.classes());
  }

  @Test
  void onlyTheEgressPackageReachesTheNetwork() {
    staysOffTheNetwork(
        PMM, Module.PROVIDER.classes().and(not(resideInAPackage("pmm.provider.egress.."))));
  }

  @Test
  void theRulesHoldSomething() {
    assertTrue(dependsOnNetwork("pmm.provider.egress"), "nothing in egress reaches the network");
    assertTrue(dependsOnNetwork("pmm.rpc"), "nothing in rpc opens a channel");
    assertFalse(dependsOnNetwork("pmm.provider.codec"), "a codec reaches the network");
  }

  @ParameterizedTest
  @MethodSource("planted")
  void findsAClassThatBreaksTheRule(Class<?> breaking) {
    JavaClasses planted = new ClassFileImporter().importClasses(breaking);
    assertThrows(AssertionError.class, () -> staysOffTheNetwork(planted, alwaysTrue()));
  }

  @Test
  void letsAClassBeThatOnlyNamesAddresses() {
    staysOffTheNetwork(new ClassFileImporter().importClasses(NamesAnAddress.class), alwaysTrue());
  }

  private static boolean dependsOnNetwork(String place) {
    return PMM.stream()
        .filter(type -> type.getPackageName().startsWith(place))
        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
        .anyMatch(dependency -> NETWORK.test(dependency.getTargetClass()));
  }

  private static void staysOffTheNetwork(
      JavaClasses classes, DescribedPredicate<? super JavaClass> these) {
    noClasses().that(these).should().dependOnClassesThat(NETWORK).check(classes);
    noClasses().that(these).should().callCodeUnitWhere(RESOLVING).check(classes);
  }

  private static List<Class<?>> planted() {
    return List.of(
        OpensASocket.class,
        SendsADatagram.class,
        OpensATlsSocket.class,
        OpensASocketChannel.class,
        OpensADatagramChannel.class,
        OpensAnAsynchronousChannel.class,
        ReadsAUrl.class,
        HoldsAConnection.class,
        HasAnHttpClient.class,
        HasAWebClient.class,
        HasAClientFactory.class,
        HasANettyBootstrap.class,
        HasANettyChannel.class,
        HasANettyResolver.class,
        OpensAGrpcChannel.class,
        ResolvesAName.class,
        ResolvesAllAddresses.class,
        ResolvesASocketAddress.class,
        ResolvesBackwards.class,
        PingsAnAddress.class);
  }

  record OpensASocket(String host) {
    void call() throws IOException {
      new Socket(host, 443).close();
    }
  }

  record SendsADatagram(int port) {
    void call() throws IOException {
      new DatagramSocket(port).close();
    }
  }

  record OpensATlsSocket(String host) {
    void call() throws IOException {
      SSLSocketFactory.getDefault().createSocket(host, 443).close();
    }
  }

  record OpensASocketChannel(InetSocketAddress address) {
    void call() throws IOException {
      SocketChannel.open(address).close();
    }
  }

  record OpensADatagramChannel(InetSocketAddress address) {
    void call() throws IOException {
      DatagramChannel.open().connect(address).close();
    }
  }

  record OpensAnAsynchronousChannel(InetSocketAddress address) {
    void call() throws IOException {
      AsynchronousSocketChannel.open().close();
    }
  }

  record ReadsAUrl(URI uri) {
    void call() throws IOException {
      uri.toURL().openStream().close();
    }
  }

  record HoldsAConnection(URLConnection connection) {
    void call() {
      ((HttpURLConnection) connection).disconnect();
    }
  }

  record HasAnHttpClient(HttpClient client) {}

  record HasAWebClient(WebClient client) {}

  record HasAClientFactory(ClientFactory factory) {}

  record HasANettyBootstrap(Bootstrap bootstrap) {}

  record HasANettyChannel(NioSocketChannel channel) {}

  record HasANettyResolver(DefaultAddressResolverGroup resolver) {}

  record OpensAGrpcChannel(String target) {
    void call() {
      Grpc.newChannelBuilder(target, InsecureChannelCredentials.create()).build().shutdownNow();
    }
  }

  record ResolvesAName(String host) {
    InetAddress call() throws IOException {
      return InetAddress.getByName(host);
    }
  }

  record ResolvesAllAddresses(String host) {
    InetAddress[] call() throws IOException {
      return InetAddress.getAllByName(host);
    }
  }

  record ResolvesASocketAddress(String host) {
    InetSocketAddress call() {
      return new InetSocketAddress(host, 443);
    }
  }

  record ResolvesBackwards(InetAddress address) {
    String call() {
      return address.getHostName();
    }
  }

  record PingsAnAddress(InetAddress address) {
    boolean call() throws IOException {
      return address.isReachable(1000);
    }
  }

  record NamesAnAddress(InetAddress address) {
    InetSocketAddress call() {
      return new InetSocketAddress(address, 443);
    }
  }
}
