package pmm.mindfile;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What was typed at {@code pmm chat}, so that it can be called back: a line each, {@code
 * MILLISECONDS:TEXT}, with line breaks and backslashes escaped.
 */
final class ChatHistory {
  private static final Pattern TIME = Pattern.compile("^\\d{1,19}:");

  /** What is shorter stands in other lines too, and only a line of its own is meant. */
  private static final int LONG_ENOUGH = 8;

  private final Path path;

  private ChatHistory(Path path) {
    this.path = path;
  }

  static ChatHistory beside(Path mindFile) {
    return new ChatHistory(mindFile.resolveSibling("chat_history"));
  }

  /** Takes out the lines that hold the words of these events. */
  void forget(List<Event> events) throws IOException {
    if (Files.notExists(path)) {
      return;
    }
    List<String> said =
        events.stream()
            .map(Event::content)
            .filter(Objects::nonNull)
            .map(String::strip)
            .filter(Predicate.not(String::isEmpty))
            .toList();
    List<String> lines = Files.readAllLines(path, UTF_8);
    List<String> kept = lines.stream().filter(line -> !holds(line, said)).toList();
    if (kept.size() < lines.size()) {
      write(kept);
    }
  }

  private static boolean holds(String line, List<String> said) {
    String typed = unescaped(TIME.matcher(line).replaceFirst("")).strip();
    return said.stream()
        .anyMatch(
            text -> typed.equals(text) || (text.length() >= LONG_ENOUGH && typed.contains(text)));
  }

  private static String unescaped(String text) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        i++;
        char next = text.charAt(i);
        plain.append(next == 'n' ? '\n' : next == 'r' ? '\r' : next);
      } else {
        plain.append(c);
      }
    }
    return plain.toString();
  }

  private void write(List<String> lines) throws IOException {
    Path fresh = path.resolveSibling(path.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    Files.createFile(
        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(fresh, lines, UTF_8);
    FileReplacer.sync(fresh);
    Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    FileReplacer.syncFolder(path);
  }
}
