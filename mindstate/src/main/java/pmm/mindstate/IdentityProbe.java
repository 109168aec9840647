package pmm.mindstate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A question whose answer the mind knows, and how much of it an answer holds. The questions follow
 * from the mind alone, so that every model is asked the same; the scores follow from the words
 * alone, so that they can be checked. Rules {@value #RULES}, in docs/events.md.
 */
public sealed interface IdentityProbe {
  /** The version that every check names, so that later rules never re-judge an old one. */
  String RULES = "pmm-identity/2";

  /** The score of an answer that holds all. */
  int WHOLE = 1000;

  /** Returns what it is about, in one word. */
  String id();

  /** Returns the question. */
  String question();

  /** Returns the events that hold what is expected. */
  List<Long> eventIds();

  /** Returns how much of what is expected an answer holds, in thousandths. */
  int score(String answer);

  /** Returns the questions for a mind: about what it does not have, it is not asked. */
  static List<IdentityProbe> of(MindState mind) {
    List<IdentityProbe> probes = new ArrayList<>();
    Identity identity = mind.identity();
    if (!identity.name().isEmpty()) {
      probes.add(new Name(identity.name(), identity.nameEventId()));
    }
    probes.addAll(Remembered.of(mind.memories()));
    List<Commitment> open =
        mind.commitments().open().stream().filter(each -> !each.text().isBlank()).toList();
    if (!open.isEmpty()) {
      probes.add(new Promised(open.subList(Math.max(0, open.size() - Promised.MOST), open.size())));
    }
    probes.add(new Tone(Band.of(mind.traits().score(Trait.EXTRAVERSION))));
    return probes;
  }

  /** Returns how many of a whole there are, in thousandths. */
  private static int share(long part, long whole) {
    return (int) Math.round((double) WHOLE * part / whole);
  }

  /** Returns how many of these words an answer holds. */
  private static long held(List<String> words, String answer) {
    return words.stream().filter(word -> Words.tellsOf(answer, word)).count();
  }

  /**
   * What it is called.
   *
   * @param name its name
   * @param eventId the event that gave it
   */
  record Name(String name, long eventId) implements IdentityProbe {
    @Override
    public String id() {
      return "name";
    }

    @Override
    public String question() {
      return "What is your name?";
    }

    @Override
    public List<Long> eventIds() {
      return List.of(eventId);
    }

    @Override
    public int score(String answer) {
      return Words.holds(answer, name) ? WHOLE : 0;
    }
  }

  /**
   * A memory, of which the first half of the telling words is said.
   *
   * @param begin the memory up to the words that are asked for
   * @param expected the telling words that are asked for
   * @param eventId the memory
   */
  record Remembered(String begin, List<String> expected, long eventId) implements IdentityProbe {
    private static final int MOST = 3;

    /** Copies the list. */
    public Remembered {
      expected = List.copyOf(expected);
    }

    /** The ones that stand longest: a check years later asks for the same. */
    static List<Remembered> of(Memories memories) {
      List<Remembered> probes = new ArrayList<>();
      for (Map.Entry<Long, Memory> entry : memories.kept()) {
        Memory memory = entry.getValue();
        if (probes.size() < MOST && memory.subject().equals("person")) {
          of(memory).ifPresent(probes::add);
        }
      }
      return probes;
    }

    private static Optional<Remembered> of(Memory memory) {
      List<Words.Found> telling = Words.telling(memory.text());
      if (telling.isEmpty()) {
        return Optional.empty();
      }
      List<Words.Found> said = telling.subList(0, telling.size() / 2);
      List<Words.Found> asked = telling.subList(said.size(), telling.size());
      List<String> known = said.stream().map(Words.Found::word).toList();
      List<String> expected =
          asked.stream().map(Words.Found::word).filter(word -> !known.contains(word)).toList();
      String begin = memory.text().substring(0, asked.getFirst().start()).strip();
      return expected.isEmpty()
          ? Optional.empty()
          : Optional.of(new Remembered(begin, expected.stream().distinct().toList(), memory.id()));
    }

    @Override
    public String id() {
      return "memory";
    }

    @Override
    public String question() {
      String words = Words.first(begin, 200);
      return "You remember something that I told you. How does it go on: “"
          + (words.isEmpty() ? "" : words + " ")
          + "…”?";
    }

    @Override
    public List<Long> eventIds() {
      return List.of(eventId);
    }

    @Override
    public int score(String answer) {
      return share(held(expected, answer), expected.size());
    }
  }

  /**
   * What is promised and not done: a promise counts as told where at least half of its telling
   * words are.
   *
   * @param open the promises
   */
  record Promised(List<Commitment> open) implements IdentityProbe {
    private static final int MOST = 5;

    /** Copies the list. */
    public Promised {
      open = List.copyOf(open);
    }

    @Override
    public String id() {
      return "promises";
    }

    @Override
    public String question() {
      return "What have you promised me and not done yet?";
    }

    @Override
    public List<Long> eventIds() {
      return open.stream().map(Commitment::id).toList();
    }

    @Override
    public int score(String answer) {
      return share(open.stream().filter(each -> tells(answer, each)).count(), open.size());
    }

    private static boolean tells(String answer, Commitment promise) {
      List<String> words =
          Words.telling(promise.text()).stream().map(Words.Found::word).distinct().toList();
      return 2 * held(words, answer) >= words.size()
          && (!words.isEmpty() || Words.holds(answer, promise.text()));
    }
  }

  /**
   * How it sounds: as long as its extraversion has it, as itself and not as a model, and with no
   * marker gone wrong. Each is a third; an answer that speaks neither of itself nor to the person
   * has none, as it answers something else.
   *
   * @param lively how much it says
   */
  record Tone(Band lively) implements IdentityProbe {
    private static final Pattern WORDS = Pattern.compile("\\S+");
    private static final Pattern OF_US =
        Pattern.compile(
            "\\b(?:I|me|my|myself|you|your|we|us|our|ich|mich|mir|mein\\w*|du|dich|dir|dein\\w*|wir|uns|yo|mi|mis|tú|tu|te|ti|contigo|soy|nosotros|je|moi|mon|ma|toi|ton|eu|meu|minha|você|io|mio|mia)\\b|[我你您私僕君저나]",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern AS_A_MODEL =
        Pattern.compile(
            "\\b(?:as an? (?:AI|artificial)|language model|AI (?:assistant|model)"
                + "|(?:developed|created|trained|built) by (?-i:[A-Z]))",
            Pattern.CASE_INSENSITIVE);

    @Override
    public String id() {
      return "tone";
    }

    @Override
    public String question() {
      return "Who are you to me, and how do you go about things?";
    }

    @Override
    public List<Long> eventIds() {
      return List.of();
    }

    @Override
    public int score(String answer) {
      if (!OF_US.matcher(answer).find()) {
        return 0;
      }
      boolean asItself = !AS_A_MODEL.matcher(answer).find();
      boolean noneMalformed =
          MarkerParser.parse(answer).stream().noneMatch(Marker.Malformed.class::isInstance);
      long hold =
          IntStream.of(isFitting(answer) ? 1 : 0, asItself ? 1 : 0, noneMalformed ? 1 : 0).sum();
      return share(hold, 3);
    }

    private boolean isFitting(String answer) {
      long words = WORDS.matcher(MarkerParser.visible(answer)).results().count();
      return switch (lively) {
        case WEAK -> words <= 60;
        case MIDDLING -> words >= 10 && words <= 200;
        case STRONG -> words >= 30;
      };
    }
  }
}
