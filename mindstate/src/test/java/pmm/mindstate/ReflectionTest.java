package pmm.mindstate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pmm.mindstate.Reflection.Inclination;

class ReflectionTest {
  private static final Given GIVEN = new Given(3, Set.of(1L, 2L));

  private final Story story =
      new Story().add("mind_created", null, "{}").add("name_adopted", "Echo", "{}");

  @Test
  void readsEachPartWithItsEvents() {
    Reflection read =
        parse(
            """
            {'observations':[{'text':'I ask more than I tell.','subject':'mind','events':[2]}],
             'open':[{'text':'ask about the garden','events':[1,2]}],
             'close':[{'commitment':1,'events':[2]}],
             'traits':[{'trait':'openness','delta':0.02,'events':[2]}],
             'memories':[{'text':'Ana has a garden','subject':'person','events':[1]}]}\
            """);
    assertEquals("I ask more than I tell.", read.observations().getFirst().text());
    assertEquals(List.of(1L, 2L), read.open().getFirst().events());
    assertEquals(1, read.close().getFirst().commitmentId());
    assertEquals(List.of(new Inclination(Trait.OPENNESS, 0.02, List.of(2L))), read.traits());
    assertEquals("person", read.memories().getFirst().subject());
    assertEquals(Optional.empty(), read.refusal(story.state(), GIVEN));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{'thoughts':[]}",
        "{'observations':{}}",
        "{'observations':[{'text':'x','events':[1]}]}",
        "{'observations':[{'text':'x','subject':'me','events':[1]}]}",
        "{'observations':[{'text':'x','subject':'mind','events':[]}]}",
        "{'traits':[{'trait':'wit','delta':0.1,'events':[1]}]}",
        "{'traits':[{'trait':'openness','delta':'up','events':[1]}]}",
        "{'close':[{'commitment':'one','events':[1]}]}",
        "{'observations':[]} and so on"
      })
  void refusesAnyOtherShape(String json) {
    assertThrows(MisshapenException.class, () -> parse(json), json);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {'observations':[{'text':'x','subject':'other','events':[2,9]}]}            | missing_event
          {'observations':[{'text':'x','subject':'other','events':[4]}]}              | later_event
          {'observations':[{'text':'x','subject':'other','events':[1,3]}]}            | not_given
          {'close':[{'commitment':3,'events':[2]}]}                                   | not_given
          {'close':[{'commitment':2,'events':[1,2]}]}                                 | earlier_event
          {'open':[{'text':'x','events':[9]}]}                                        | missing_event
          {'close':[{'commitment':9,'events':[1]}]}                                   | missing_event
          {'traits':[{'trait':'openness','delta':0.1,'events':[9]}]}                  | missing_event
          {'memories':[{'text':'x','subject':'person','events':[9]}]}                 | missing_event
          {'observations':[{'text':'I am Nova.','subject':'mind','events':[1]}]}      | another_name
          """)
  void isRefusedWholeForOnePartThatTheLedgerDoesNotBearOut(String json, String reason) {
    story.add("note", "not shown", "{}").add("note", "while it was written", "{}");
    assertEquals(reason, parse(json).refusal(story.state(), GIVEN).orElseThrow().reason());
  }

  @Test
  void movesEachTraitALittleAndAllTogetherNoMoreThanADaysShare() {
    List<Inclination> much =
        List.of(
            new Inclination(Trait.OPENNESS, 0.5, List.of(1L)),
            new Inclination(Trait.OPENNESS, 0.5, List.of(1L)),
            new Inclination(Trait.AGREEABLENESS, -0.04, List.of(2L)),
            new Inclination(Trait.EXTRAVERSION, 0.05, List.of(1L)),
            new Inclination(Trait.NEUROTICISM, -0.05, List.of(1L)));
    long now = 3000;
    assertEquals("+0.05 -0.04 +0.05 -0.01", steps(TraitRules.proposed(story.state(), much, now)));
    story.add("trait_changed", null, moved("openness", 0.05));
    assertEquals("", steps(TraitRules.proposed(story.state(), much, now)));
    story.add("conversation_started", null, "{'conversation_id':'c'}");
    for (int i = 0; i < 5; i++) {
      story.exchange("c", 0, "a", "b");
    }
    assertEquals("+0.05 -0.04 +0.01", steps(TraitRules.proposed(story.state(), much, now)));
    long tomorrow = now + Duration.ofDays(1).toMillis();
    assertEquals(
        "+0.05 -0.04 +0.05 -0.01", steps(TraitRules.proposed(story.state(), much, tomorrow)));
  }

  @Test
  void movesNothingWithoutAName() {
    MindState nameless = new Story().add("mind_created", null, "{}").state();
    assertEquals(
        List.of(),
        TraitRules.proposed(
            nameless, List.of(new Inclination(Trait.OPENNESS, 0.02, List.of(1L))), 1000));
  }

  @Test
  void aRefusedOneCountsAsTriedAndWhatWasSaidMeanwhileIsLeft() {
    story.add("conversation_started", null, "{'conversation_id':'c'}");
    story.exchange("c", 0, "a", "b").exchange("c", 0, "a", "b");
    assertEquals(2, reflections().exchanges());
    long known = story.last();
    story.exchange("c", 0, "a", "b");
    String origin = "'cause':'autonomy','through_event_id':" + known;
    story.add("claim_refused", "x", "{'of':'reflection'," + origin + "}");
    assertEquals(1, reflections().exchanges());
    assertEquals(0, reflections().lastEventId());
    story.add("reflection", "x", "{'cause':'answer'}");
    story.add("claim_refused", "x", "{'of':'reflection','cause':'answer'}");
    assertEquals(1, reflections().exchanges());
    story.add("reflection", "x", "{'cause':'person','through_event_id':" + story.last() + "}");
    assertEquals(0, reflections().exchanges());
    assertEquals(story.last(), reflections().lastEventId());
  }

  @Test
  void whatItTakesIsWhatItsCallsCostAlsoWhereNothingCameOfThem() {
    call("reflection", "one", 400);
    assertEquals(100, tokensNow());
    story.add("network_result", null, result("one", "done", 90, 30));
    assertEquals(120, tokensNow());
    call("chat", "two", 4000);
    story.add("network_result", null, result("two", "done", 900, 300));
    call("reflection", "three", 41);
    story.add("network_result", null, result("three", "unknown", 0, 0));
    assertEquals(131, tokensNow());
    call("reflection", "four", 4);
    assertEquals(132, tokensNow());
    assertEquals(1, reflections().tokensOn(Duration.ofDays(2).toMillis()));
    assertEquals(story.state(), MindState.fromJson(story.state().toJson()).orElseThrow());
  }

  @Test
  void aTryIsOneAlsoWhereNothingCameOfIt() {
    story.add("conversation_started", null, "{'conversation_id':'c'}");
    story.exchange("c", 0, "a", "b").exchange("c", 0, "a", "b");
    call("reflection", "one", 400);
    assertEquals(0, reflections().exchanges());
    assertEquals(1000 * story.last(), reflections().lastMs());
    story.exchange("c", 0, "a", "b");
    assertEquals(1, reflections().exchanges());
    assertEquals(3, reflections().leftAfter(0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"consent_granted", "network_mode_changed", "model_added", "model_selected"})
  void whatWasNotLetOutWaitsUntilThatMayHaveChanged(String change) {
    story.add("conversation_started", null, "{'conversation_id':'c'}");
    story.exchange("c", 0, "a", "b");
    story.add("network_attempt", null, "{'purpose':'reflection','refused':'CONSENT_REQUIRED'}");
    assertTrue(reflections().isRefused());
    assertEquals(1, reflections().exchanges());
    assertEquals(0, tokensNow());
    story.add(change, null, "{}");
    assertTrue(!reflections().isRefused());
  }

  private void call(String purpose, String networkId, int bytes) {
    story.add(
        "network_attempt",
        null,
        "{'purpose':'%s','network_id':'%s','body_bytes':%d}".formatted(purpose, networkId, bytes));
  }

  private static String result(String networkId, String outcome, int prompt, int answer) {
    return "{'network_id':'%s','outcome':'%s','prompt_tokens':%d,'answer_tokens':%d}"
        .formatted(networkId, outcome, prompt, answer);
  }

  private Reflections reflections() {
    return story.state().reflections();
  }

  private long tokensNow() {
    return reflections().tokensOn(1000 * story.last());
  }

  @ParameterizedTest
  @ValueSource(strings = {"restored_from", "opened_on"})
  void nothingIsDoneByItselfInARestoredOrCopiedMind(String kind) {
    story.add(
        "autonomy_changed",
        null,
        "{'state':'on','quiet':'22:00-07:00','zone':'Asia/Tokyo','tokens_per_day':500}");
    assertTrue(story.state().autonomy().isOn());
    story.add(kind, null, "{}");
    assertEquals(
        new Autonomy(Autonomy.OFF, "22:00-07:00", "Asia/Tokyo", 500, story.last()),
        story.state().autonomy());
  }

  @Test
  void noveltyIsTheShareOfWordsThatWereNotSaidBefore() {
    List<String> before = List.of("The garden needs water", "Grüße an Ana");
    assertEquals(0, Novelty.of(List.of("the GARDEN, water!"), before), 1e-9);
    assertEquals(0.5, Novelty.of(List.of("garden and piano"), before), 1e-9);
    assertEquals(1, Novelty.of(List.of("piano"), List.of()), 1e-9);
    assertEquals(0, Novelty.of(List.of("so it is, ok"), List.of()), 1e-9);
    assertEquals(1, Novelty.of(List.of("今日", "42"), before), 1e-9);
  }

  @Test
  void quietHoursMayGoOverMidnight() {
    QuietHours night = QuietHours.parse("22:00-07:00").orElseThrow();
    assertEquals("22:00-07:00", night.text());
    assertTrue(night.hold(time("22:00")) && night.hold(time("06:59")) && night.hold(time("00:00")));
    assertTrue(!night.hold(time("07:00")) && !night.hold(time("21:59")));
    QuietHours noon = QuietHours.parse("12:00-14:30").orElseThrow();
    assertTrue(noon.hold(time("14:29")) && !noon.hold(time("14:30")) && !noon.hold(time("11:59")));
    for (String wrong :
        List.of("", "22:00", "22-7", "25:00-07:00", "07:00-07:00", "1:00-2:00-3:00")) {
      assertEquals(Optional.empty(), QuietHours.parse(wrong), wrong);
    }
  }

  private static java.time.LocalTime time(String text) {
    return java.time.LocalTime.parse(text);
  }

  private static Reflection parse(String json) {
    return Reflection.parse(json.replace('\'', '"'));
  }

  private static String moved(String trait, double delta) {
    return "{'trait':'" + trait + "','delta':" + delta + ",'reason':'reflection'}";
  }

  private static String steps(List<TraitRules.Change> changes) {
    return String.join(
        " ",
        changes.stream()
            .map(change -> String.format(java.util.Locale.ROOT, "%+.2f", change.delta()))
            .toList());
  }
}
