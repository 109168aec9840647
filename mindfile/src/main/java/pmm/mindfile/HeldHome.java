package pmm.mindfile;

import java.nio.file.Path;

/** A home whose mind nobody else can open for writing. */
public final class HeldHome implements AutoCloseable {
  private final LockFile lock;

  private HeldHome(LockFile lock) {
    this.lock = lock;
  }

  /**
   * Holds a home.
   *
   * @param homeOrFile a home folder, or the mind file in it
   * @throws MindFileException LOCKED if somebody has the mind open
   */
  public static HeldHome hold(Path homeOrFile) {
    return new HeldHome(LockFile.acquire(MindFile.fileOf(homeOrFile)));
  }

  /** Lets it go; the file of the lock is gone then. */
  @Override
  public void close() {
    lock.close();
  }
}
