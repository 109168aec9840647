package pmm.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigTest {
  @TempDir private Path folder;

  @Test
  void letsAFlagWinOverTheEnvironmentOverTheFileOverTheDefault() {
    Map<String, String> none = Map.of();
    Map<String, String> file = Map.of("a.port", "3");
    Map<String, String> environment = Map.of("A_PORT", "2");
    Map<String, String> flags = Map.of("a.port", "1");

    assertEquals(4, new Config(none, none, none).integer("a.port", "A_PORT", 4));
    assertEquals(3, new Config(none, none, file).integer("a.port", "A_PORT", 4));
    assertEquals(2, new Config(none, environment, file).integer("a.port", "A_PORT", 4));
    assertEquals(1, new Config(flags, environment, file).integer("a.port", "A_PORT", 4));
  }

  @Test
  void readsTablesOfTheFile() throws Exception {
    Files.writeString(
        folder.resolve("config.toml"), "[a]\nport = 7\nopen = true\nname = \"x y\" # why\n");
    Config config = Config.load(new Home(folder));

    assertEquals(7, config.integer("a.port", "PMM_TEST_UNSET", 0));
    assertTrue(config.flag("a.open", "PMM_TEST_UNSET", false));
    assertEquals("x y", config.text("a.name", "PMM_TEST_UNSET", ""));
  }

  @Test
  void saysWhichLineIsWrong() throws Exception {
    Files.writeString(folder.resolve("config.toml"), "good = 1\nbad = = 2\n");
    assertMessage("config.toml:2", () -> Config.load(new Home(folder)));
  }

  @Test
  void saysWhichValueIsWrong() {
    Config config = Config.of(Map.of("a.port", "many", "a.open", "yes"));
    assertMessage("many (expected: a whole number)", () -> config.integer("a.port", "A", 1));
    assertMessage("yes (expected: true or false)", () -> config.flag("a.open", "A", true));
  }

  @Test
  void saysThatTheFileIsWrongEvenWhereAnotherValueWins() {
    Map<String, String> file = Map.of("a.port", "many", "a.open", "yes");
    Map<String, String> environment = Map.of("A_PORT", "2", "A_OPEN", "true");
    Config config = new Config(Map.of(), environment, file);
    assertMessage("a.port in config.toml: many", () -> config.integer("a.port", "A_PORT", 1));
    assertMessage("a.open in config.toml: yes", () -> config.flag("a.open", "A_OPEN", true));
  }

  @Test
  void makesTheHomeForItsOwnerOnly() throws Exception {
    Path root = folder.resolve("new/home");
    Home home =
        Home.fromEnvironment(
            Map.of("PMM_HOME", root.toString(), "PMM_RUN_DIR", folder.resolve("run").toString()));

    assertEquals(root, home.root());
    assertEquals(folder.resolve("run/echo"), home.runDir("echo"));
    assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(root)));
  }

  private static void assertMessage(String part, org.junit.jupiter.api.function.Executable call) {
    String message = String.valueOf(assertThrows(ConfigurationException.class, call).getMessage());
    assertTrue(message.contains(part), message);
  }
}
