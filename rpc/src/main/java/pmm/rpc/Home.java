package pmm.rpc;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Map;

/**
 * The folder that holds everything of one installation.
 *
 * @param root the folder
 * @param runRoot where each service has its run folder
 */
public record Home(Path root, Path runRoot) {

  /** Checks the parts. */
  public Home {
    root = requireNonNull(root, "root").toAbsolutePath().normalize();
    runRoot = requireNonNull(runRoot, "runRoot").toAbsolutePath().normalize();
  }

  /** The home in this folder. */
  public Home(Path root) {
    this(root, root.resolve("run"));
  }

  /** The home that PMM_HOME names, else ~/.pmm; created with mode 0700 if it is not there. */
  public static Home fromEnvironment() {
    return fromEnvironment(System.getenv());
  }

  static Home fromEnvironment(Map<String, String> environment) {
    Path root = Path.of(environment.getOrDefault("PMM_HOME", ""));
    Home home =
        root.toString().isEmpty()
            ? new Home(Path.of(System.getProperty("user.home"), ".pmm"))
            : new Home(root);
    String runRoot = environment.getOrDefault("PMM_RUN_DIR", "");
    Home complete = runRoot.isEmpty() ? home : new Home(home.root, Path.of(runRoot));
    PrivateFiles.createFolder(complete.root);
    return complete;
  }

  /** Where a service says how to reach it. */
  public Path runDir(String service) {
    return runRoot.resolve(service);
  }

  /** A file of the home, such as "config.toml". */
  public Path file(String name) {
    return root.resolve(name);
  }
}
