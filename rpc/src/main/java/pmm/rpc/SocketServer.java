package pmm.rpc;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/** A gRPC server on a Unix socket alone. Who may call it is a matter of the socket's folder. */
public final class SocketServer implements AutoCloseable {
  private final Path socket;
  private final EventLoopGroup loops = Sockets.loops("socket-server");
  private final ExecutorService executor = Sockets.executor();
  private final Server server;

  private SocketServer(Path socket, BindableService service, int maxMessageBytes) {
    this.socket = socket;
    server =
        NettyServerBuilder.forAddress(UnixDomainSocketAddress.of(socket))
            .channelType(NioServerDomainSocketChannel.class)
            .bossEventLoopGroup(loops)
            .workerEventLoopGroup(loops)
            .executor(executor)
            .maxInboundMessageSize(maxMessageBytes)
            .flowControlWindow(MeshChannel.FLOW_CONTROL_WINDOW)
            .addService(service)
            .build();
  }

  /**
   * Serves at a path, in the place of what an earlier run has left there.
   *
   * @param maxMessageBytes the longest message to take
   * @throws ConfigurationException if it cannot listen there
   */
  public static SocketServer start(Path socket, BindableService service, int maxMessageBytes) {
    SocketServer started = new SocketServer(socket, service, maxMessageBytes);
    try {
      Files.deleteIfExists(socket);
      started.server.start();
      return started;
    } catch (IOException e) {
      Sockets.stop(started.loops, started.executor);
      throw new ConfigurationException("cannot listen at " + socket + ": " + e.getMessage(), e);
    }
  }

  /** Waits until it has stopped. */
  public void awaitTermination() throws InterruptedException {
    server.awaitTermination();
  }

  /** Ends all calls, and takes the socket away. */
  @Override
  public void close() {
    server.shutdownNow();
    try {
      server.awaitTermination(Sockets.STOP.toMillis(), TimeUnit.MILLISECONDS);
      Files.deleteIfExists(socket);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("cannot remove " + socket, e);
    } finally {
      Sockets.stop(loops, executor);
    }
  }
}
