package pmm.provider.egress;

import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.proxy.ProxyConfig;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import pmm.provider.model.Pins;

/**
 * The connections there are, apart by the pins they were checked against: a call to a pinned host
 * never goes over one that was opened without its pins.
 */
final class Connections implements AutoCloseable {

  private final Map<Pins, ClientFactory> byPins = new ConcurrentHashMap<>();
  private final ServerTrust trust;

  Connections(ServerTrust trust) {
    this.trust = trust;
  }

  ClientFactory pinnedTo(Pins pins) {
    return byPins.computeIfAbsent(pins, this::factory);
  }

  @Override
  public void close() {
    // Nothing is under way any more, and idle connections need no farewell.
    byPins.values().forEach(ClientFactory::closeAsync);
  }

  private ClientFactory factory(Pins pins) {
    return ClientFactory.builder()
        .proxyConfig(ProxyConfig.direct())
        .tlsCustomizer(tls -> tls.protocols("TLSv1.3", "TLSv1.2").trustManager(trust.with(pins)))
        .connectTimeout(Duration.ofSeconds(10))
        .idleTimeout(Duration.ofSeconds(30))
        .build();
  }
}
