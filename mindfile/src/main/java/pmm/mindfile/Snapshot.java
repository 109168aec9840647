package pmm.mindfile;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A copy of a mind that is kept beside it. Its name says all of this.
 *
 * @param path where it lies
 * @param time when it was made, to the second; a little later where that name was taken
 * @param events how many events it holds
 * @param sizeBytes its size
 */
public record Snapshot(Path path, Instant time, long events, long sizeBytes) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final Pattern NAME =
      Pattern.compile("mind-(\\d{8}T\\d{6}Z)-([1-9]\\d{0,17})\\.db");

  /** Its name, by which it is restored. */
  public String name() {
    return path.getFileName().toString();
  }

  /** How a copy with so many events, made at this time, is called. */
  public static String name(Instant time, long events) {
    return "mind-%s-%d.db".formatted(stamp(time), events);
  }

  /**
   * Where a copy goes: what is there is never overwritten. Where one of that second has as many
   * events, the name is that of a later one.
   */
  public static Path unused(Path folder, Instant time, long events) {
    Instant second = time;
    while (Files.exists(folder.resolve(name(second, events)))) {
      second = second.plusSeconds(1);
    }
    return folder.resolve(name(second, events));
  }

  /** A time as it stands in names: in UTC, to the second. */
  public static String stamp(Instant time) {
    return TIME.format(time);
  }

  /** The time that a {@link #stamp} names; empty if it names none. */
  static Optional<Instant> time(String stamp) {
    try {
      return Optional.of(TIME.parse(stamp, Instant::from));
    } catch (DateTimeParseException noTime) {
      return Optional.empty();
    }
  }

  /** The copies of any mind in a folder, oldest first. */
  public static List<Snapshot> in(Path folder) {
    if (Files.notExists(folder)) {
      return List.of();
    }
    List<Snapshot> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "mind-*.db")) {
      for (Path path : files) {
        of(path, Files.size(path)).ifPresent(found::add);
      }
    } catch (IOException e) {
      throw new MindFileException(
          MindFileException.Reason.IO, "reading " + folder + " failed: " + e.getMessage(), e);
    }
    found.sort(Comparator.comparing(Snapshot::name));
    return found;
  }

  /**
   * The copy at a path.
   *
   * @throws MindFileException INVALID if it is not called like one
   */
  public static Snapshot at(Path path) throws IOException {
    return of(path, Files.size(path))
        .orElseThrow(
            () -> MindFileException.invalid(path + " (expected: called mind-TIME-EVENTS.db)"));
  }

  /** Which mind it is of; empty where it cannot be read. */
  public Optional<String> mindId() {
    try (ReadView view = ReadView.of(path);
        Connection db = view.open()) {
      return Optional.ofNullable(Config.read(db).get(Config.MIND_ID));
    } catch (IOException | SQLException unreadable) {
      return Optional.empty();
    }
  }

  /** What a file is if its name is that of a snapshot. */
  static Optional<Snapshot> of(Path path, long sizeBytes) {
    Matcher name = NAME.matcher(path.getFileName().toString());
    if (!name.matches()) {
      return Optional.empty();
    }
    return time(name.group(1))
        .map(time -> new Snapshot(path, time, Long.parseLong(name.group(2)), sizeBytes));
  }
}
