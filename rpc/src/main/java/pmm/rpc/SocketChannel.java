package pmm.rpc;

import io.grpc.Channel;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioDomainSocketChannel;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The way to a program behind a Unix socket, over one connection. Once that is lost, so is this:
 * whoever wants another looks first at what is there now. There is no token: whoever may open the
 * socket may call.
 */
public final class SocketChannel implements AutoCloseable {
  private static final int MAX_METADATA_BYTES = 8 << 10;

  private final EventLoopGroup loops = Sockets.loops("socket-client");
  private final ExecutorService executor = Sockets.executor();
  private final AtomicBoolean begun = new AtomicBoolean();
  private final ManagedChannel connection;

  /**
   * A channel to a socket; it connects with the first call.
   *
   * @param maxMessageBytes the longest message to take from it
   */
  public SocketChannel(Path socket, int maxMessageBytes) {
    connection =
        NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(socket))
            .channelType(NioDomainSocketChannel.class, UnixDomainSocketAddress.class)
            .channelFactory(this::begin)
            .eventLoopGroup(loops)
            .executor(executor)
            .overrideAuthority("localhost")
            .usePlaintext()
            .disableRetry()
            .flowControlWindow(MeshChannel.FLOW_CONTROL_WINDOW)
            .maxInboundMessageSize(maxMessageBytes)
            .maxInboundMetadataSize(MAX_METADATA_BYTES)
            .build();
  }

  /** The channel for stubs. */
  public Channel channel() {
    return connection;
  }

  /** Whether its connection is there. */
  public boolean isConnected() {
    return connection.getState(false) == ConnectivityState.READY;
  }

  /** Ends all calls. */
  @Override
  public void close() {
    connection.shutdownNow();
    try {
      connection.awaitTermination(Sockets.STOP.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Sockets.stop(loops, executor);
  }

  /** Something else could be behind the same path by the time of a second connection. */
  private NioDomainSocketChannel begin() {
    if (begun.getAndSet(true)) {
      throw Status.UNAVAILABLE
          .withDescription("the one connection to this socket was lost")
          .asRuntimeException();
    }
    return new NioDomainSocketChannel();
  }
}
