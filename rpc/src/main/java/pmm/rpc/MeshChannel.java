package pmm.rpc;

import static java.util.Objects.requireNonNull;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The way to another service of the mesh. It may be made before that service runs: address and
 * token are read from its run folder, again after each of its starts.
 */
public final class MeshChannel implements AutoCloseable {
  /** Who is behind a call, for callers that are trusted to say so. */
  public static final CallOptions.Key<String> ACTOR = CallOptions.Key.create("pmm-actor");

  static final int MAX_MESSAGE_BYTES = 4 << 20;
  static final int FLOW_CONTROL_WINDOW = 128 << 10;
  private static final int KEEP_ALIVE_SECONDS = 10;

  private final String service;
  private final Endpoint.Source source;
  private final Channel channel = new Delegating();
  private @Nullable Link link;
  private boolean closed;

  /** A channel to a service, such as "ledger", in the role of the caller. */
  public MeshChannel(Home home, String service, Role me) {
    this(home, service, me, System.getenv());
  }

  MeshChannel(Home home, String service, Role me, Map<String, String> environment) {
    this.service = service;
    String variable = "PMM_" + service.toUpperCase(Locale.ROOT) + "_ADDRESS";
    this.source = new Endpoint.Source(home, service, me, environment.get(variable));
  }

  /** The channel for stubs; the same for ever. */
  public Channel channel() {
    return channel;
  }

  /** The service at the other end. */
  public String service() {
    return service;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (link != null) {
      link.channel.shutdownNow();
    }
  }

  private synchronized Link link() throws StatusException {
    if (closed) {
      throw Status.UNAVAILABLE
          .withDescription("the way to " + service + " is closed")
          .asException();
    }
    Endpoint endpoint = source.current(link == null ? null : link.endpoint);
    if (link == null || !link.endpoint.equals(endpoint)) {
      if (link != null) {
        link.channel.shutdown();
      }
      link = new Link(endpoint, connect(endpoint.address()));
    }
    return link;
  }

  private static ManagedChannel connect(String address) {
    return NettyChannelBuilder.forTarget("dns:///" + address)
        .usePlaintext()
        // What hears of an answer hands it on and never blocks: a pool between only costs wakes.
        .directExecutor()
        .proxyDetector(target -> null)
        .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
        .flowControlWindow(FLOW_CONTROL_WINDOW)
        .maxInboundMessageSize(MAX_MESSAGE_BYTES)
        .build();
  }

  private record Link(Endpoint endpoint, ManagedChannel channel) {}

  private final class Delegating extends Channel {
    @Override
    public <Q, A> ClientCall<Q, A> newCall(MethodDescriptor<Q, A> method, CallOptions options) {
      Link current;
      try {
        current = link();
      } catch (StatusException unreachable) {
        return new FailedCall<>(unreachable.getStatus());
      }
      CallOptions bounded =
          method.getType() == MethodType.UNARY && options.getDeadline() == null
              ? options.withDeadlineAfter(Deadlines.UNARY.toSeconds(), TimeUnit.SECONDS)
              : options;
      return new SimpleForwardingClientCall<>(current.channel.newCall(method, bounded)) {
        @Override
        public void start(Listener<A> listener, Metadata headers) {
          headers.put(
              AuthInterceptor.AUTHORIZATION, AuthInterceptor.SCHEME + current.endpoint.token());
          @Nullable String actor = bounded.getOption(ACTOR);
          if (actor != null) {
            headers.put(AuthInterceptor.ACTOR, actor);
          }
          // A service that was away is tried at once, not after gRPC's growing pauses.
          current.channel.resetConnectBackoff();
          super.start(listener, headers);
        }
      };
    }

    @Override
    public String authority() {
      return service;
    }
  }

  /** A call that fails as soon as it starts. */
  private static final class FailedCall<Q, A> extends ClientCall<Q, A> {
    private final Status status;

    FailedCall(Status status) {
      this.status = requireNonNull(status);
    }

    @Override
    public void start(Listener<A> listener, Metadata headers) {
      listener.onClose(status, new Metadata());
    }

    @Override
    public void request(int messages) {}

    @Override
    public void cancel(@Nullable String message, @Nullable Throwable cause) {}

    @Override
    public void halfClose() {}

    @Override
    public void sendMessage(Q message) {}
  }
}
