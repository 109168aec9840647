package pmm.provider.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Finds the addresses of a host. */
@FunctionalInterface
public interface NameResolver {

  /** The addresses, best first; a literal address is its own. */
  List<InetAddress> resolve(String host) throws UnknownHostException;
}
