package pmm.provider.egress;

import com.google.common.net.InetAddresses;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import pmm.provider.failure.ProviderReason;
import pmm.provider.model.AddressClass;
import pmm.provider.model.Model;
import pmm.provider.model.ModelAddress;
import pmm.rpc.Problem;

/** Finds the address of a host, and refuses one that is not where the person was told it is. */
final class Addresses {

  private static final List<InetAddress> THIS_DEVICE =
      List.of(InetAddresses.forString("127.0.0.1"), InetAddresses.forString("::1"));

  private final NameResolver resolver;
  private final Breaks breaks;

  Addresses(NameResolver resolver, Breaks breaks) {
    this.resolver = resolver;
    this.breaks = breaks;
  }

  /** The resolver of this system; addresses of IPv4 come first. */
  static List<InetAddress> systemResolve(String host) throws UnknownHostException {
    return Arrays.stream(InetAddress.getAllByName(host))
        .sorted(Comparator.comparing(address -> !(address instanceof Inet4Address)))
        .toList();
  }

  /**
   * Whether somebody must be asked where a host is: it has a name that means no device by itself.
   */
  static boolean mustBeAsked(String host) {
    return !AddressClass.isLocalhost(host) && !ModelAddress.isLiteral(host);
  }

  /**
   * The one address to connect to. All that the name means must be where the person was told it is.
   */
  InetAddress of(Model model) {
    String host = model.address().host();
    List<InetAddress> addresses;
    try {
      // What means this device by definition is nothing to ask a name server for.
      addresses = AddressClass.isLocalhost(host) ? THIS_DEVICE : resolver.resolve(host);
    } catch (UnknownHostException e) {
      throw breaks.unreachable("There is no address for " + host + ".").toProblem();
    }
    for (InetAddress address : addresses) {
      if (!AddressClass.of(address).equals(Optional.of(model.addressClass()))) {
        throw new Problem(
            ProviderReason.ADDRESS_REFUSED,
            host
                + " is at "
                + address.getHostAddress()
                + " (expected: a "
                + model.addressClass().id()
                + " address, as its name promised when the model was added)");
      }
    }
    return addresses.getFirst();
  }
}
