package pmm.provider.egress;

import com.linecorp.armeria.client.UnprocessedRequestException;
import io.netty.handler.ssl.NotSslRecordException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.net.ssl.SSLException;
import pmm.provider.failure.Failure;
import pmm.provider.failure.ProviderReason;

/** Why a connection did not come about, or broke, in plain words. */
final class Breaks {

  private static final Set<String> PROXY_VARIABLES =
      Set.of("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY");
  private static final Set<String> PROXY_PROPERTIES =
      Set.of("http.proxyHost", "https.proxyHost", "socksProxyHost");

  private final String aside;

  private Breaks(String aside) {
    this.aside = aside;
  }

  /** For a process with this environment and these properties, whose proxies are not used. */
  static Breaks of(Map<String, String> environment, Map<?, ?> properties) {
    Set<String> proxies = new TreeSet<>();
    environment.forEach((name, value) -> {
      if (PROXY_VARIABLES.contains(name.toUpperCase(Locale.ROOT)) && !value.isEmpty()) {
        proxies.add(name);
      }
    });
    PROXY_PROPERTIES.stream().filter(properties::containsKey).forEach(proxies::add);
    return new Breaks(
        proxies.isEmpty()
            ? ""
            : " No proxy is used, although "
                + String.join(" and ", proxies)
                + " names one: words go straight to their host, past no other program.");
  }

  /** Nothing answers; this says to whom. */
  Failure unreachable(String what) {
    return new Failure(ProviderReason.UNREACHABLE, what + aside);
  }

  /** What broke a response. */
  Failure explain(Throwable thrown, boolean headSeen) {
    Optional<Failure> tls = tls(thrown);
    if (tls.isPresent()) {
      return tls.get();
    }
    return !headSeen && thrown instanceof UnprocessedRequestException
        ? unreachable("Nothing answers at the address.")
        : new Failure(ProviderReason.CUT_OFF, "The connection ended before the answer did.");
  }

  /** The innermost reason says most. */
  private static Optional<Failure> tls(Throwable thrown) {
    Optional<Failure> found = Optional.empty();
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      found =
          switch (cause) {
            case UntrustedException untrusted -> Optional.of(untrusted.failure());
            case NotSslRecordException _ ->
                tls("It answers without TLS: its address may begin with http:, not https:.");
            case SSLException other when isOldProtocol(other) ->
                tls("It speaks no TLS newer than 1.1 (expected: 1.2 or 1.3).");
            case SSLException _ -> tls("No secure connection to it could be agreed on.");
            default -> found;
          };
    }
    return found;
  }

  /** Nothing but the words of the alert tells this one from others, whichever library says them. */
  private static boolean isOldProtocol(SSLException thrown) {
    String words = String.valueOf(thrown.getMessage()).toLowerCase(Locale.ROOT);
    return words.contains("protocol_version")
        || words.contains("protocol version")
        || words.contains("unsupported_protocol");
  }

  private static Optional<Failure> tls(String message) {
    return Optional.of(new Failure(ProviderReason.TLS, message));
  }
}
