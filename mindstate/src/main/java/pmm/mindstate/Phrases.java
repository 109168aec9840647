package pmm.mindstate;

import java.util.List;

/**
 * Runs of words, found in any text: what a look costs depends on the text, not on how many there
 * are.
 *
 * @param ends whether one of them ends here
 * @param next what follows, by the next word
 */
record Phrases(boolean ends, PersistentMap<String, Phrases> next) {
  static final Phrases NONE = new Phrases(false, PersistentMap.empty());

  Phrases with(String text) {
    List<String> words = Words.split(text);
    return words.isEmpty() ? this : with(words);
  }

  Phrases without(String text) {
    List<String> words = Words.split(text);
    return words.isEmpty() ? this : without(words);
  }

  /** Returns how many words the longest of them has that some words begin with; 0 for none. */
  int longestAt(List<String> words) {
    Phrases at = this;
    int longest = 0;
    for (int i = 0; i < words.size(); i++) {
      Phrases further = at.next.get(words.get(i));
      if (further == null) {
        return longest;
      }
      longest = further.ends ? i + 1 : longest;
      at = further;
    }
    return longest;
  }

  private Phrases with(List<String> words) {
    if (words.isEmpty()) {
      return new Phrases(true, next);
    }
    Phrases known = next.get(words.getFirst());
    Phrases further = (known == null ? NONE : known).with(words.subList(1, words.size()));
    return new Phrases(ends, next.put(words.getFirst(), further));
  }

  private Phrases without(List<String> words) {
    if (words.isEmpty()) {
      return new Phrases(false, next);
    }
    Phrases known = next.get(words.getFirst());
    if (known == null) {
      return this;
    }
    Phrases further = known.without(words.subList(1, words.size()));
    boolean holds = further.ends || !further.next.isEmpty();
    return new Phrases(
        ends, holds ? next.put(words.getFirst(), further) : next.remove(words.getFirst()));
  }
}
