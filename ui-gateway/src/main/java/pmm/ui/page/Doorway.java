package pmm.ui.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ServerCacheControl;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import pmm.ui.door.Hosts;

/** What localhost shows: the way to the page's own name. */
final class Doorway implements HttpService {
  private static final String STYLE = "/doorway.css";

  private final Hosts hosts;
  private final String html = resource("doorway.html");
  private final String style = resource("doorway.css");

  Doorway(Hosts hosts) {
    this.hosts = hosts;
  }

  @Override
  public HttpResponse serve(ServiceRequestContext ctx, HttpRequest request) {
    String path = ctx.path();
    if (path.equals(STYLE)) {
      return answer(MediaType.CSS_UTF_8, style);
    }
    return path.contains(".")
        ? HttpResponse.of(HttpStatus.NOT_FOUND)
        : answer(MediaType.HTML_UTF_8, html.replace("{page}", hosts.page()));
  }

  private static HttpResponse answer(MediaType type, String text) {
    return HttpResponse.of(
        ResponseHeaders.builder(HttpStatus.OK)
            .contentType(type)
            .set(HttpHeaderNames.CACHE_CONTROL, ServerCacheControl.DISABLED.asHeaderValue())
            .build(),
        HttpData.ofUtf8(text));
  }

  private static String resource(String name) {
    try (InputStream stream =
        Objects.requireNonNull(Doorway.class.getResourceAsStream(name), name)) {
      return new String(stream.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
