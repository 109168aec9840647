package pmm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewModelTest {

  @TempDir Path folder;

  private final ByteArrayOutputStream told = new ByteArrayOutputStream();

  @Test
  void takesNoneOfTwoKeys() throws IOException {
    assertEquals("sk-one", adding("sk-one\n").key("openai:x", null, true));
    String words =
        assertThrows(Failure.class, () -> adding("sk-one\nsk-two\n").key("openai:x", null, true))
            .text();
    assertEquals("Standard input holds 2 lines (expected: the key on one line)", words);
    Path file = Files.writeString(folder.resolve("keys"), "sk-one\n\nsk-two");
    assertTrue(
        assertThrows(Failure.class, () -> adding("").key("openai:x", file, false))
            .text()
            .contains("3 lines"));
  }

  @Test
  void tellsThatOthersCanReadTheKey() throws IOException {
    Path file = Files.writeString(folder.resolve("key"), "sk-one\n");
    Path _ = Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertEquals("sk-one", adding("").key("openai:x", file, false));
    assertEquals("", told.toString(StandardCharsets.UTF_8));
    Path _ = Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertEquals("sk-one", adding("").key("openai:x", file, false));
    assertTrue(told.toString(StandardCharsets.UTF_8).contains("chmod 600 " + file));
  }

  private NewModel adding(String input) {
    PrintStream err = new PrintStream(told, true, StandardCharsets.UTF_8);
    return new NewModel(
        new Shell(
            Map.of(),
            new Screen(System.out, err, false, false, false),
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            false));
  }
}
