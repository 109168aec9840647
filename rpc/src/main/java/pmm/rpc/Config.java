package pmm.rpc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;

/**
 * Settings by name; a flag wins over the environment, that over config.toml, that over the default.
 *
 * @param flags what the command line said, by key
 * @param environment the process's environment
 * @param file config.toml, by dotted key
 */
public record Config(
    Map<String, String> flags, Map<String, String> environment, Map<String, String> file) {

  /** Copies the maps. */
  public Config {
    flags = Map.copyOf(flags);
    environment = Map.copyOf(environment);
    file = Map.copyOf(file);
  }

  /** The settings of a home, without flags. */
  public static Config load(Home home) {
    return load(home, Map.of());
  }

  /** The settings of a home. */
  public static Config load(Home home, Map<String, String> flags) {
    return new Config(flags, System.getenv(), read(home.file("config.toml")));
  }

  /** Settings that come from nowhere but these flags, for tests. */
  public static Config of(Map<String, String> flags) {
    return new Config(flags, Map.of(), Map.of());
  }

  /** A text. */
  public String text(String key, String variable, String otherwise) {
    String value = flags.get(key);
    if (value == null) {
      value = environment.get(variable);
    }
    if (value == null || value.isEmpty()) {
      value = file.get(key);
    }
    return value == null ? otherwise : value;
  }

  /**
   * A whole number of at least 0. A wrong one in the file is told even where another wins: it would
   * be in force on the day that the other is gone.
   */
  public int integer(String key, String variable, int otherwise) {
    String inFile = file.get(key);
    if (inFile != null) {
      var _ = whole(key + " in config.toml", inFile);
    }
    return whole(key + " or " + variable, text(key, variable, Integer.toString(otherwise)));
  }

  /** Yes or no. Checked as {@link #integer} is. */
  public boolean flag(String key, String variable, boolean otherwise) {
    String inFile = file.get(key);
    if (inFile != null) {
      var _ = yes(key + " in config.toml", inFile);
    }
    return yes(key + " or " + variable, text(key, variable, Boolean.toString(otherwise)));
  }

  private static int whole(String where, String value) {
    try {
      return Integer.parseUnsignedInt(value);
    } catch (NumberFormatException e) {
      throw new ConfigurationException(where + ": " + value + " (expected: a whole number)", e);
    }
  }

  private static boolean yes(String where, String value) {
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new ConfigurationException(where + ": " + value + " (expected: true or false)");
    };
  }

  private static Map<String, String> read(Path file) {
    if (!Files.exists(file)) {
      return Map.of();
    }
    TomlParseResult toml;
    try {
      toml = Toml.parse(file);
    } catch (IOException e) {
      throw new ConfigurationException("cannot read " + file + ": " + e, e);
    }
    if (toml.hasErrors()) {
      throw new ConfigurationException(
          toml.errors().stream()
              .map(error -> file + ":" + error.position().line() + ": " + error.getMessage())
              .collect(Collectors.joining("\n")));
    }
    Map<String, String> values = new HashMap<>();
    for (String key : toml.dottedKeySet()) {
      @Nullable Object value = toml.get(key);
      if (value != null) {
        values.put(key, value.toString());
      }
    }
    return values;
  }
}
