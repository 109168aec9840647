package pmm.cli;

import java.nio.file.Files;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** The version of the product, of what it runs on, and the key that its release was signed with. */
@Command(
    footer = {
      "  pmm version",
      "",
      "Compare the fingerprint with one that came to you by another way: docs/releases.md says which."
    })
final class VersionCommand implements Callable<Integer> {
  /** In the product folder of a release alone. */
  private static final String KEY = "release-key.pem";

  private final Shell shell;

  VersionCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    shell.screen().result("pmm " + version() + " (Java " + Runtime.version().feature() + ")");
    shell.screen().result(releaseKey());
    return ExitCode.DONE;
  }

  private String releaseKey() {
    return shell
        .product()
        .map(folder -> folder.resolve(KEY))
        .filter(Files::exists)
        .map(file -> "Release key " + SigningKeys.verifying(file).fingerprint())
        .orElse("No release key: built here, and signed by nobody");
  }

  /** The version in the jar's manifest; "in development" where there is no jar. */
  static String version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "in development" : version;
  }
}
