package pmm.ui.door;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import pmm.rpc.Config;
import pmm.rpc.Home;

/**
 * The names under which the gateway answers. Its page has an origin of its own, because the one of
 * localhost is shared with every other server that its owner runs there.
 */
public final class Hosts {
  /** What is served under a name. */
  public enum Kind {
    /** The page and its calls. */
    PAGE,
    /** Only the way to the page, and native gRPC. */
    DOORWAY,
    /** Nothing. */
    UNKNOWN
  }

  private final String own;
  private final String localhost;
  private final Set<String> doorways;
  private final Set<String> extra;
  private final boolean stay;

  /**
   * The names of this home at this port. More of them, as HOST:PORT with commas between, come from
   * ui.allowed_hosts; ui.stay_on_localhost is for browsers that cannot open a name of the page's
   * own.
   */
  public Hosts(Home home, Config config, int port) {
    String suffix = port == 80 ? "" : ":" + port;
    own = "pmm-" + HomeId.of(home) + ".localhost" + suffix;
    localhost = "localhost" + suffix;
    doorways = Set.of(localhost, "127.0.0.1" + suffix, "[::1]" + suffix);
    extra = list(config.text("ui.allowed_hosts", "PMM_UI_ALLOWED_HOSTS", ""));
    stay = config.flag("ui.stay_on_localhost", "PMM_UI_STAY_ON_LOCALHOST", false);
  }

  /** What is served under the name of this Host header. */
  public Kind kind(String host) {
    requireNonNull(host, "host");
    if (host.equals(own) || extra.contains(host) || (stay && host.equals(localhost))) {
      return Kind.PAGE;
    }
    return doorways.contains(host) ? Kind.DOORWAY : Kind.UNKNOWN;
  }

  /** The address of the page. */
  public String page() {
    return "http://" + (stay ? localhost : own) + "/";
  }

  private static Set<String> list(String names) {
    return Arrays.stream(names.split("[,\\s]+", -1))
        .filter(name -> !name.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }
}
