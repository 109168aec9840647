package pmm.ui.door;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.DecoratingHttpServiceFunction;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns away, by its headers alone, what no page of ours and no program of the owner sends: other
 * names of this machine, other origins, other formats.
 */
public final class Gate implements DecoratingHttpServiceFunction {
  private static final String WEB = "application/grpc-web+proto";
  private static final Set<String> NATIVE = Set.of("application/grpc", "application/grpc+proto");
  private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);

  private final Hosts hosts;

  /** A gate for these names. */
  public Gate(Hosts hosts) {
    this.hosts = hosts;
  }

  @Override
  public HttpResponse serve(HttpService inner, ServiceRequestContext ctx, HttpRequest request)
      throws Exception {
    Optional<Refusal> refusal = check(request.headers());
    if (refusal.isEmpty()) {
      return inner.serve(ctx, request);
    }
    return HttpResponse.of(
        refusal.get().status, MediaType.PLAIN_TEXT_UTF_8, refusal.get().message + "\n");
  }

  private Optional<Refusal> check(RequestHeaders headers) {
    @Nullable String host = headers.authority();
    Hosts.Kind kind = host == null ? Hosts.Kind.UNKNOWN : hosts.kind(host);
    if (kind == Hosts.Kind.UNKNOWN) {
      return refuse(
          HttpStatus.MISDIRECTED_REQUEST,
          "Host: " + host + " (expected: the name in the address that pmm open prints)");
    }
    @Nullable String origin = headers.get(HttpHeaderNames.ORIGIN);
    if (origin != null && !origin.equals("http://" + host)) {
      return refuse(HttpStatus.FORBIDDEN, "Origin: " + origin + " (expected: http://" + host + ")");
    }
    @Nullable String site = headers.get("sec-fetch-site");
    if (site != null && !site.equals("same-origin") && !isTopLevelVisit(headers)) {
      return refuse(HttpStatus.FORBIDDEN, "Sec-Fetch-Site: " + site + " (expected: same-origin)");
    }
    if (READING.contains(headers.method())) {
      return Optional.empty();
    }
    if (headers.method() != HttpMethod.POST) {
      return refuse(
          HttpStatus.METHOD_NOT_ALLOWED, headers.method() + " (expected: GET, HEAD or POST)");
    }
    return checkCall(kind, headers, origin != null || site != null);
  }

  private static Optional<Refusal> checkCall(
      Hosts.Kind kind, RequestHeaders headers, boolean fromBrowser) {
    String format = headers.get(HttpHeaderNames.CONTENT_TYPE, "");
    if (NATIVE.contains(format)) {
      return fromBrowser
          ? refuse(HttpStatus.FORBIDDEN, "native gRPC from a browser (expected: " + WEB + ")")
          : Optional.empty();
    }
    if (!format.equals(WEB)) {
      return refuse(
          HttpStatus.UNSUPPORTED_MEDIA_TYPE,
          "Content-Type: " + format + " (expected: " + WEB + " or application/grpc)");
    }
    return kind == Hosts.Kind.PAGE
        ? Optional.empty()
        : refuse(HttpStatus.FORBIDDEN, "not the page's own name (expected: what pmm open prints)");
  }

  private static boolean isTopLevelVisit(RequestHeaders headers) {
    return headers.method() == HttpMethod.GET
        && headers.get("sec-fetch-mode", "").equals("navigate")
        && headers.get("sec-fetch-dest", "").equals("document");
  }

  private static Optional<Refusal> refuse(HttpStatus status, String message) {
    return Optional.of(new Refusal(status, message));
  }

  private record Refusal(HttpStatus status, String message) {}
}
