package pmm.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * What a person can hand to whoever helps: what doctor found, which files lie in the home, how it
 * is set up and what the services logged. No word of the mind, no key, no token; the home's own
 * path is "~home".
 */
final class DiagnosticPack {
  private static final int LOG_LINES = 2000;

  /** A line of config.toml whose value can say nothing of a person. */
  private static final Pattern PLAIN =
      Pattern.compile("\\s*([\\w.]+)\\s*=\\s*(\\d+|true|false)\\s*(#.*)?");

  private static final Pattern SET = Pattern.compile("\\s*([\\w.]+)\\s*=.*");
  private static final Pattern SECTION = Pattern.compile("\\s*\\[[\\w.]+]\\s*");

  private final Shell shell;
  private final String doctor;

  /**
   * @param doctor what doctor found, as its JSON document
   */
  DiagnosticPack(Shell shell, String doctor) {
    this.shell = shell;
    this.doctor = doctor;
  }

  /** Name to text of each file, in order. */
  Map<String, String> files() {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("doctor.json", doctor);
    files.put("system.txt", system());
    files.put("home.txt", listing());
    files.put("config.toml", configuration());
    for (Service service : Service.values()) {
      List<String> lines = shell.supervision().lastLines(service, LOG_LINES);
      if (!lines.isEmpty()) {
        files.put("logs/" + service.id() + ".log", String.join("\n", lines) + "\n");
      }
    }
    files.replaceAll((_, text) -> withoutPlaces(text));
    return files;
  }

  /**
   * Writes them as a ZIP that only its owner can read.
   *
   * @return bytes written
   */
  long write(Path target) throws IOException {
    Map<String, String> files = files();
    return WholeFile.write(
        target,
        out -> {
          long bytes = 0;
          ZipOutputStream zip = new ZipOutputStream(out);
          for (Map.Entry<String, String> file : files.entrySet()) {
            byte[] text = file.getValue().getBytes(StandardCharsets.UTF_8);
            zip.putNextEntry(new ZipEntry(file.getKey()));
            zip.write(text);
            bytes += text.length;
          }
          zip.finish();
          return bytes;
        });
  }

  private static String system() {
    StringBuilder text = new StringBuilder();
    for (String name :
        List.of(
            "os.name",
            "os.version",
            "os.arch",
            "java.version",
            "java.vendor",
            "java.vm.name",
            "file.encoding")) {
      text.append(name).append(" = ").append(System.getProperty(name)).append('\n');
    }
    return text.append("processors = ")
        .append(Runtime.getRuntime().availableProcessors())
        .append('\n')
        .append("pmm = ")
        .append(VersionCommand.version())
        .append('\n')
        .toString();
  }

  /** Each file's rights, size in bytes and time. */
  private String listing() {
    Path home = shell.homeFolder();
    if (!Files.isDirectory(home)) {
      return "there is no home yet\n";
    }
    StringBuilder text = new StringBuilder();
    try (Stream<Path> all = Files.walk(home, 3)) {
      all.sorted(Comparator.naturalOrder())
          .forEach(file -> text.append(line(home.relativize(file), file)).append('\n'));
    } catch (IOException | UncheckedIOException e) {
      text.append("could not be listed to the end: ").append(e.getMessage()).append('\n');
    }
    return text.toString();
  }

  private static String line(Path name, Path file) {
    try {
      PosixFileAttributes facts =
          Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return "%s %12d %s %s"
          .formatted(
              PosixFilePermissions.toString(facts.permissions()),
              facts.size(),
              facts.lastModifiedTime(),
              name);
    } catch (IOException | UnsupportedOperationException e) {
      return "cannot be looked at: " + name;
    }
  }

  private String configuration() {
    Path file = shell.homeFolder().resolve("config.toml");
    if (!Files.exists(file)) {
      return "# there is none\n";
    }
    try {
      StringBuilder text = new StringBuilder();
      for (String line : Files.readAllLines(file)) {
        text.append(shown(line)).append('\n');
      }
      return text.toString();
    } catch (IOException e) {
      return "# could not be read: " + e.getMessage() + "\n";
    }
  }

  private static String shown(String line) {
    Matcher set = SET.matcher(line);
    if (SECTION.matcher(line).matches()) {
      return line.strip();
    }
    Matcher plain = PLAIN.matcher(line);
    if (plain.matches()) {
      return plain.group(1) + " = " + plain.group(2);
    }
    return set.matches() ? set.group(1) + " = # set" : "";
  }

  private String withoutPlaces(String text) {
    String user = System.getProperty("user.home");
    String without = text.replace(shell.homeFolder().toString(), "~home");
    return user == null || user.length() < 2 ? without : without.replace(user, "~");
  }
}
