package pmm.mindstate;

import java.util.List;

/**
 * Words that no longer count, found in any text: what a look costs depends on the text alone, not
 * on how many there are.
 *
 * @param ends whether one of them ends here
 * @param next what follows, by the next word
 */
record OutdatedWords(boolean ends, PersistentMap<String, OutdatedWords> next) {
  static final OutdatedWords NONE = new OutdatedWords(false, PersistentMap.empty());

  /** What is longer is known by so many of its first words. */
  private static final int MOST_WORDS = 64;

  OutdatedWords with(String text) {
    List<String> words = words(text);
    return words.isEmpty() ? this : with(words);
  }

  OutdatedWords without(String text) {
    List<String> words = words(text);
    return words.isEmpty() ? this : without(words);
  }

  /** Returns whether a text holds any of them. */
  boolean areIn(String text) {
    if (next.isEmpty()) {
      return false;
    }
    List<String> words = Words.split(text);
    for (int i = 0; i < words.size(); i++) {
      if (begin(words.subList(i, words.size()))) {
        return true;
      }
    }
    return false;
  }

  private boolean begin(List<String> words) {
    OutdatedWords at = this;
    for (String word : words) {
      OutdatedWords further = at.next.get(word);
      if (further == null) {
        return false;
      }
      if (further.ends) {
        return true;
      }
      at = further;
    }
    return false;
  }

  private OutdatedWords with(List<String> words) {
    if (words.isEmpty()) {
      return new OutdatedWords(true, next);
    }
    OutdatedWords known = next.get(words.getFirst());
    OutdatedWords further = (known == null ? NONE : known).with(words.subList(1, words.size()));
    return new OutdatedWords(ends, next.put(words.getFirst(), further));
  }

  private OutdatedWords without(List<String> words) {
    if (words.isEmpty()) {
      return new OutdatedWords(false, next);
    }
    OutdatedWords known = next.get(words.getFirst());
    if (known == null) {
      return this;
    }
    OutdatedWords further = known.without(words.subList(1, words.size()));
    return new OutdatedWords(
        ends,
        further.equals(NONE) ? next.remove(words.getFirst()) : next.put(words.getFirst(), further));
  }

  private static List<String> words(String text) {
    List<String> words = Words.split(text);
    return words.subList(0, Math.min(MOST_WORDS, words.size()));
  }
}
