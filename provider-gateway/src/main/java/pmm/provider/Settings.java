package pmm.provider;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import pmm.provider.ollama.Device;
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
 * @param ollamaUrl where the usual Ollama is; empty for its own port on this device
 * @param device what can be seen of this device without asking anyone
 */
record Settings(
    InetSocketAddress bind,
    Set<String> names,
    Path keys,
    Set<String> allowedHosts,
    Set<String> localHosts,
    String ollamaUrl,
    Device device) {

  static Settings of(Config config, Home home) {
    String keys = config.text("provider.keys_dir", "PMM_KEYS_DIR", "");
    return new Settings(
        new InetSocketAddress(
            InetAddress.ofLiteral(config.text("provider.bind", "PMM_PROVIDER_BIND", "127.0.0.1")),
            config.integer("provider.port", "PMM_PROVIDER_PORT", 3003)),
        list(config.text("provider.names", "PMM_PROVIDER_NAMES", "")),
        keys.isEmpty() ? home.file("keys") : Path.of(keys),
        list(config.text("provider.allowed_hosts", "PMM_ALLOWED_HOSTS", "")),
        list(config.text("provider.local_hosts", "PMM_LOCAL_HOSTS", "")),
        config.text("provider.ollama_url", "PMM_OLLAMA_URL", ""),
        device(config));
  }

  private static Device device(Config config) {
    String container = config.text("provider.in_container", "PMM_IN_CONTAINER", "");
    return new Device(
        container.isEmpty() ? Device.looksLikeContainer() : container.equals("true"),
        config.text("provider.programs", "PATH", ""),
        config.text("provider.ollama_models", "OLLAMA_MODELS", ""));
  }

  private static Set<String> list(String text) {
    Set<String> list = new TreeSet<>(Arrays.asList(text.strip().split("\\s*,\\s*")));
    list.remove("");
    return list;
  }
}
