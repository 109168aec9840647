package pmm.mindfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** What a failure of files means for the one who asked. */
final class Failed {
  private static final long NO_SPACE_BELOW = 64 << 10;

  private Failed() {}

  /**
   * DISK_FULL where there is no space left, else IO.
   *
   * @param what was being done
   * @param beside a file on the device that failed
   */
  static MindFileException because(String what, Path beside, IOException e) {
    String said = Objects.requireNonNullElse(e.getMessage(), "");
    return isFull(beside, e)
        ? new MindFileException(
            MindFileException.Reason.DISK_FULL,
            "no space left: %s failed (%s); make room and retry".formatted(what, said),
            e)
        : new MindFileException(MindFileException.Reason.IO, what + " failed: " + said, e);
  }

  /** Whether there was no space left. */
  static boolean isFull(Path beside, IOException e) {
    String said = Objects.requireNonNullElse(e.getMessage(), "");
    return said.contains("No space left") || said.contains("quota exceeded") || isFull(beside);
  }

  /** Whether the device of a file has no room for it to grow. */
  static boolean isFull(Path file) {
    try {
      Path parent = file.toAbsolutePath().getParent();
      return parent != null && Files.getFileStore(parent).getUsableSpace() < NO_SPACE_BELOW;
    } catch (IOException e) {
      return false;
    }
  }
}
