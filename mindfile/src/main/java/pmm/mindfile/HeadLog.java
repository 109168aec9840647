package pmm.mindfile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The heads that a file had, one a line: size, Merkle root, hash of the last event. The witness for
 * people who never sign.
 */
final class HeadLog {
  private static final Pattern LINE =
      Pattern.compile("([1-9][0-9]{0,17}) ([0-9a-f]{64}) ([0-9a-f]{64})");

  private final Path path;

  HeadLog(Path path) {
    this.path = path;
  }

  static HeadLog beside(Path mindFile) {
    return new HeadLog(mindFile.resolveSibling("heads.log"));
  }

  Path path() {
    return path;
  }

  /** A head at some time. */
  record Entry(long size, String root, String hash) {}

  /** Every line that is one; a torn last line is none. */
  List<Entry> read() throws IOException {
    List<Entry> entries = new ArrayList<>();
    if (Files.exists(path)) {
      for (String line : Files.readAllLines(path, java.nio.charset.StandardCharsets.ISO_8859_1)) {
        Matcher matcher = LINE.matcher(line);
        if (matcher.matches()) {
          entries.add(
              new Entry(Long.parseLong(matcher.group(1)), matcher.group(2), matcher.group(3)));
        }
      }
    }
    return entries;
  }

  Optional<Entry> last() throws IOException {
    List<Entry> entries = read();
    return entries.isEmpty() ? Optional.empty() : Optional.of(entries.getLast());
  }

  /** Adds a head unless it is the last one already. */
  void add(Entry entry) throws IOException {
    if (last().filter(entry::equals).isPresent()) {
      return;
    }
    String line = entry.size() + " " + entry.root() + " " + entry.hash() + "\n";
    try (FileChannel log =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      long end = log.size();
      ByteBuffer lastByte = ByteBuffer.allocate(1);
      if (end > 0 && log.read(lastByte, end - 1) == 1 && lastByte.get(0) != '\n') {
        line = "\n" + line;
      }
      log.write(ByteBuffer.wrap(Texts.utf8(line)), end);
      log.force(true);
    }
  }
}
