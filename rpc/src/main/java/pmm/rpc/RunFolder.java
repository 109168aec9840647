package pmm.rpc;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** run/SERVICE: what a running service tells the others, and the lock that lets only one run. */
public final class RunFolder implements AutoCloseable {
  static final String ADDRESS = "address";
  private static final String PID = "pid";

  private final Home home;
  private final String service;
  private final Path folder;
  private final TokenTable tokens;
  private final FileChannel lock;

  /**
   * Takes the folder and writes the tokens; the address follows once it is known.
   *
   * @throws ConfigurationException if another process has the folder
   */
  public RunFolder(Home home, String service, Set<Role> roles) {
    this.home = home;
    this.service = service;
    folder = home.runDir(service);
    PrivateFiles.createFolder(folder);
    lock = lock();
    withdrawAddress();
    tokens = TokenTable.generate(roles);
    PrivateFiles.write(folder.resolve(PID), ProcessHandle.current().pid() + "\n");
    tokens.byRole().forEach(this::write);
  }

  /** The tokens of this run. */
  public TokenTable tokens() {
    return tokens;
  }

  /** Says where the service listens, as HOST:PORT. */
  public void publish(InetSocketAddress bound) {
    InetAddress address = bound.getAddress();
    String host =
        address.isAnyLocalAddress()
            ? InetAddress.getLoopbackAddress().getHostAddress()
            : address.getHostAddress();
    PrivateFiles.write(folder.resolve(ADDRESS), host + ":" + bound.getPort());
  }

  /** One that was killed has left its own, by which this one would pass for listening already. */
  private void withdrawAddress() {
    try {
      Files.deleteIfExists(folder.resolve(ADDRESS));
    } catch (IOException e) {
      throw new ConfigurationException("cannot use " + folder + ": " + e, e);
    }
  }

  /** Withdraws everything. */
  @Override
  public void close() {
    try {
      Files.deleteIfExists(folder.resolve(ADDRESS));
      Files.deleteIfExists(folder.resolve(PID));
      for (Role role : tokens.byRole().keySet()) {
        Files.deleteIfExists(home.token(service, role));
      }
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot leave " + folder, e);
    }
  }

  private void write(Role role, String token) {
    Path file = home.token(service, role);
    PrivateFiles.createFolder(requireNonNull(file.getParent()));
    PrivateFiles.write(file, token);
  }

  private FileChannel lock() {
    try {
      FileChannel channel =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!locked(channel)) {
        channel.close();
        throw new ConfigurationException(
            service + " already runs in this home" + holder() + " (see " + folder + ")");
      }
      return channel;
    } catch (IOException e) {
      throw new ConfigurationException("cannot lock " + folder + ": " + e, e);
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      @Nullable FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException heldByThisProcess) {
      return false;
    }
  }

  private String holder() {
    try {
      return ", pid " + Files.readString(folder.resolve(PID)).strip();
    } catch (IOException unknown) {
      return "";
    }
  }
}
