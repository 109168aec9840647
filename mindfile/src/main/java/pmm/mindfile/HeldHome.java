package pmm.mindfile;

import java.io.IOException;
import java.nio.file.Path;

/** A home whose mind nobody else can open for writing. */
public final class HeldHome implements AutoCloseable {
  private final Path file;
  private final LockFile lock;

  private HeldHome(Path file, LockFile lock) {
    this.file = file;
    this.lock = lock;
  }

  /**
   * Holds a home.
   *
   * @param homeOrFile a home folder, or the mind file in it
   * @throws MindFileException LOCKED if somebody has the mind open
   */
  public static HeldHome hold(Path homeOrFile) {
    Path file = MindFile.fileOf(homeOrFile);
    return new HeldHome(file, LockFile.acquire(file));
  }

  /**
   * Lets a copy of it be this home from now on, so that no event says that the mind was copied.
   *
   * @param copy the folder that it was copied to
   */
  public void moveTo(Path copy) throws IOException {
    HomeId.carry(file, MindFile.fileOf(copy));
  }

  /** Lets it go; the file of the lock is gone then. */
  @Override
  public void close() {
    lock.close();
  }
}
