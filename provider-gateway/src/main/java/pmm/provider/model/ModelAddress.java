package pmm.provider.model;

import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * A base address.
 *
 * @param secure whether with TLS
 * @param host a name, or an address without brackets
 * @param port the port
 * @param path what stands before each path, without a slash at its end
 */
public record ModelAddress(boolean secure, String host, int port, String path) {

  private static final int HIGHEST_PORT = 65_535;

  /** Reads an http or https address. */
  public static ModelAddress parse(String url) {
    URI uri;
    try {
      uri = new URI(url.strip());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "url: " + url + " (expected: http://HOST or https://HOST)", e);
    }
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    boolean secure = scheme.equals("https");
    String host = uri.getHost();
    if (host == null
        || (!secure && !scheme.equals("http"))
        || uri.getUserInfo() != null
        || uri.getQuery() != null
        || uri.getFragment() != null) {
      throw new IllegalArgumentException(
          "url: "
              + url
              + " (expected: http://HOST or https://HOST, with a port and a path at most)");
    }
    if (isNumber(host)) {
      throw new IllegalArgumentException(
          "url: " + url + " (expected: an address as four numbers, such as 127.0.0.1, or a name)");
    }
    if (host.contains("%")) {
      // What a zone means is up to this device, and only link-local addresses have one.
      throw new IllegalArgumentException("url: " + url + " (expected: an address without a zone)");
    }
    int port = uri.getPort() < 0 ? (secure ? 443 : 80) : uri.getPort();
    if (port < 1 || port > HIGHEST_PORT) {
      throw new IllegalArgumentException(
          "url: " + url + " has port " + port + " (expected: 1 to " + HIGHEST_PORT + ")");
    }
    String path = uri.getRawPath().replaceAll("/+$", "");
    return new ModelAddress(
        secure, host.toLowerCase(Locale.ROOT).replaceAll("^\\[|]$", ""), port, path);
  }

  /** Scheme, host and port: what a key is bound to. */
  public String origin() {
    return (secure ? "https://" : "http://") + authority();
  }

  /** The whole address. */
  public String url() {
    return origin() + path;
  }

  /** Host and port. */
  public String authority() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  /** Whether a host is a number that some take for an address, and others for a name. */
  public static boolean isNumber(String host) {
    String last = host.substring(host.replaceAll("\\.$", "").lastIndexOf('.') + 1);
    return last.matches("(?i)\\d+\\.?|0x[0-9a-f]*\\.?") && !isLiteral(host);
  }

  /** Whether a host is an address and no name. */
  public static boolean isLiteral(String host) {
    return InetAddresses.isInetAddress(host);
  }

  static InetAddress literal(String host) {
    return InetAddresses.forString(host);
  }
}
