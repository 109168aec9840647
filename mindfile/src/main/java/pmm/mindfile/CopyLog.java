package pmm.mindfile;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The copies of a mind that were once found whole, one a line in {@code copies.log}: milliseconds,
 * what it was, number of events, root, hash of the last event, path. It reminds, and proves
 * nothing.
 */
public final class CopyLog {
  private static final Pattern LINE =
      Pattern.compile("(\\d{1,18}) (backup|drill) (\\d{1,18}) ([0-9a-f]{64}) ([0-9a-f]{64}) (.*)");

  private static final Duration MOST_AGE = Duration.ofDays(7);
  private static final long MOST_EVENTS = 200;

  /** What a copy was made for. */
  public enum What {
    /** To lie outside the home. */
    BACKUP,
    /** To see whether a snapshot can be restored. */
    DRILL;

    private String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A copy.
   *
   * @param what what it was made for
   * @param time when it was found whole
   * @param copy what was found in it
   * @param path where it lay, for a person
   */
  public record Entry(What what, Instant time, VerifiedCopy copy, String path) {}

  private final Path path;

  /**
   * Of the mind in this home.
   *
   * @param homeOrFile a home folder, or the mind file in it
   */
  public CopyLog(Path homeOrFile) {
    path = MindFile.fileOf(homeOrFile).resolveSibling("copies.log");
  }

  /**
   * Whether the next copy outside the home is due.
   *
   * @param age since the last one, or since the mind began; a time to come says nothing of it
   * @param behind how many events the last one lacks
   */
  public static boolean isDue(Duration age, long behind) {
    return age.isNegative() || age.compareTo(MOST_AGE) >= 0 || behind >= MOST_EVENTS;
  }

  /** Every line that is one, oldest first. */
  public List<Entry> read() {
    if (Files.notExists(path)) {
      return List.of();
    }
    try {
      List<Entry> entries = new ArrayList<>();
      for (String line : new String(Files.readAllBytes(path), UTF_8).split("\n", -1)) {
        Matcher m = LINE.matcher(line);
        if (m.matches()) {
          entries.add(
              new Entry(
                  What.valueOf(m.group(2).toUpperCase(Locale.ROOT)),
                  Instant.ofEpochMilli(Long.parseLong(m.group(1))),
                  new VerifiedCopy(Long.parseLong(m.group(3)), m.group(4), m.group(5)),
                  m.group(6)));
        }
      }
      return entries;
    } catch (IOException e) {
      throw failed("reading", e);
    }
  }

  /** The last one of a sort. */
  public Optional<Entry> last(What what) {
    return read().stream().filter(entry -> entry.what() == what).reduce((a, b) -> b);
  }

  /** Adds one. */
  public void add(Entry entry) {
    VerifiedCopy copy = entry.copy();
    String line =
        "%d %s %d %s %s %s\n"
            .formatted(
                entry.time().toEpochMilli(),
                entry.what().word(),
                copy.events(),
                copy.root(),
                copy.hash(),
                entry.path().replaceAll("\\p{Cntrl}", "?"));
    try {
      if (Files.notExists(path)) {
        VerifiedCopy.privateFile(path);
      }
      try (FileChannel log = FileChannel.open(path, StandardOpenOption.APPEND)) {
        log.write(java.nio.ByteBuffer.wrap(line.getBytes(UTF_8)));
        log.force(true);
      }
    } catch (IOException e) {
      throw failed("writing", e);
    }
  }

  private MindFileException failed(String doing, IOException e) {
    return Failed.because(doing + " " + path, path, e);
  }
}
