package pmm.bench;

import io.grpc.Channel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import pmm.rpc.Home;
import pmm.rpc.MeshChannel;
import pmm.rpc.Role;

/** A ledger-service of its own, started as the product starts it. */
final class Service implements AutoCloseable {

  private final Path home;
  private final Child child;
  private final double started;
  private final List<MeshChannel> channels = new ArrayList<>();

  private Service(Path home, Child child, double started) {
    this.home = home;
    this.child = child;
    this.started = started;
  }

  static Service start(Path home, Path product) throws Exception {
    Files.createDirectories(home);
    Path log = home.resolve("service.log");
    Path address = home.resolve("run/ledger/address");
    Files.deleteIfExists(address);
    long start = System.nanoTime();
    Child child =
        Child.start(home, log, List.of(product.resolve("bin/service").toString(), "ledger"));
    while (Files.notExists(address)) {
      if (!child.isAlive()) {
        throw new IOException("the service did not start: " + Files.readString(log));
      }
      Thread.sleep(1);
    }
    return new Service(home, child, (System.nanoTime() - start) / 1e9);
  }

  /** How long it took until it listened, in seconds. */
  double started() {
    return started;
  }

  /** The processor time that it has used so far, in seconds. */
  double cpuSeconds() {
    return child.cpuSeconds();
  }

  double peakMb() throws IOException {
    return child.peakMb();
  }

  Channel channel(Role role) {
    MeshChannel channel = new MeshChannel(new Home(home), "ledger", role);
    channels.add(channel);
    return channel.channel();
  }

  @Override
  public void close() throws InterruptedException {
    channels.forEach(MeshChannel::close);
    child.close();
  }
}
