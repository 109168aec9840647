package pmm.mindfile;

/** Porter's algorithm (M. F. Porter, "An algorithm for suffix stripping", 1980). */
final class Stemmer {
  private final StringBuilder word = new StringBuilder();

  private Stemmer() {}

  /** The stem of a word in lower case; of letters beyond a to z it knows nothing. */
  static String stem(String word) {
    if (word.length() < 3 || !word.chars().allMatch(c -> c >= 'a' && c <= 'z')) {
      return word;
    }
    Stemmer stemmer = new Stemmer();
    stemmer.word.append(word);
    stemmer.run();
    return stemmer.word.toString();
  }

  private void run() {
    plurals();
    pastAndGerund();
    if (endsWith("y") && hasVowel(word.length() - 1)) {
      word.setCharAt(word.length() - 1, 'i');
    }
    replaceFirst(
        0, "ational", "ate", "tional", "tion", "enci", "ence", "anci", "ance", "izer", "ize",
        "logi", "log", "bli", "ble", "alli", "al", "entli", "ent", "eli", "e", "ousli", "ous",
        "ization", "ize", "ation", "ate", "ator", "ate", "alism", "al", "iveness", "ive", "fulness",
        "ful", "ousness", "ous", "aliti", "al", "iviti", "ive", "biliti", "ble");
    replaceFirst(
        0, "icate", "ic", "ative", "", "alize", "al", "iciti", "ic", "ical", "ic", "ful", "",
        "ness", "");
    dropSuffix();
    finalE();
  }

  private void plurals() {
    if (endsWith("sses") || endsWith("ies")) {
      cut(2);
    } else if (endsWith("s") && !endsWith("ss")) {
      cut(1);
    }
  }

  private void pastAndGerund() {
    if (endsWith("eed")) {
      if (measure(word.length() - 3) > 0) {
        cut(1);
      }
      return;
    }
    int suffix = endsWith("ed") ? 2 : endsWith("ing") ? 3 : 0;
    if (suffix == 0 || !hasVowel(word.length() - suffix)) {
      return;
    }
    cut(suffix);
    if (endsWith("at") || endsWith("bl") || endsWith("iz")) {
      word.append('e');
    } else if (doubleConsonant() && !endsWith("l") && !endsWith("s") && !endsWith("z")) {
      cut(1);
    } else if (measure(word.length()) == 1 && consonantVowelConsonant(word.length())) {
      word.append('e');
    }
  }

  private void dropSuffix() {
    String[] suffixes = {
      "al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ion", "ou",
      "ism", "ate", "iti", "ous", "ive", "ize"
    };
    for (String suffix : suffixes) {
      if (endsWith(suffix)) {
        int stem = word.length() - suffix.length();
        boolean allowed =
            !suffix.equals("ion")
                || (stem > 0 && (word.charAt(stem - 1) == 's' || word.charAt(stem - 1) == 't'));
        if (allowed && measure(stem) > 1) {
          word.setLength(stem);
        }
        return;
      }
    }
  }

  private void finalE() {
    int stem = word.length() - 1;
    if (endsWith("e")
        && (measure(stem) > 1 || (measure(stem) == 1 && !consonantVowelConsonant(stem)))) {
      cut(1);
    }
    if (endsWith("ll") && measure(word.length() - 1) > 1) {
      cut(1);
    }
  }

  private void replaceFirst(int above, String... pairs) {
    for (int i = 0; i < pairs.length; i += 2) {
      if (endsWith(pairs[i])) {
        int stem = word.length() - pairs[i].length();
        if (measure(stem) > above) {
          word.setLength(stem);
          word.append(pairs[i + 1]);
        }
        return;
      }
    }
  }

  private boolean endsWith(String suffix) {
    int start = word.length() - suffix.length();
    if (start < 0) {
      return false;
    }
    for (int i = suffix.length() - 1; i >= 0; i--) {
      if (word.charAt(start + i) != suffix.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private void cut(int letters) {
    word.setLength(word.length() - letters);
  }

  private boolean isConsonant(int i) {
    return switch (word.charAt(i)) {
      case 'a', 'e', 'i', 'o', 'u' -> false;
      case 'y' -> i == 0 || !isConsonant(i - 1);
      default -> true;
    };
  }

  /** How many times a vowel is followed by a consonant in the first {@code end} letters. */
  private int measure(int end) {
    int count = 0;
    boolean vowel = false;
    for (int i = 0; i < end; i++) {
      boolean consonant = isConsonant(i);
      if (consonant && vowel) {
        count++;
      }
      vowel = !consonant;
    }
    return count;
  }

  private boolean hasVowel(int end) {
    for (int i = 0; i < end; i++) {
      if (!isConsonant(i)) {
        return true;
      }
    }
    return false;
  }

  private boolean doubleConsonant() {
    int last = word.length() - 1;
    return last > 0 && word.charAt(last) == word.charAt(last - 1) && isConsonant(last);
  }

  private boolean consonantVowelConsonant(int end) {
    if (end < 3 || !isConsonant(end - 1) || isConsonant(end - 2) || !isConsonant(end - 3)) {
      return false;
    }
    char last = word.charAt(end - 1);
    return last != 'w' && last != 'x' && last != 'y';
  }
}
