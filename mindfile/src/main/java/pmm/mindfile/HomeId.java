package pmm.mindfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/** The random id of the folder that a mind lives in, so that a copied file shows itself. */
final class HomeId {
  private HomeId() {}

  /** Reads it from {@code home.id} beside the file, or makes it up. */
  static String of(Path mindFile) throws IOException {
    Path path = mindFile.resolveSibling("home.id");
    if (Files.exists(path)) {
      String id = Files.readString(path).strip();
      if (!id.isEmpty()) {
        return id;
      }
    }
    String id = UUID.randomUUID().toString();
    Path temporary = mindFile.resolveSibling("home.id.new");
    Files.writeString(temporary, id + "\n");
    FileReplacer.sync(temporary);
    Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
    FileReplacer.syncFolder(path);
    return id;
  }
}
