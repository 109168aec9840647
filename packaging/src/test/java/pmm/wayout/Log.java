package pmm.wayout;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What was seen outside, one JSON object a line, each whole before the next begins. */
final class Log {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;

  Log(Path file) {
    this.file = file;
  }

  /** A new entry that says what it is and when; to be completed and then written. */
  static ObjectNode entry(String what) {
    return JSON.createObjectNode().put("what", what).put("at", System.currentTimeMillis());
  }

  synchronized void write(ObjectNode entry) {
    try {
      Files.writeString(file, entry + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
