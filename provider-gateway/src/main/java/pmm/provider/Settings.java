package pmm.provider;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import pmm.rpc.Config;
import pmm.rpc.Home;

/**
 * What can be set.
 *
 * @param bind where to listen
 * @param names further host names that callers may use: those of a container
 * @param keys the folder of the keys
 * @param allowedHosts the only hosts there are to reach; empty for those of the added models
 * @param localHosts hosts that count as this device: the model's container of our Compose file
 */
record Settings(
    InetSocketAddress bind,
    Set<String> names,
    Path keys,
    Set<String> allowedHosts,
    Set<String> localHosts) {

  static Settings of(Config config, Home home) {
    String keys = config.text("provider.keys_dir", "PMM_KEYS_DIR", "");
    return new Settings(
        new InetSocketAddress(
            InetAddress.ofLiteral(config.text("provider.bind", "PMM_PROVIDER_BIND", "127.0.0.1")),
            config.integer("provider.port", "PMM_PROVIDER_PORT", 3003)),
        list(config.text("provider.names", "PMM_PROVIDER_NAMES", "")),
        keys.isEmpty() ? home.file("keys") : Path.of(keys),
        list(config.text("provider.allowed_hosts", "PMM_ALLOWED_HOSTS", "")),
        list(config.text("provider.local_hosts", "PMM_LOCAL_HOSTS", "")));
  }

  private static Set<String> list(String text) {
    Set<String> list = new TreeSet<>(Arrays.asList(text.strip().split("\\s*,\\s*")));
    list.remove("");
    return list;
  }
}
