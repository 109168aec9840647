package pmm.ui.mesh;

import static java.util.Objects.requireNonNull;

import io.grpc.Channel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import pmm.rpc.Home;
import pmm.rpc.MeshChannel;
import pmm.rpc.Role;

/**
 * The ways to the other services, one for each role in which the gateway may knock: its own for
 * browsers, and a program's own for programs, so that each service itself holds them to their role.
 */
public final class Mesh implements AutoCloseable {
  /** The services behind the gateway, in the order in which people name them. */
  public static final List<String> SERVICES = List.of("ledger", "mind", "provider");

  private static final Set<Role> ROLES = Set.of(Role.UI, Role.CLI, Role.OTHER);

  private final Map<Way, MeshChannel> ways = new HashMap<>();

  /** The mesh of this home; nothing is connected before it is used. */
  public Mesh(Home home) {
    for (String service : SERVICES) {
      for (Role role : ROLES) {
        ways.put(new Way(service, role), new MeshChannel(home, service, role));
      }
    }
  }

  /** The way to a service for the gateway's own questions. */
  public Channel asGateway(String service) {
    return as(Role.UI, service);
  }

  /** The way to a service in the role of a caller. */
  public Channel as(Role role, String service) {
    return requireNonNull(ways.get(new Way(service, role)), service).channel();
  }

  @Override
  public void close() {
    ways.values().forEach(MeshChannel::close);
  }

  private record Way(String service, Role role) {}
}
