package pmm.provider.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import pmm.rpc.ConfigurationException;
import pmm.rpc.PrivateFiles;

/**
 * The keys, in one file with mode 0600 that is never part of the mind. A key is bound to the origin
 * it was given for and goes nowhere else.
 */
public final class KeyStore {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int HINT_CHARACTERS = 4;

  private final Path file;
  private final Map<String, BoundKey> keys;

  /** The store in this folder, which is created if it is not there. */
  public KeyStore(Path folder) {
    PrivateFiles.createFolder(folder);
    file = folder.resolve("keys.json");
    keys = read(file);
  }

  private record BoundKey(String key, String origin) {}

  /** Stores the key of a model, durably. */
  public synchronized void put(Model model, String key) {
    keys.put(model.id(), new BoundKey(key.strip(), model.address().origin()));
    write();
  }

  /** Forgets the key of a model. */
  public synchronized void remove(String modelId) {
    if (keys.remove(modelId) != null) {
      write();
    }
  }

  /**
   * The key of a model, if there is one for its origin. For one that was not added, and a server
   * that is asked about all of its models, any key that was given for its origin will do.
   */
  public synchronized Optional<String> get(Model model) {
    boolean added = model.addEventId() != 0 || keys.containsKey(model.id());
    return (added ? Stream.ofNullable(keys.get(model.id())) : keys.values().stream())
        .filter(bound -> bound.origin().equals(model.address().origin()))
        .map(BoundKey::key)
        .findFirst();
  }

  /** The last characters of a model's key, for the person to tell keys apart; empty if none. */
  public String hint(Model model) {
    return get(model)
        .filter(key -> key.length() > 2 * HINT_CHARACTERS)
        .map(key -> key.substring(key.length() - HINT_CHARACTERS))
        .orElse("");
  }

  private void write() {
    try {
      PrivateFiles.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(keys));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, BoundKey> read(Path file) {
    if (!Files.exists(file)) {
      return new TreeMap<>();
    }
    try {
      return new TreeMap<>(
          JSON.readValue(file.toFile(), new TypeReference<Map<String, BoundKey>>() {}));
    } catch (IOException e) {
      // The parser's message could quote the file.
      throw new ConfigurationException(file + " cannot be read (expected: the keys as JSON)");
    }
  }
}
