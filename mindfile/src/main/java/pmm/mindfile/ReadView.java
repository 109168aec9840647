package pmm.mindfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** How a file can be read where it lies, whatever its folder allows. */
final class ReadView implements AutoCloseable {
  private final Path file;
  private final boolean immutable;
  private final @Nullable Path copyFolder;

  private ReadView(Path file, boolean immutable, @Nullable Path copyFolder) {
    this.file = file;
    this.immutable = immutable;
    this.copyFolder = copyFolder;
  }

  static ReadView of(Path file) throws IOException {
    Path wal = FileReplacer.beside(file, "-wal");
    Path folder = file.toAbsolutePath().getParent();
    boolean writable = folder != null && Files.isWritable(folder);
    if (writable) {
      return new ReadView(file, false, null);
    }
    if (Files.notExists(wal) || Files.size(wal) == 0) {
      return new ReadView(file, true, null);
    }
    // SQLite must write beside a file to read its log.
    Path copies = Files.createTempDirectory("mind-view");
    Path copy = copies.resolve("mind.db");
    Files.copy(file, copy);
    Files.copy(wal, FileReplacer.beside(copy, "-wal"));
    return new ReadView(copy, false, copies);
  }

  /** What the file holds by itself, whatever lies beside it. */
  static ReadView withoutLog(Path file) {
    return new ReadView(file, true, null);
  }

  Connection open() throws SQLException {
    return immutable ? Sqlite.immutable(file) : Sqlite.reader(file);
  }

  @Override
  public void close() throws IOException {
    if (copyFolder != null) {
      for (String suffix : new String[] {"", "-wal", "-shm"}) {
        Files.deleteIfExists(FileReplacer.beside(file, suffix));
      }
      Files.delete(copyFolder);
    }
  }
}
