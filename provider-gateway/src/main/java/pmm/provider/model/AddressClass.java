package pmm.provider.model;

import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
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

  /** Where clouds hand out the rights of a machine to whoever asks from it. */
  private static final List<InetAddress> METADATA =
      List.of(
          InetAddresses.forString("169.254.169.254"),
          InetAddresses.forString("100.100.100.200"),
          InetAddresses.forString("192.0.0.192"),
          InetAddresses.forString("168.63.129.16"),
          InetAddresses.forString("fd00:ec2::254"),
          InetAddresses.forString("fd20:ce::254"));

  /** The name in events. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The class of an address; none for those no model can have: link-local, multicast, reserved, a
   * cloud's metadata service, or a detour to one of these.
   */
  public static Optional<AddressClass> of(InetAddress address) {
    if (METADATA.contains(address) || address.isLinkLocalAddress()) {
      return Optional.empty();
    }
    byte[] bytes = address.getAddress();
    return bytes.length == 4 ? of4(address, bytes) : of6(address, bytes);
  }

  private static Optional<AddressClass> of4(InetAddress address, byte[] bytes) {
    int first = bytes[0] & 0xff;
    if (first == 127) {
      return Optional.of(LOOPBACK);
    }
    boolean protocols = first == 192 && bytes[1] == 0 && bytes[2] == 0;
    if (first == 0 || first >= 224 || protocols) {
      return Optional.empty();
    }
    boolean shared = first == 100 && (bytes[1] & 0xc0) == 64;
    return Optional.of(shared || address.isSiteLocalAddress() ? PRIVATE : PUBLIC);
  }

  private static Optional<AddressClass> of6(InetAddress address, byte[] bytes) {
    if (address.isLoopbackAddress()) {
      return Optional.of(LOOPBACK);
    }
    if ((bytes[0] & 0xfe) == 0xfc) {
      return Optional.of(PRIVATE);
    }
    // NAT64 and 6to4 lead to an IPv4 address, which must not be nearer than the detour says.
    if (startsWith(bytes, 0x00, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0)) {
      return detour(bytes, 12);
    }
    if (startsWith(bytes, 0x20, 0x02)) {
      return detour(bytes, 2);
    }
    boolean teredo = startsWith(bytes, 0x20, 0x01, 0, 0);
    boolean global = (bytes[0] & 0xe0) == 0x20;
    return global && !teredo ? Optional.of(PUBLIC) : Optional.empty();
  }

  private static Optional<AddressClass> detour(byte[] bytes, int at) {
    int inner = ((bytes[at] & 0xff) << 24) | ((bytes[at + 1] & 0xff) << 16);
    inner |= ((bytes[at + 2] & 0xff) << 8) | (bytes[at + 3] & 0xff);
    return of(InetAddresses.fromInteger(inner)).filter(PUBLIC::equals);
  }

  private static boolean startsWith(byte[] bytes, int... start) {
    byte[] expected = new byte[start.length];
    for (int i = 0; i < start.length; i++) {
      expected[i] = (byte) start[i];
    }
    return Arrays.equals(bytes, 0, start.length, expected, 0, start.length);
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
              new IllegalArgumentException(
                  "host: "
                      + host
                      + " (expected: an address that a model can have, which is not link-local,"
                      + " multicast, reserved or a cloud's metadata service)"));
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
}
