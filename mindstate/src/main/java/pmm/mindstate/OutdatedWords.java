package pmm.mindstate;

import java.util.List;

/**
 * Words that counted once and no longer do. What the person would not have kept never counted.
 *
 * @param ended the words of every memory that was corrected or called untrue
 * @param kept the words of those that count: where they stand, nothing in them is outdated
 */
record OutdatedWords(Phrases ended, Phrases kept) {
  static final OutdatedWords NONE = new OutdatedWords(Phrases.NONE, Phrases.NONE);

  OutdatedWords keeping(String text) {
    return new OutdatedWords(ended, kept.with(text));
  }

  OutdatedWords ending(String text) {
    return new OutdatedWords(ended.with(text), kept.without(text));
  }

  /** Returns whether a text holds any of them outside of words that are kept. */
  boolean areIn(String text) {
    if (ended.next().isEmpty()) {
      return false;
    }
    List<String> words = Words.split(text);
    int keptUntil = 0;
    for (int i = 0; i < words.size(); i++) {
      List<String> rest = words.subList(i, words.size());
      keptUntil = Math.max(keptUntil, i + kept.longestAt(rest));
      int longest = ended.longestAt(rest);
      if (longest > 0 && i + longest > keptUntil) {
        return true;
      }
    }
    return false;
  }
}
