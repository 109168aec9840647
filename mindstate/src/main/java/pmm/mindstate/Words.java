package pmm.mindstate;

import java.util.Locale;
import java.util.regex.Pattern;

/** How two texts are told apart: case, spaces and a closing point make no difference. */
public final class Words {
  private static final Pattern SPACES = Pattern.compile("\\s+");
  private static final Pattern TRAILING = Pattern.compile("[\\s.!]+$");

  private Words() {}

  /** Returns the form in which equal statements are equal. */
  public static String normal(String text) {
    String oneLine = SPACES.matcher(text.strip()).replaceAll(" ");
    return TRAILING.matcher(oneLine).replaceAll("").toLowerCase(Locale.ROOT);
  }

  /** Returns the first words of a text on one line, of at most {@code max} characters. */
  public static String first(String text, int max) {
    String line = SPACES.matcher(text.strip()).replaceAll(" ");
    if (line.length() <= max) {
      return line;
    }
    int space = line.lastIndexOf(' ', max - 1);
    int end = space > max / 2 ? space : max - 1;
    return line.substring(0, Character.isHighSurrogate(line.charAt(end - 1)) ? end - 1 : end) + "…";
  }
}
