package pmm.mindstate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The words of a few texts that hardly any other text holds, such as a name or a number: who holds
 * one of them tells of the same thing, however little else the two have in common.
 */
final class RareWords {
  /** Of more texts than these, everything is about some of them. */
  private static final int MOST_TEXTS = 20;

  private static final int SHORTEST = 6;
  private static final int MOST_HOLDERS = 3;
  private static final int MOST_OF_A_TEXT = 3;

  /** A word is rare where at most one text in so many holds it. */
  private static final int RARE = 50;

  private final Map<String, Holders> words = new HashMap<>();
  private final Map<Long, Set<String>> texts = new HashMap<>();
  private int named;
  private long others;

  /** Who holds a word. */
  private static final class Holders {
    private final List<StateEvent> first = new ArrayList<>();
    private long count;

    private void add(StateEvent event) {
      if (++count <= MOST_HOLDERS) {
        first.add(event);
      }
    }
  }

  /** A text whose rare words are asked for. */
  void name(long eventId, List<String> text) {
    if (++named > MOST_TEXTS) {
      words.clear();
      texts.clear();
      return;
    }
    Set<String> of = texts.computeIfAbsent(eventId, none -> new HashSet<>());
    for (String word : text) {
      if (word.length() >= SHORTEST) {
        words.computeIfAbsent(word, none -> new Holders());
        of.add(word);
      }
    }
  }

  /** Another text. */
  void look(StateEvent event, List<String> text) {
    others++;
    if (!words.isEmpty()) {
      text.stream()
          .distinct()
          .map(words::get)
          .filter(holders -> holders != null)
          .forEach(holders -> holders.add(event));
    }
  }

  /** Who holds the rarest words of each text. */
  List<Mentions.Mention> holders() {
    List<Mentions.Mention> found = new ArrayList<>();
    texts.forEach((id, text) ->
        text.stream()
            .map(word -> words.getOrDefault(word, new Holders()))
            .filter(this::isRare)
            .sorted(Comparator.comparingLong(holders -> holders.count))
            .limit(MOST_OF_A_TEXT)
            .flatMap(holders -> holders.first.stream())
            .map(event -> new Mentions.Mention(event, Mentions.Relation.WORDS, id))
            .forEach(found::add));
    return found;
  }

  private boolean isRare(Holders holders) {
    return holders.count > 0 && holders.count <= MOST_HOLDERS && holders.count * RARE <= others;
  }
}
