package pmm.bench;

import static java.util.Objects.requireNonNull;

import io.grpc.Channel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import pmm.rpc.Home;
import pmm.rpc.MeshChannel;
import pmm.rpc.Role;

/** A mesh of its own, started all at once. */
final class FourServices implements AutoCloseable {

  private static final Map<String, String> JARS =
      Map.of(
          "ledger", "ledger-service",
          "mind", "mind-service",
          "provider", "provider-gateway",
          "ui", "ui-gateway");
  private static final List<String> STOPPED_LAST = List.of("ui", "mind", "provider", "ledger");

  private final Path home;
  private final Map<String, Child> children = new LinkedHashMap<>();
  private final List<MeshChannel> channels = new ArrayList<>();
  private final double readySeconds;

  private FourServices(Path home, Function<String, List<String>> command) throws Exception {
    this.home = Files.createDirectories(home);
    long start = System.nanoTime();
    for (String service : List.of("ledger", "mind", "provider", "ui")) {
      children.put(
          service, Child.start(home, home.resolve(service + ".log"), command.apply(service)));
    }
    for (String service : children.keySet()) {
      awaitReady(service);
    }
    readySeconds = (System.nanoTime() - start) / 1e9;
  }

  /** Starts it as the product does. */
  static FourServices start(Path home, Path product) throws Exception {
    return new FourServices(
        home, service -> List.of(product.resolve("bin/service").toString(), service));
  }

  /** Starts the same jars with the flags that a JVM has when it is given none. */
  static FourServices startPlainly(Path home, Path product, String nativesFlag) throws Exception {
    return new FourServices(home, service -> plainly(product, nativesFlag, service));
  }

  /**
   * Starts the same jars with a JVM's own flags and all four services on Armeria.
   *
   * @param armeria the folder with the class that serves by it
   */
  static FourServices startOnArmeria(Path home, Path product, String nativesFlag, Path armeria)
      throws Exception {
    Map<String, String> mains =
        Map.of(
            "ledger", "pmm.ledger.Main",
            "mind", "pmm.mind.Main",
            "provider", "pmm.provider.Main",
            "ui", "pmm.ui.Main");
    return new FourServices(
        home,
        service ->
            List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                nativesFlag,
                "-cp",
                armeria + ":" + product.resolve("lib") + "/*",
                requireNonNull(mains.get(service), service)));
  }

  private static List<String> plainly(Path product, String nativesFlag, String service) {
    try (var jars =
        Files.newDirectoryStream(product.resolve("lib"), JARS.get(service) + "-*.jar")) {
      return List.of(
          Path.of(System.getProperty("java.home"), "bin/java").toString(),
          nativesFlag,
          "-jar",
          jars.iterator().next().toString());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void awaitReady(String service) throws Exception {
    Ready.await(service, channel(service, Role.CLI), child(service), home);
  }

  /** How long it took until each said that it is ready. */
  double readySeconds() {
    return readySeconds;
  }

  /** What is resident now of all four, in MB. */
  double residentMb() throws IOException {
    double sum = 0;
    for (Child child : children.values()) {
      sum += child.memoryMb("VmRSS");
    }
    return sum;
  }

  /** The processor time that these services have used so far, in seconds. */
  double cpuSeconds(String... services) {
    double sum = 0;
    for (String service : services) {
      sum += child(service).cpuSeconds();
    }
    return sum;
  }

  private Child child(String service) {
    return requireNonNull(children.get(service), service);
  }

  Channel channel(String service, Role role) {
    MeshChannel channel = new MeshChannel(new Home(home), service, role);
    channels.add(channel);
    return channel.channel();
  }

  @Override
  public void close() throws InterruptedException {
    channels.forEach(MeshChannel::close);
    for (String service : STOPPED_LAST) {
      child(service).close();
    }
  }
}
