package pmm.mindfile;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/** Reads a foreign mind.db into a fresh file; it is never adopted as it lies. */
public final class MindFileImporter {
  private static final byte[] MAGIC = Texts.utf8("SQLite format 3\0");

  private MindFileImporter() {}

  /** Whether a file is a database at all, by how it begins; anything else may be an export. */
  public static boolean recognises(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] start = in.readNBytes(MAGIC.length);
      return java.util.Arrays.equals(start, MAGIC);
    }
  }

  /**
   * Checks every event and imports all or none.
   *
   * @param fresh a file, or a home folder, that must not hold a mind yet and that nobody has open
   * @param foreign a file, or a folder that holds {@code mind.db}; it is only read
   * @throws MindFileException as {@link JsonlImporter#importInto}, and NOT_A_MIND_FILE,
   *     NEWER_FORMAT
   */
  public static ImportReport importInto(Path fresh, Path foreign, Progress progress) {
    Path path = MindFile.existing(foreign);
    FileHeader.read(path);
    try (ReadView view = ReadView.of(path);
        Connection db = view.open();
        StoredLines lines = new StoredLines(db)) {
      int version = Schema.versionOf(db);
      if (Schema.isNewer(version)) {
        throw new MindFileException(
            MindFileException.Reason.NEWER_FORMAT, FileHeader.newer(path, version, Schema.VERSION));
      }
      return ImportRun.run(fresh, lines::next, progress);
    } catch (SQLException e) {
      throw Sqlite.problem(path, e);
    } catch (IOException e) {
      throw new MindFileException(
          MindFileException.Reason.IO, "reading " + path + " failed: " + e.getMessage(), e);
    }
  }
}
