package pmm.ui.door;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.ServerErrorHandler;
import com.linecorp.armeria.server.ServiceConfig;
import com.linecorp.armeria.server.ServiceRequestContext;
import org.jspecify.annotations.Nullable;

/** One plain line for what fits no service of ours. */
public final class PlainErrors implements ServerErrorHandler {

  /** The answer to a request for what is not here. */
  public static HttpResponse notFound(ServiceRequestContext context) {
    return HttpResponse.of(
        HttpStatus.NOT_FOUND,
        MediaType.PLAIN_TEXT_UTF_8,
        line(HttpStatus.NOT_FOUND, "there is no " + context.path()));
  }

  @Override
  public @Nullable HttpResponse onServiceException(ServiceRequestContext context, Throwable cause) {
    // The next handler knows what each exception means.
    return null;
  }

  @Override
  public AggregatedHttpResponse renderStatus(
      @Nullable ServiceRequestContext context,
      ServiceConfig config,
      @Nullable RequestHeaders headers,
      HttpStatus status,
      @Nullable String description,
      @Nullable Throwable cause) {
    return AggregatedHttpResponse.of(
        status,
        MediaType.PLAIN_TEXT_UTF_8,
        line(status, "PMM does not take this request (expected: what pmm open prints)"));
  }

  private static String line(HttpStatus status, String why) {
    return status + ": " + why + "\n";
  }
}
