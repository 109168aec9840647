package pmm.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A process that wrote down its id and what it was started at, as {@code bin/supervise} does. An id
 * that was reused by another program never matches.
 *
 * @param pid its id
 * @param startedAt what the system says it was started at, as text to compare
 * @param since when it was written down
 */
record ProcessRecord(long pid, String startedAt, Instant since) {

  /** The process that {@code file} names, if that very process still runs. */
  static Optional<ProcessRecord> running(Path file) {
    try {
      List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
      if (lines.size() < 2) {
        return Optional.empty();
      }
      long pid = Long.parseLong(lines.get(0).strip());
      String startedAt = lines.get(1).strip();
      return startedAt.equals(startedAt(pid))
          ? Optional.of(
              new ProcessRecord(pid, startedAt, Files.getLastModifiedTime(file).toInstant()))
          : Optional.empty();
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  /**
   * What a process was started at; empty if there is none with this id, or it is dead and only not
   * yet fetched.
   */
  static String startedAt(long pid) {
    Path stat = Path.of("/proc", Long.toString(pid), "stat");
    try {
      if (Files.isReadable(Path.of("/proc/self/stat"))) {
        String line = Files.readString(stat, StandardCharsets.ISO_8859_1);
        // The name in parentheses may hold spaces; the start time is the 20th field after it.
        String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
        return fields[0].equals("Z") ? "" : fields[19];
      }
      ProcessBuilder ps = new ProcessBuilder("ps", "-o", "lstart=", "-p", Long.toString(pid));
      ps.environment().put("LC_ALL", "C");
      ps.environment().put("TZ", "UTC");
      Process process = ps.redirectError(ProcessBuilder.Redirect.DISCARD).start();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return "";
    }
  }
}
