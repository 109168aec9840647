package pmm.ui.door;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import pmm.rpc.Config;
import pmm.rpc.ConfigurationException;

/**
 * Where to listen: both loopback addresses at one port, since with one of them free another process
 * could take it, and browsers may try that first.
 *
 * @param addresses where; the first is the one that other programs are told
 * @param container whether PMM_UI_BIND said where
 */
public record Listening(List<InetSocketAddress> addresses, boolean container) {
  private static final int DEFAULT_PORT = 3000;
  private static final int TRIES = 50;

  /** From here up few programs have a port of their own. */
  private static final int LEAST_PORT = 10_000;

  /** Linux lends from here, others from 49152. */
  private static final int FIRST_LENT_PORT = 32_768;

  /** Copies the list. */
  public Listening {
    addresses = List.copyOf(addresses);
  }

  /**
   * The addresses that the configuration asks for, free at this moment.
   *
   * @throws ConfigurationException if one is taken; says by what, and offers another port
   */
  public static Listening from(Config config) {
    String bind = config.text("ui.bind", "PMM_UI_BIND", "");
    int port = config.integer("ui.port", "PMM_UI_PORT", DEFAULT_PORT);
    List<InetAddress> hosts = bind.isEmpty() ? loopback() : List.of(address(bind));
    return new Listening(port == 0 ? anyFree(hosts) : checked(at(hosts, port)), !bind.isEmpty());
  }

  /** The port. */
  public int port() {
    return addresses.getFirst().getPort();
  }

  private static List<InetSocketAddress> checked(List<InetSocketAddress> addresses) {
    for (InetSocketAddress address : addresses) {
      if (!isFree(address)) {
        throw new ConfigurationException(
            "%s is taken by %s. Nothing was moved; choose another port with PMM_UI_PORT, such as %d"
                .formatted(
                    address.getAddress().getHostAddress() + ":" + address.getPort(),
                    PortHolder.of(address.getPort()),
                    another(addresses)));
      }
    }
    return addresses;
  }

  private static int another(List<InetSocketAddress> addresses) {
    List<InetAddress> hosts = addresses.stream().map(InetSocketAddress::getAddress).toList();
    int taken = addresses.getFirst().getPort();
    for (int port = taken + 10; port < Math.min(taken + 1000, 65_536); port += 10) {
      if (at(hosts, port).stream().allMatch(Listening::isFree)) {
        return port;
      }
    }
    return anyFree(hosts).getFirst().getPort();
  }

  /**
   * Below the ports that systems lend to outgoing connections, as one could take it before this
   * listens.
   */
  private static List<InetSocketAddress> anyFree(List<InetAddress> hosts) {
    return ThreadLocalRandom.current()
        .ints(TRIES, LEAST_PORT, FIRST_LENT_PORT)
        .mapToObj(port -> at(hosts, port))
        .filter(addresses -> addresses.stream().allMatch(Listening::isFree))
        .findFirst()
        .orElseThrow(() ->
            new ConfigurationException(
                "none of %d ports tried is free at all of %s".formatted(TRIES, hosts)));
  }

  private static boolean isFree(InetSocketAddress address) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(address, 1);
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  private static List<InetSocketAddress> at(List<InetAddress> hosts, int port) {
    return hosts.stream().map(host -> new InetSocketAddress(host, port)).toList();
  }

  private static List<InetAddress> loopback() {
    List<InetAddress> hosts = new ArrayList<>(List.of(address("127.0.0.1")));
    InetAddress six = address("::1");
    try {
      if (NetworkInterface.getByInetAddress(six) != null) {
        hosts.add(six);
      }
    } catch (SocketException none) {
      return hosts;
    }
    return hosts;
  }

  private static InetAddress address(String literal) {
    try {
      return InetAddress.ofLiteral(literal);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          "ui.bind or PMM_UI_BIND: " + literal + " (expected: an IP address)", e);
    }
  }
}
