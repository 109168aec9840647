package pmm.mindfile;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What may come into a home. It is never adopted as it lies: all of it is checked on its way into a
 * file of its own.
 */
public sealed interface Incoming {
  /** JSON lines, as {@link JsonlExporter} writes them. */
  record Export(Path file, Progress progress) implements Incoming {
    @Override
    public VerifiedCopy writeTo(Path target) {
      try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
        return JsonlImporter.write(in, target, progress);
      } catch (IOException e) {
        throw Failed.because("reading " + file, file, e);
      }
    }
  }

  /** A mind file, with the log beside it. */
  record Copy(Path file, Progress progress) implements Incoming {
    @Override
    public VerifiedCopy writeTo(Path target) {
      return VerifiedCopy.write(file, target, progress);
    }
  }

  /** Tells by its content, never by its name, what a file is. */
  static Incoming of(Path file, Progress progress) throws IOException {
    return FileHeader.isDatabase(file) ? new Copy(file, progress) : new Export(file, progress);
  }

  /** Where it lies. */
  Path file();

  /**
   * Writes it, durably, to a file that does not count yet.
   *
   * @throws MindFileException INVALID (with the line), BROKEN (with the event), NOT_A_MIND_FILE,
   *     NEWER_FORMAT, DISK_FULL or IO; nothing is left of the target then
   */
  VerifiedCopy writeTo(Path target);
}
