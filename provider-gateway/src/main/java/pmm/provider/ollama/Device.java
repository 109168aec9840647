package pmm.provider.ollama;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import pmm.provider.model.AddressClass;
import pmm.provider.model.Locality;
import pmm.provider.model.Model;

/**
 * What can be seen of this device without asking anyone.
 *
 * @param container whether this runs in a container: what is on the device is then out of sight
 * @param programs the folders of programs, as in PATH
 * @param models the folder in which Ollama keeps its models, empty for its usual ones
 */
public record Device(boolean container, String programs, String models) {

  private static final Path MEMORY = Path.of("/proc/meminfo");
  private static final Path MAC_PROGRAM = Path.of("/Applications/Ollama.app");
  private static final List<Path> SYSTEM_MODELS =
      List.of(
          Path.of("/usr/share/ollama/.ollama/models"), Path.of("/var/lib/ollama/.ollama/models"));

  /** Whether the usual container engines have left their mark. */
  public static boolean looksLikeContainer() {
    return Files.exists(Path.of("/.dockerenv")) || Files.exists(Path.of("/run/.containerenv"));
  }

  /** Why nothing answers where an Ollama is expected, and what to do about it. */
  public Finding silent(Model server) {
    String place = server.address().authority();
    boolean near = server.addressClass() != AddressClass.PUBLIC;
    boolean ownService = server.locality() == Locality.PROVED && !isLoopback(server);
    if (ownService) {
      return new Finding(
          Finding.State.NOT_RUNNING,
          "Ollama does not run: nothing answers at "
              + place
              + ". Start its container with: docker compose --profile ollama up -d");
    }
    if (container && near) {
      return new Finding(
          Finding.State.OUTSIDE_CONTAINER,
          "Nothing answers at "
              + place
              + ". PMM runs in a container, and an Ollama outside of it listens for its own device"
              + " alone. Run one beside PMM with: docker compose --profile ollama up -d. Or let"
              + " yours listen for containers too, with OLLAMA_HOST=172.17.0.1 ollama serve, and"
              + " add the model with --url http://host.docker.internal:11434");
    }
    if (!isLoopback(server)) {
      return new Finding(
          Finding.State.NOT_RUNNING,
          "Nothing answers at "
              + place
              + ". Start Ollama there, and let it listen for other devices with"
              + " OLLAMA_HOST=0.0.0.0 ollama serve");
    }
    return isInstalled()
        ? new Finding(
            Finding.State.NOT_RUNNING,
            "Ollama is on this device and does not run: nothing answers at "
                + place
                + ". Start it with: ollama serve")
        : new Finding(
            Finding.State.NOT_INSTALLED,
            "There is no Ollama on this device: nothing answers at "
                + place
                + ", and there is no program ollama. Get it from https://ollama.com/download");
  }

  private boolean isInstalled() {
    return Stream.concat(Stream.of(MAC_PROGRAM), inPath()).anyMatch(Files::exists);
  }

  /** The memory of this device in bytes; 0 where that cannot be read. */
  public long memoryBytes() {
    try (Stream<String> lines = Files.lines(MEMORY)) {
      return lines
          .filter(line -> line.startsWith("MemTotal:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException | NumberFormatException e) {
      return ofThisMachine();
    }
  }

  private static long ofThisMachine() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean machine
        ? machine.getTotalMemorySize()
        : 0;
  }

  /**
   * The folder in which an Ollama keeps its models; nothing if that is not on this device, or out
   * of sight.
   */
  Optional<Path> modelsOf(Model server) {
    if (container || !isLoopback(server)) {
      return Optional.empty();
    }
    if (!models.isEmpty()) {
      return Optional.of(Path.of(models));
    }
    Path own = Path.of(System.getProperty("user.home"), ".ollama", "models");
    return Stream.concat(SYSTEM_MODELS.stream(), Stream.of(own)).filter(Files::exists).findFirst();
  }

  /** Whether part of a download lies in a folder of models: what is missing is less then. */
  static boolean hasPartOfDownload(Path folder) {
    try (DirectoryStream<Path> parts =
        Files.newDirectoryStream(folder.resolve("blobs"), "*-partial*")) {
      return parts.iterator().hasNext();
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isLoopback(Model server) {
    return server.addressClass() == AddressClass.LOOPBACK;
  }

  private Stream<Path> inPath() {
    String name = File.separatorChar == '\\' ? "ollama.exe" : "ollama";
    return Stream.of(programs.split(File.pathSeparator, -1))
        .filter(folder -> !folder.isBlank())
        .map(folder -> Path.of(folder, name));
  }
}
