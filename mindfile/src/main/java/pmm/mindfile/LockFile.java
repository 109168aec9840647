package pmm.mindfile;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The advisory lock of the one writing process; the file names its pid. */
final class LockFile implements AutoCloseable {
  /**
   * What this process holds: opening a locked file a second time and closing it again would drop
   * the first lock, so it is refused before the file is touched.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final FileChannel channel;

  private LockFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  static LockFile acquire(Path mindFile) {
    Path path = mindFile.resolveSibling(mindFile.getFileName() + ".lock").toAbsolutePath();
    if (!HELD.add(path)) {
      throw locked(mindFile, Long.toString(ProcessHandle.current().pid()));
    }
    try {
      while (true) {
        LockFile lock = tryAcquire(mindFile, path);
        if (lock != null) {
          return lock;
        }
      }
    } catch (IOException e) {
      HELD.remove(path);
      throw Failed.isFull(path, e)
          ? Failed.because("locking " + path, path, e)
          : new MindFileException(
              MindFileException.Reason.READ_ONLY, "cannot lock " + path + ": " + e.getMessage(), e);
    } catch (MindFileException e) {
      HELD.remove(path);
      throw e;
    }
  }

  /** Null if the last holder removed the file between opening and locking it. */
  private static @Nullable LockFile tryAcquire(Path mindFile, Path path) throws IOException {
    Object before = inode(path);
    FileChannel channel =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    boolean kept = false;
    try {
      if (channel.tryLock() == null) {
        throw locked(mindFile, Files.readString(path).strip());
      }
      if (before == null || !before.equals(inode(path))) {
        return null;
      }
      channel.truncate(0);
      channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(UTF_8)), 0);
      kept = true;
      return new LockFile(path, channel);
    } finally {
      if (!kept) {
        channel.close();
      }
    }
  }

  /** What the name leads to, made if need be; null if it is gone again. */
  private static @Nullable Object inode(Path path) throws IOException {
    try {
      if (Files.notExists(path)) {
        Files.createFile(path);
      }
    } catch (FileAlreadyExistsException e) {
      // Another opener was faster: its file is as good.
    }
    try {
      Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
      return key == null ? path : key;
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private static MindFileException locked(Path mindFile, String pid) {
    return new MindFileException(
        MindFileException.Reason.LOCKED,
        mindFile + " is open in process " + pid + ": stop it first");
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(path);
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      HELD.remove(path);
    }
  }
}
