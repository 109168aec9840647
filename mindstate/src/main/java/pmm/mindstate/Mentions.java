package pmm.mindstate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds what else holds the words of some events. It finds words, not what they mean: who said the
 * same in words of their own is not found.
 */
public final class Mentions {
  private static final Pattern BREAK = Pattern.compile("[^\\p{L}\\p{N}\\p{M}]+");

  /** A run of so many words is no chance, however long the text. */
  private static final int LONG_RUN = 8;

  /** The share of a short text that has to stand in the other one, in one run. */
  private static final double SHARE = 0.6;

  /** What is in much use is given to every answer. */
  private static final int MOST_GIVEN = 100;

  private static final int FEW_WORDS = 3;
  private static final int LONG_WORD = 6;

  /** Why an event is named. */
  public enum Relation {
    /** A memory that came from it, or what that became. */
    MEMORY,
    /** It holds the same words. */
    WORDS,
    /** It came from it in words of its own: what was observed, promised, claimed or named. */
    DERIVED,
    /** Another wording of the same message. */
    SIBLING,
    /** An answer that was given it, and does not quote it. */
    GIVEN
  }

  /**
   * One event that was found.
   *
   * @param event the event
   * @param relation why it is named
   * @param ofEventId the event whose words it holds
   */
  public record Mention(StateEvent event, Relation relation, long ofEventId) {}

  /**
   * What was found.
   *
   * @param mentions what holds the words, or came from them, in order
   * @param given the newest of the answers that were given them and do not quote them, in order;
   *     without their words
   * @param givenCount how many such answers there are
   */
  public record Found(List<Mention> mentions, List<Mention> given, int givenCount) {
    /** Copies the lists. */
    public Found {
      mentions = List.copyOf(mentions);
      given = List.copyOf(given);
    }
  }

  /** Every event of a mind, as often as asked. */
  @FunctionalInterface
  public interface Events {
    /** Goes through all of them, oldest first. */
    void each(Consumer<StateEvent> reader);
  }

  private static final List<String> BEFORE = List.of("memory_id", "true_memory_id", "proposal_id");

  private final Set<Long> ids = new HashSet<>();

  /** What others may come from: the named events and what came from them, by the named one. */
  private final Map<Long, Long> roots = new HashMap<>();

  private final Map<Integer, Map<String, Long>> runs = new TreeMap<>();
  private final Map<String, Long> texts = new HashMap<>();
  private final Map<String, Long> places = new HashMap<>();
  private final RareWords rare = new RareWords();
  private final NavigableMap<Long, Mention> found = new TreeMap<>();
  private final NavigableMap<Long, Mention> given = new TreeMap<>();

  private Mentions(List<StateEvent> named) {
    for (StateEvent event : named) {
      ids.add(event.id());
      roots.put(event.id(), event.id());
      if (!isDetails(event)) {
        event.words().ifPresent(text -> add(event.id(), split(text)));
      }
      if (event.kind().equals("user_message") && !event.text("conversation_id").isEmpty()) {
        places.put(place(event), event.id());
      }
    }
  }

  /** Returns what holds words of the named events; these are not among it. */
  public static Found find(List<StateEvent> named, Events events) {
    Mentions first = new Mentions(named).look(events);
    for (Mention holder : first.rare.holders()) {
      first.given.remove(holder.event().id());
      first.found.putIfAbsent(holder.event().id(), holder);
    }
    List<StateEvent> wider = new ArrayList<>(named);
    for (Mention mention : first.found.values()) {
      if (mention.relation() == Relation.MEMORY
          || (mention.relation() == Relation.DERIVED && first.isOnlyOfThese(mention.event()))) {
        wider.add(mention.event());
      }
    }
    if (wider.size() > named.size()) {
      // Who quotes what came from it quotes it.
      new Mentions(wider)
          .look(events)
          .found
          .forEach((id, mention) -> {
            first.given.remove(id);
            first.found.putIfAbsent(id, mention);
          });
    }
    List<Mention> newest =
        first.given.descendingMap().values().stream().limit(MOST_GIVEN).toList().reversed();
    return new Found(List.copyOf(first.found.values()), newest, first.given.size());
  }

