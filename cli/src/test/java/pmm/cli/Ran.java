package pmm.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * What one command did, run inside the test.
 *
 * @param exit its exit code
 * @param out what it wrote to standard output
 * @param err what it wrote to standard error
 */
record Ran(int exit, String out, String err) {

  static Ran pmm(Path home, String... arguments) {
    return pmm(home, "", Map.of(), arguments);
  }

  static Ran pmm(Path home, String input, Map<String, String> variables, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Screen screen = new Screen(print(out), print(err), false, false, false);
    Map<String, String> environment = new HashMap<>(variables);
    environment.put("PMM_HOME", home.toString());
    ByteArrayInputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
    try (Shell shell = new Shell(environment, screen, in, false)) {
      int exit = CommandTree.run(shell, arguments);
      return new Ran(exit, text(out), text(err));
    }
  }

  private static PrintStream print(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
