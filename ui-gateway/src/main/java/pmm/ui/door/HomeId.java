package pmm.ui.door;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import pmm.rpc.ConfigurationException;
import pmm.rpc.Home;
import pmm.rpc.PrivateFiles;

/** The random id of a home: the same for ever, so that the page keeps its origin. */
final class HomeId {
  private HomeId() {}

  static String of(Home home) {
    Path file = home.file("ui/id");
    PrivateFiles.createFolder(requireNonNull(file.getParent()));
    if (!Files.exists(file)) {
      PrivateFiles.write(file, HexFormat.of().toHexDigits(new SecureRandom().nextInt()));
    }
    try {
      String id = Files.readString(file).strip();
      if (!id.matches("[0-9a-f]{8}")) {
        throw new ConfigurationException(file + ": " + id + " (expected: 8 hex digits)");
      }
      return id;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