  /** What rests on others too, such as a summary, also holds words that are none of these. */
  private boolean isOnlyOfThese(StateEvent event) {
    return roots.keySet().containsAll(event.origins());
  }

  private Mentions look(Events events) {
    events.each(event -> {
      if (!ids.contains(event.id()) && event.content() != null) {
        Mention mention = mention(event);
        if (mention != null && mention.relation() == Relation.GIVEN) {
          given.put(event.id(), mention);
        } else if (mention != null) {
          found.put(event.id(), mention);
        }
      }
    });
    return this;
  }

  private @Nullable Mention mention(StateEvent event) {
    Long root = root(event);
    if (root != null) {
      roots.put(event.id(), root);
      if (event.kind().startsWith("memory_")) {
        return new Mention(event, Relation.MEMORY, root);
      }
    }
    List<String> words = event.words().map(Mentions::split).orElse(List.of());
    rare.look(event, words);
    long same = sharing(words);
    if (same > 0) {
      return new Mention(event, Relation.WORDS, same);
    }
    if (root != null) {
      return new Mention(event, Relation.DERIVED, root);
    }
    if (event.kind().equals("user_message")) {
      Long sibling = places.get(place(event));
      return sibling == null ? null : new Mention(event, Relation.SIBLING, sibling);
    }
    for (JsonNode row : event.meta().path("receipt").path("sources")) {
      long source = row.path("event_id").asLong();
      if (ids.contains(source)) {
        return new Mention(wordless(event), Relation.GIVEN, source);
      }
    }
    return null;
  }

  /** There may be many, and they are long. */
  private static StateEvent wordless(StateEvent event) {
    return new StateEvent(event.id(), event.tsMs(), event.kind(), null, MissingNode.getInstance());
  }

  /** The named event that an event rests on, over any number of steps; null for none. */
  private @Nullable Long root(StateEvent event) {
    return Stream.concat(event.origins().stream(), BEFORE.stream().map(event::number))
        .map(roots::get)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private static String place(StateEvent message) {
    return message.text("conversation_id") + " " + message.reference("parent");
  }

  /** JSON about several messages: its keys are nobody's words. */
  private static boolean isDetails(StateEvent event) {
    return event.text("record").equals("details");
  }

  private void add(long id, List<String> words) {
    rare.name(id, words);
    boolean tells = words.size() >= FEW_WORDS || String.join(" ", words).length() >= LONG_WORD;
    if (words.isEmpty() || !tells) {
      return;
    }
    int share = (int) Math.ceil(SHARE * words.size());
    int length = Math.min(LONG_RUN, Math.max(Math.min(FEW_WORDS, words.size()), share));
    Map<String, Long> ofLength = runs.computeIfAbsent(length, none -> new HashMap<>());
    for (int i = 0; i + length <= words.size(); i++) {
      ofLength.putIfAbsent(String.join(" ", words.subList(i, i + length)), id);
    }
    texts.put(" " + String.join(" ", words) + " ", id);
  }

  /** The named event that shares a run with these words, or holds all of them; 0 for none. */
  private long sharing(List<String> words) {
    for (Map.Entry<Integer, Map<String, Long>> ofLength : runs.entrySet()) {
      int length = ofLength.getKey();
      for (int i = 0; i + length <= words.size(); i++) {
        Long id = ofLength.getValue().get(String.join(" ", words.subList(i, i + length)));
        if (id != null) {
          return id;
        }
      }
    }
    if (words.size() >= FEW_WORDS && words.size() < LONG_RUN) {
      String all = " " + String.join(" ", words) + " ";
      for (Map.Entry<String, Long> text : texts.entrySet()) {
        if (text.getKey().contains(all)) {
          return text.getValue();
        }
      }
    }
    return 0;
  }

  private static List<String> split(String text) {
    return BREAK
        .splitAsStream(text.toLowerCase(Locale.ROOT))
        .filter(word -> !word.isEmpty())
        .toList();
  }
}
