package pmm.ui.page;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.ServerCacheControl;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.file.FileService;
import com.linecorp.armeria.server.file.HttpFile;
import pmm.ui.door.Hosts;
import pmm.ui.door.PlainErrors;

/** The files of the page; under the other names of this machine only the doorway to it. */
public final class Page implements HttpService {
  private static final String FOLDER = "/web";

  private final Hosts hosts;
  private final Doorway doorway;
  private final HttpService assets = files(ServerCacheControl.IMMUTABLE);
  private final HttpService others = files(ServerCacheControl.DISABLED);
  private final HttpService index = index();

  /** The page under these names. */
  public Page(Hosts hosts) {
    this.hosts = hosts;
    this.doorway = new Doorway(hosts);
  }

  @Override
  public HttpResponse serve(ServiceRequestContext ctx, HttpRequest request) throws Exception {
    if (request.method() == HttpMethod.POST) {
      return PlainErrors.notFound(ctx);
    }
    if (hosts.kind(String.valueOf(request.authority())) != Hosts.Kind.PAGE) {
      return doorway.serve(ctx, request);
    }
    return service(ctx.path()).serve(ctx, request);
  }

  /** Addresses within the page have no extension; a file that is missing must not look like one. */
  private HttpService service(String path) {
    if (path.startsWith("/assets/")) {
      return assets;
    }
    return path.substring(path.lastIndexOf('/')).contains(".") ? others : index;
  }

  private static HttpService files(ServerCacheControl caching) {
    return FileService.builder(Page.class.getClassLoader(), FOLDER)
        .serveCompressedFiles(true)
        .cacheControl(caching)
        .build()
        .orElse((ctx, request) -> PlainErrors.notFound(ctx));
  }

  private static HttpService index() {
    return HttpFile.builder(Page.class.getClassLoader(), FOLDER + "/index.html")
        .cacheControl(ServerCacheControl.DISABLED)
        .build()
        .asService();
  }
}
