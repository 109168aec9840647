package pmm.rpc;

import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** What both ends of a Unix socket need. The JDK's own sockets do: no native library. */
final class Sockets {
  static final Duration STOP = Duration.ofSeconds(2);

  private Sockets() {}

  static EventLoopGroup loops(String name) {
    return new MultiThreadIoEventLoopGroup(
        1, new DefaultThreadFactory(name, true), NioIoHandler.newFactory());
  }

  static ExecutorService executor() {
    return Executors.newVirtualThreadPerTaskExecutor();
  }

  static void stop(EventLoopGroup loops, ExecutorService executor) {
    var _ = loops.shutdownGracefully(0, STOP.toMillis(), TimeUnit.MILLISECONDS);
    executor.shutdown();
  }
}
