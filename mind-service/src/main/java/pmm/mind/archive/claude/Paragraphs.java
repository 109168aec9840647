package pmm.mind.archive.claude;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one long text that Claude remembers, as the paragraphs and list entries that a person can
 * keep or refuse.
 */
final class Paragraphs {
  /** Words and the heading that they stand under. */
  record Paragraph(String heading, String text) {}

  private static final Pattern HEADING = Pattern.compile("#+\\s+(\\S.*)|\\*\\*([^*]+?):?\\*\\*:?");
  private static final Pattern BULLET = Pattern.compile("\\s*[-*\u2022]\\s+(\\S.*)");

  private Paragraphs() {}

  static List<Paragraph> of(String text) {
    List<Paragraph> found = new ArrayList<>();
    String heading = "";
    StringBuilder words = new StringBuilder();
    for (String line : (text + "\n\n").split("\n", -1)) {
      Matcher title = HEADING.matcher(line.strip());
      Matcher bullet = BULLET.matcher(line);
      if (line.isBlank() || title.matches() || bullet.matches()) {
        add(heading, words, found);
      }
      if (title.matches()) {
        heading = title.group(1) == null ? title.group(2) : title.group(1);
      } else if (bullet.matches()) {
        words.append(bullet.group(1));
      } else if (!line.isBlank()) {
        words.append(words.isEmpty() ? "" : "\n").append(line.strip());
      }
    }
    return found;
  }

  private static void add(String heading, StringBuilder words, List<Paragraph> found) {
    if (!words.isEmpty()) {
      found.add(new Paragraph(heading, words.toString()));
      words.setLength(0);
    }
  }
}
