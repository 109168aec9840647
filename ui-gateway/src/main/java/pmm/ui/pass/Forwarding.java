package pmm.ui.pass;

import com.linecorp.armeria.server.ServiceRequestContext;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import java.util.concurrent.TimeUnit;
import pmm.rpc.Caller;
import pmm.rpc.MeshChannel;
import pmm.ui.mesh.Mesh;
import pmm.ui.session.Session;

/** Makes the same call at the service behind, in the caller's role, and relays both ways. */
final class Forwarding implements ServerCallHandler<byte[], byte[]> {
  private final Mesh mesh;
  private final String service;

  Forwarding(Mesh mesh, String service) {
    this.mesh = mesh;
    this.service = service;
  }

  @Override
  public ServerCall.Listener<byte[]> startCall(ServerCall<byte[], byte[]> call, Metadata headers) {
    Caller caller = Session.caller();
    ClientCall<byte[], byte[]> behind =
        mesh.as(caller.role(), service).newCall(call.getMethodDescriptor(), options(caller));
    return new Relay(call, behind).start(PassedMetadata.request(headers));
  }

  private static CallOptions options(Caller caller) {
    CallOptions options = CallOptions.DEFAULT.withOption(MeshChannel.ACTOR, caller.actor());
    // Armeria has read grpc-timeout into this; 0 is none.
    long millis = ServiceRequestContext.current().requestTimeoutMillis();
    return millis > 0 ? options.withDeadlineAfter(millis, TimeUnit.MILLISECONDS) : options;
  }
}
