package pmm.mindfile;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/**
 * What the search index holds of a text. A term is a word without case and diacritics, stemmed as
 * English; the name {@code max_parcelGrams} also gives its parts. Scripts without spaces give every
 * two neighbouring characters, and every ideograph.
 */
final class Terms {
  /** Longer words are told apart by their begin. */
  private static final int LONGEST = 64;

  private Terms() {}

  /** Hears of the places of terms, in order of their begin. */
  interface Visitor {
    void term(int start, int end);
  }

  /** Goes through the terms of a text; those of one name overlap. */
  static void each(String text, Visitor visitor) {
    int at = 0;
    while (at < text.length()) {
      int c = text.codePointAt(at);
      if (isDense(c)) {
        at = eachDense(text, at, visitor);
      } else if (isPart(c)) {
        at = eachWord(text, at, visitor);
      } else {
        at += Character.charCount(c);
      }
    }
  }

  private static int eachDense(String text, int start, Visitor visitor) {
    int at = start;
    while (at < text.length()) {
      int c = text.codePointAt(at);
      if (!isDense(c)) {
        break;
      }
      int next = at + Character.charCount(c);
      if (Character.isIdeographic(c)) {
        visitor.term(at, next);
      }
      if (next < text.length() && isDense(text.codePointAt(next))) {
        visitor.term(at, next + Character.charCount(text.codePointAt(next)));
      }
      at = next;
    }
    return at;
  }

  private static int eachWord(String text, int start, Visitor visitor) {
    int end = start;
    boolean name = false;
    boolean telling = false;
    int before = ' ';
    while (end < text.length()) {
      int c = text.codePointAt(end);
      if (!isPart(c) || isDense(c)) {
        break;
      }
      name |= c == '_' || isHump(before, c);
      telling |= c != '_';
      before = c;
      end += Character.charCount(c);
    }
    if (telling) {
      visitor.term(start, end);
    }
    if (name) {
      eachPart(text, start, end, visitor);
    }
    return end;
  }

  private static void eachPart(String text, int start, int end, Visitor visitor) {
    int part = start;
    int before = ' ';
    for (int i = start; i < end; ) {
      int c = text.codePointAt(i);
      if (c == '_' || isHump(before, c)) {
        if (i > part) {
          visitor.term(part, i);
        }
        part = c == '_' ? i + 1 : i;
      }
      before = c;
      i += Character.charCount(c);
    }
    if (end > part && part > start) {
      visitor.term(part, end);
    }
  }

  private static boolean isHump(int before, int c) {
    return Character.isLowerCase(before) && Character.isUpperCase(c);
  }

  private static boolean isPart(int c) {
    if (c < 0x80) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    }
    return Character.isLetterOrDigit(c) || Character.getType(c) == Character.NON_SPACING_MARK;
  }

  static boolean isDenseAt(String text, int at) {
    return isDense(text.codePointAt(at));
  }

  /** Whether a character is of a script that does not part its words by spaces, or Korean. */
  private static boolean isDense(int c) {
    if (c < 0x0E00 || !Character.isLetter(c)) {
      return false;
    }
    return switch (UnicodeScript.of(c)) {
      case HAN, HIRAGANA, KATAKANA, HANGUL, BOPOMOFO, THAI, LAO, KHMER, MYANMAR -> true;
      default -> c == 'ー';
    };
  }

  /** The words of a place of a text in lower case and without diacritics. */
  static String folded(String text, int start, int end) {
    String word = text.substring(start, Math.min(end, start + LONGEST)).toLowerCase(Locale.ROOT);
    if (word.chars().allMatch(c -> c < 0x80)) {
      return word.indexOf('_') < 0 ? word : word.replace("_", "");
    }
    String apart = Normalizer.normalize(word, Normalizer.Form.NFKD);
    StringBuilder plain = new StringBuilder();
    apart
        .codePoints()
        .forEach(c -> {
          switch (c) {
            case 'ß' -> plain.append("ss");
            case 'œ' -> plain.append("oe");
            case 'æ' -> plain.append("ae");
            case 'ø' -> plain.append('o');
            case 'ł' -> plain.append('l');
            default -> {
              if (Character.isLetterOrDigit(c)) {
                plain.appendCodePoint(c);
              }
            }
          }
        });
    return Normalizer.normalize(plain, Normalizer.Form.NFC);
  }

  /** The term at a place of a text; empty if nothing of it can be looked for. */
  static String at(String text, int start, int end) {
    return Stemmer.stem(folded(text, start, end));
  }

  /** Every term of a text once. */
  static Set<String> of(String text) {
    Set<String> terms = new LinkedHashSet<>();
    each(text, (start, end) -> terms.add(at(text, start, end)));
    terms.remove("");
    return terms;
  }

  static int count(String text) {
    int[] count = new int[1];
    each(text, (start, end) -> count[0]++);
    return count[0];
  }
}
