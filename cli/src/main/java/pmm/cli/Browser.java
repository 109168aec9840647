package pmm.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import pmm.ui.v1.CreateLoginCodeRequest;

/** The way into the page: a one-time code, and the browser that takes it. */
final class Browser {
  private final Shell shell;

  Browser(Shell shell) {
    this.shell = shell;
  }

  /** A fresh address with a one-time code in it. */
  String loginAddress() {
    return shell
        .mesh()
        .door()
        .createLoginCode(CreateLoginCodeRequest.getDefaultInstance())
        .getUrl();
  }

  /** The address without its code: what may be seen by everybody. */
  static String plain(String loginAddress) {
    int fragment = loginAddress.indexOf('#');
    return fragment < 0 ? loginAddress : loginAddress.substring(0, fragment);
  }

  /**
   * Opens the page. The code travels in a file that only this person can read: a command line can
   * be read by everybody on the device.
   *
   * @return false where no browser could be started
   */
  boolean open(String loginAddress) {
    Optional<List<String>> opener = opener();
    if (opener.isEmpty()) {
      return false;
    }
    try {
      Path page = redirect(loginAddress);
      List<String> command = new java.util.ArrayList<>(opener.get());
      command.add(page.toUri().toString());
      new ProcessBuilder(command)
          .redirectInput(new java.io.File("/dev/null"))
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private Path redirect(String loginAddress) throws IOException {
    Path folder = shell.home().runDir(Service.UI.id());
    Path page = folder.resolve("open.html");
    Files.deleteIfExists(page);
    Files.createFile(
        page, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    String quoted = loginAddress.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;");
    Files.writeString(
        page,
        """
        <!doctype html>
        <meta charset="utf-8">
        <meta name="referrer" content="no-referrer">
        <meta http-equiv="refresh" content="0; url=%s">
        <title>PMM</title>
        <p><a href="%s">Open PMM</a></p>
        """
            .formatted(quoted, quoted));
    return page;
  }

  private Optional<List<String>> opener() {
    String named = shell.variable("BROWSER");
    if (!named.isBlank()) {
      return Optional.of(List.of(named.split(":")[0]));
    }
    if (System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac")) {
      return Optional.of(List.of("open"));
    }
    boolean screen =
        !shell.variable("DISPLAY").isEmpty() || !shell.variable("WAYLAND_DISPLAY").isEmpty();
    return screen ? Optional.of(List.of("xdg-open")) : Optional.empty();
  }
}
