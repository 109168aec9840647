package pmm.provider;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.DecoratingHttpServiceFunction;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Answers only to our own names, so that a page that has its name point here gets nothing. */
final class HostRule implements DecoratingHttpServiceFunction {

  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

  private final Set<String> names;

  HostRule(Set<String> furtherNames) {
    names = new TreeSet<>(LOOPBACK);
    names.addAll(furtherNames);
  }

  @Override
  public HttpResponse serve(HttpService service, ServiceRequestContext context, HttpRequest request)
      throws Exception {
    return isOurs(request.authority())
        ? service.serve(context, request)
        : HttpResponse.of(HttpStatus.MISDIRECTED_REQUEST);
  }

  private boolean isOurs(@Nullable String authority) {
    if (authority == null) {
      return false;
    }
    String host = authority.replaceFirst(":\\d+$", "").toLowerCase(Locale.ROOT);
    return names.contains(host);
  }
}
