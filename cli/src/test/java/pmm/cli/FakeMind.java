package pmm.cli;

import io.grpc.BindableService;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import pmm.rpc.Access;
import pmm.rpc.Config;
import pmm.rpc.Home;
import pmm.rpc.Role;
import pmm.rpc.ServiceHost;

/** A mind that answers as a test says, behind the same door as the real one. */
final class FakeMind implements AutoCloseable {
  private final Path home;
  private final ServiceHost host;

  FakeMind(Path home, BindableService... services) {
    this.home = home;
    Set<String> methods =
        Arrays.stream(services)
            .map(service -> service.bindService().getServiceDescriptor().getName() + "/*")
            .collect(Collectors.toSet());
    ServiceHost.Builder builder =
        ServiceHost.builder("mind", new Home(home), Config.of(Map.of("mind.port", "0")))
            .port(0, "PMM_MIND_PORT")
            .access(new Access(Map.of(Role.CLI, methods)));
    Arrays.stream(services).forEach(builder::service);
    this.host = builder.build().start();
    host.setReady(true);
  }

  /** Runs a command of this home. */
  Ran pmm(String... arguments) {
    return Ran.pmm(home, "", Map.of("PMM_RUN_DIR", home.resolve("run").toString()), arguments);
  }

  @Override
  public void close() {
    host.close();
  }
}
