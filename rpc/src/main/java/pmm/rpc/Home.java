package pmm.rpc;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The folder that holds everything of one installation.
 *
 * @param root the folder
 * @param runRoot where each service has its run folder
 * @param tokenRoot where tokens lie in folders of their own, so that each caller can be given its
 *     own and no other; null where they lie in the run folders
 */
public record Home(Path root, Path runRoot, @Nullable Path tokenRoot) {

  /** Checks the parts. */
  public Home {
    root = requireNonNull(root, "root").toAbsolutePath().normalize();
    runRoot = requireNonNull(runRoot, "runRoot").toAbsolutePath().normalize();
    tokenRoot = tokenRoot == null ? null : tokenRoot.toAbsolutePath().normalize();
  }

  /** The home in this folder. */
  public Home(Path root) {
    this(root, root.resolve("run"), null);
  }

  /** The home that PMM_HOME names, else ~/.pmm; created with mode 0700 if it is not there. */
  public static Home fromEnvironment() {
    return fromEnvironment(System.getenv());
  }

  static Home fromEnvironment(Map<String, String> environment) {
    String named = environment.getOrDefault("PMM_HOME", "");
    Path root = named.isEmpty() ? Path.of(System.getProperty("user.home"), ".pmm") : Path.of(named);
    Home home = at(root, environment);
    PrivateFiles.createFolder(home.root);
    return home;
  }

  /** The home in this folder, with its other folders where PMM_RUN_DIR and PMM_TOKEN_DIR say. */
  public static Home at(Path root, Map<String, String> environment) {
    String run = environment.getOrDefault("PMM_RUN_DIR", "");
    String tokens = environment.getOrDefault("PMM_TOKEN_DIR", "");
    return new Home(
        root,
        run.isBlank() ? root.resolve("run") : Path.of(run),
        tokens.isBlank() ? null : Path.of(tokens));
  }

  /** Where a service says how to reach it. */
  public Path runDir(String service) {
    return runRoot.resolve(service);
  }

  /** The token by which callers of this role reach a service. */
  Path token(String service, Role role) {
    Path folder =
        tokenRoot == null ? runDir(service) : tokenRoot.resolve(service).resolve(role.holder());
    return folder.resolve("token." + role.id());
  }

  /** A file of the home, such as "config.toml". */
  public Path file(String name) {
    return root.resolve(name);
  }
}
