package pmm.mindstate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Worked examples of the rules for growth and traits, each figure worked out by hand. A story is a
 * row of words: {@code name:X}, {@code talk} (an exchange), {@code open:X}, {@code close:ID},
 * {@code shut:ID} (a closing that nothing shows), {@code expire:ID}, {@code malformed}, {@code
 * refused}, {@code asked:SCORE:MODEL} (for its name), {@code reflect:SUBJECT:CHANGES}, {@code
 * lookback:SUBJECT:CHANGES} (in an answer), {@code feel:X} (feedback), {@code moved:REASON} (a
 * trait_changed), {@code note}; {@code *N} repeats one. The first two events are the mind's and the
 * conversation's.
 */
class RulesTest {
  private static final String THREE_PULSES_IN_S1 = "name:E open:a open:b open:c open:d talk*3 ";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # story                                      | IAS       | GAS
          talk*7                                       | 0         | 0
          # each pulse: IAS x 0.9995, GAS x 0.986; with a name + 0.03 at every fifth pulse
          name:Echo talk*4                             | 0         | 0
          name:Echo talk*5                             | 0.03      | 0
          name:Echo talk*6                             | 0.029985  | 0
          name:Echo talk*10                            | 0.0599251 | 0
          name:Echo talk*20                            | 0.1195512 | 0
          # another name within five pulses of the last: - 0.08, never below 0
          name:Echo talk*20 name:Nova                  | 0.1195512 | 0
          name:Echo talk*20 name:Nova name:Kit         | 0.0395512 | 0
          name:Echo talk*20 name:Echo                  | 0.1195512 | 0
          name:Echo talk*5 name:Nova                   | 0         | 0
          # a reflection on identity that changed something: + 0.01, once in five pulses; it is a pulse
          reflect:mind:0                               | 0         | 0
          reflect:person:0                             | 0         | 0
          reflect:mind:2                               | 0.01      | 0
          reflect:mind:2 talk*3 reflect:mind:1         | 0.00998   | 0
          reflect:mind:2 talk*4 reflect:mind:1         | 0.019975  | 0
          # an answer's has no pulse of its own
          talk lookback:mind:2                         | 0.01      | 0
          name:Echo talk*4 lookback:person:1           | 0         | 0
          talk lookback:mind:2 talk lookback:mind:1    | 0.009995  | 0
          name:Echo talk*4 reflect:person:1            | 0.03      | 0
          name:Echo talk*5 reflect:mind:1              | 0.039985  | 0
          open:a reflect:other:1                       | 0         | 0.06902
          open:a reflect:other:0                       | 0         | 0.07
          # an invariant broken: both - 0.005
          open:a refused                               | 0         | 0.065
          reflect:mind:1 open:a refused refused        | 0         | 0.06
          reflect:mind:1 refused                       | 0.005     | 0
          open:a reflect:mind:1 asked:0                | 0.005     | 0.06402
          reflect:mind:1 asked:1000                    | 0.01      | 0
          reflect:mind:1 asked:0:other                 | 0.01      | 0
          # promises; the same text counts again after 20 pulses
          open:a                                       | 0         | 0.07
          open:a close:3                               | 0         | 0.19
          # without anything that shows it, a promise ends and moves nothing
          open:a shut:3                                | 0         | 0.07
          open:a close:99                              | 0         | 0.07
          open:a close:3 open:A                        | 0         | 0.19
          open:a close:3 talk open:a                   | 0         | 0.18734
          open:a talk*20 expire:3 open:a               | 0         | 0.1228003
          malformed*5                                  | 0         | 0
          """)
  void growth(String story, double ias, double gas) {
    Growth growth = mind(story).growth();
    assertEquals(ias, growth.ias(), 5e-8, story);
    assertEquals(gas, growth.gas(), 5e-8, story);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # story                                      | stage
          open:a open:b open:c open:d talk*2           | 0
          open:a open:b open:c open:d talk*3           | 1
          open:a open:b open:c talk*3                  | 0
          open:a open:b open:c open:d reflect:mind:1*3 | 1
          open:a open:b open:c open:d talk*40          | 0
          """)
  void stage(String story, int stage) {
    assertEquals(stage, mind(story).growth().stage(), story);
  }

  /** The last word of a story is the append whose steps are expected. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "nothing",
      textBlock =
          """
          # nothing moves before the first name
          malformed                                    | nothing
          feel:kind                                    | nothing
          name:E malformed                             | neuroticism +0.0100 malformed
          name:E refused                               | neuroticism +0.0100 malformed
          name:E feel:kind                             | agreeableness +0.0100 kind
          name:E feel:harsh                            | agreeableness -0.0100 harsh
          name:E feel:more                             | extraversion +0.0100 more
          name:E feel:shorter                          | extraversion -0.0100 shorter
          name:E open:a close:4                        | conscientiousness +0.0200 closed
          name:E open:a shut:4                         | nothing
          name:E open:a expire:4                       | conscientiousness -0.0200 expired
          name:E talk*2                                | nothing
          name:E talk*3                                | neuroticism -0.0200 calm
          name:E talk*2 reflect:other:1                | neuroticism -0.0200 calm
          name:E talk*2 reflect:other:0                | nothing
          # what is no pulse does not calm
          name:E talk*3 feel:kind                      | agreeableness +0.0100 kind
          name:E talk*3 note                           | nothing
          name:E refused talk*2                        | nothing
          name:E talk malformed talk*2                 | nothing
          # the same reason acts at most once in five pulses
          name:E moved:kind talk feel:kind             | nothing
          name:E moved:kind malformed talk*4 feel:kind | nothing
          name:E moved:kind malformed talk*5 moved:calm feel:kind | agreeableness +0.0100 kind
          name:E moved:kind talk feel:harsh            | agreeableness -0.0100 harsh
          # times the factor of the stage
          %1$sfeel:kind                                | agreeableness +0.0100 kind
          %1$sclose:4                                  | conscientiousness +0.0220 closed
          %1$srefused                                  | neuroticism +0.0100 malformed
          """)
  void traits(String row, String steps) {
    String story = row.replace("%1$s", THREE_PULSES_IN_S1);
    Story before =
        story(story.substring(0, story.lastIndexOf(' ') < 0 ? 0 : story.lastIndexOf(' ')));
    String last = story.substring(story.lastIndexOf(' ') + 1);
    MindState was = before.state();
    int length = before.events().size();
    tell(before, last);
    List<StateEvent> appended = before.events().subList(length, before.events().size());
    String found =
        TraitRules.changes(was, before.state(), appended).stream()
            .map(change ->
                String.format(
                    Locale.ROOT,
                    "%s %+.4f %s",
                    change.trait().id(),
                    change.delta(),
                    change.reason()))
            .collect(Collectors.joining(", "));
    assertEquals(steps == null ? "" : steps, found, story);
  }

  private static MindState mind(String story) {
    return story(story).state();
  }

  private static Story story(String words) {
    Story story = new Story().add("mind_created", null, "{}");
    story.add("conversation_started", null, "{'conversation_id':'c'}");
    for (String word : words.isBlank() ? new String[0] : words.strip().split(" ")) {
      tell(story, word);
    }
    return story;
  }

  private static void tell(Story story, String word) {
    String[] repeated = word.split("\\*");
    String[] parts = repeated[0].split(":");
    int times = repeated.length > 1 ? Integer.parseInt(repeated[1]) : 1;
    for (int i = 0; i < times; i++) {
      tell(story, parts);
    }
  }

  private static void tell(Story story, String... parts) {
    switch (parts[0]) {
      case "name" -> story.add("name_adopted", parts[1], "{}");
      case "talk" -> story.exchange("c", 0, "hello", "hello");
      case "open" -> story.add("commitment_opened", parts[1], "{}");
      case "shut" -> story.add("commitment_closed", null, "{'commitment_id':" + parts[1] + "}");
      case "close" ->
          story.add(
              "commitment_closed",
              null,
              "{'commitment_id':" + parts[1] + ",'evidence_offsets':[-1]}");
      case "note" -> story.add("note", "aside", "{}");
      case "expire" -> story.add("commitment_expired", null, "{'commitment_id':" + parts[1] + "}");
      case "malformed" -> story.add("marker_malformed", "COMMIT:", "{}");
      case "refused" -> story.add("claim_refused", "I am Nova.", "{'reason':'another_name'}");
      case "asked" ->
          story.add(
              "identity_checked",
              "What is your name?",
              "{'model_id':'%s','probes':[{'probe':'name','score_milli':%s}]}"
                  .formatted(parts.length > 2 ? parts[2] : Models.BUILT_IN, parts[1]));
      case "reflect", "lookback" ->
          story.add(
              "reflection",
              "So it is.",
              "{'observations':[{'subject':'%s'}],'changes':%s,'cause':'%s'}"
                  .formatted(
                      parts[1], parts[2], parts[0].equals("reflect") ? "autonomy" : "answer"));
      case "feel" -> story.add("feedback_given", null, "{'feedback':'" + parts[1] + "'}");
      case "moved" ->
          story.add(
              "trait_changed",
              null,
              "{'trait':'agreeableness','delta':0,'reason':'" + parts[1] + "'}");
      default -> throw new IllegalArgumentException(parts[0]);
    }
  }
}
