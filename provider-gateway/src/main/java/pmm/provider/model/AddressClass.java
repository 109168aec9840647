package pmm.provider.model;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;

/** How far away an address is. */
public enum AddressClass {
  /** This device. */
  LOOPBACK,
  /** The networks that this device is in. */
  PRIVATE,
  /** The internet. */
  PUBLIC;

  /** The name in events. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The class of an address; none for those no model can have, such as multicast. */
  public static Optional<AddressClass> of(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (address.isLoopbackAddress()) {
      return Optional.of(LOOPBACK);
    }
    if (address.isAnyLocalAddress() || address.isMulticastAddress() || isBroadcast(bytes)) {
      return Optional.empty();
    }
    boolean uniqueLocal = address instanceof Inet6Address && (bytes[0] & 0xfe) == 0xfc;
    boolean shared = bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xc0) == 64;
    return Optional.of(
        uniqueLocal || shared || address.isSiteLocalAddress() || address.isLinkLocalAddress()
            ? PRIVATE
            : PUBLIC);
  }

  /**
   * The class that a host must turn out to be in, told from its name alone: to resolve it when a
   * model is added would already be a use of the network.
   */
  public static AddressClass expected(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    if (ModelAddress.isLiteral(name)) {
      return of(ModelAddress.literal(name))
          .orElseThrow(() ->
              new IllegalArgumentException("host: " + host + " (expected: a unicast address)"));
    }
    if (isLocalhost(name)) {
      return LOOPBACK;
    }
    boolean inHouse =
        !name.contains(".")
            || name.endsWith(".local")
            || name.endsWith(".lan")
            || name.endsWith(".internal")
            || name.endsWith(".home.arpa");
    return inHouse ? PRIVATE : PUBLIC;
  }

  /** Whether a name means this device whatever a resolver says, by RFC 6761. */
  public static boolean isLocalhost(String host) {
    return host.matches("(?i)(.*\\.)?localhost\\.?");
  }

  private static boolean isBroadcast(byte[] bytes) {
    return bytes.length == 4
        && bytes[0] == -1
        && bytes[1] == -1
        && bytes[2] == -1
        && bytes[3] == -1;
  }
}
