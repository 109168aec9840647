package pmm.rpc;

import io.grpc.Channel;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioDomainSocketChannel;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The way to a program behind a Unix socket, which need not run yet. There is no token: whoever may
 * open the socket may call.
 */
public final class SocketChannel implements AutoCloseable {
  private static final int MAX_METADATA_BYTES = 8 << 10;

  private final EventLoopGroup loops = Sockets.loops("socket-client");
  private final ExecutorService executor = Sockets.executor();
  private final Path socket;
  private final int maxMessageBytes;
  private ManagedChannel connection;

  /**
   * A channel to a socket.
   *
   * @param maxMessageBytes the longest message to take from it
   */
  public SocketChannel(Path socket, int maxMessageBytes) {
    this.socket = socket;
    this.maxMessageBytes = maxMessageBytes;
    connection = connect();
  }

  /** The channel for the stub of the next call. */
  public synchronized Channel channel() {
    // A program that was away is tried at once, not after gRPC's growing pauses.
    if (connection.getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
      connection.shutdownNow();
      connection = connect();
    }
    return connection;
  }

  /** Ends all calls. */
  @Override
  public synchronized void close() {
    connection.shutdownNow();
    try {
      connection.awaitTermination(Sockets.STOP.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Sockets.stop(loops, executor);
  }

  private ManagedChannel connect() {
    return NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(socket))
        .channelType(NioDomainSocketChannel.class, UnixDomainSocketAddress.class)
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
}
