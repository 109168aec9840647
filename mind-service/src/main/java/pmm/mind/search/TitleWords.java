package pmm.mind.search;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import pmm.mind.v1.MatchedRange;

/** Words that are looked for in titles: each has to begin a word of one. */
final class TitleWords {
  private static final int MOST = 20;
  private static final int ASCII_END = 0x80;
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");

  private final List<String> words;

  private TitleWords(List<String> words) {
    this.words = words;
  }

  /** The words of a text. */
  static TitleWords of(String text) {
    String folded = new Folded(text).text.toString();
    return new TitleWords(
        Arrays.stream(folded.split("[^\\p{L}\\p{N}]+"))
            .filter(word -> !word.isEmpty())
            .distinct()
            .limit(MOST)
            .toList());
  }

  /** Returns a title with what matches in it, if every word does. */
  Optional<Passage> in(String title) {
    Folded folded = new Folded(title);
    List<MatchedRange> matches = new ArrayList<>();
    for (String word : words) {
      int at = folded.wordBeginning(word);
      if (at < 0) {
        return Optional.empty();
      }
      matches.add(Passage.range(folded.start(at), folded.end(at + word.length() - 1)));
    }
    return words.isEmpty() ? Optional.empty() : Optional.of(new Passage(title, apart(matches)));
  }

  /** Two words can match at the same place: "car" and "carpet". */
  private static List<MatchedRange> apart(List<MatchedRange> matches) {
    List<MatchedRange> apart = new ArrayList<>();
    int end = 0;
    for (MatchedRange match :
        matches.stream().sorted(Comparator.comparingInt(MatchedRange::getStart)).toList()) {
      if (match.getStart() >= end) {
        apart.add(match);
        end = match.getEnd();
      }
    }
    return apart;
  }

  /** A text without case and diacritics, and where each of its characters came from. */
  private static final class Folded {
    private final StringBuilder text = new StringBuilder();
    private final List<Integer> starts = new ArrayList<>();
    private final List<Integer> ends = new ArrayList<>();

    private Folded(String original) {
      for (int i = 0; i < original.length(); ) {
        int c = original.codePointAt(i);
        int end = i + Character.charCount(c);
        if (c < ASCII_END) {
          // Nearly all there is, of every title for every letter that is typed.
          add(Character.toLowerCase((char) c), i, end);
        } else {
          String plain = plain(c);
          for (int k = 0; k < plain.length(); k++) {
            add(plain.charAt(k), i, end);
          }
        }
        i = end;
      }
    }

    private void add(char plain, int start, int end) {
      text.append(plain);
      starts.add(start);
      ends.add(end);
    }

    private static String plain(int c) {
      String parts = Normalizer.normalize(Character.toString(c), Normalizer.Form.NFKD);
      return MARKS.matcher(parts).replaceAll("").toLowerCase(Locale.ROOT).replace("ß", "ss");
    }

    /** Scripts without spaces have no begins of words: there it may stand anywhere. */
    private int wordBeginning(String word) {
      for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
        boolean begins = at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1));
        if (begins || word.codePointAt(0) >= 0x0E00) {
          return at;
        }
      }
      return -1;
    }

    private int start(int at) {
      return starts.get(at);
    }

    private int end(int at) {
      return ends.get(at);
    }
  }
}
