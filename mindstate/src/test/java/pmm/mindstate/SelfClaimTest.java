package pmm.mindstate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelfClaimTest {
  private static final Given GIVEN = new Given(3, Set.of(1L, 3L));

  private final MindState echo =
      new Story()
          .add("mind_created", null, "{}")
          .add("name_adopted", "Echo", "{}")
          .add("note", "one", "{}")
          .add("note", "two", "{}")
          .state();

  @Test
  void readsWhatItSaysAndWhatItCites() {
    SelfClaim claim =
        SelfClaim.parse("{\"text\":\" I keep  my word. \",\"events\":[3,2,3],\"name\":\"Echo\"}");
    assertEquals(new SelfClaim("I keep my word.", List.of(2L, 3L), "Echo"), claim);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'text':'I am kind.'}",
        "{'text':'I am kind.','events':[]}",
        "{'text':'I am kind.','events':[0]}",
        "{'text':'I am kind.','events':['2']}",
        "{'text':'I am kind.','events':[2.5]}",
        "{'text':'','events':[2]}",
        "{'text':7,'events':[2]}",
        "{'text':'I am kind.','events':[2],'trait':'kind'}",
        "{'text':'I am kind.','events':[2],'events':[3]}",
        "{'text':'I am kind.','events':[99999999999999999999]}"
      })
  void refusesAnyOtherShape(String json) {
    assertThrows(MisshapenException.class, () -> SelfClaim.parse(json.replace('\'', '"')), json);
  }

  @Test
  void saysWhereTheShapeIsWrong() {
    MisshapenException wrong =
        assertThrows(
            MisshapenException.class,
            () -> SelfClaim.parse("{\"text\":\"I am kind.\",\"events\":[-1]}"));
    assertEquals("events: -1 (expected: the number of an event, from 1)", wrong.getMessage());
  }

  @Test
  void citesOnlyWhatTheModelWasGiven() {
    assertEquals(Optional.empty(), refusal("I keep my word.", 3));
    assertEquals(Optional.of(new Refusal("not_given", 2)), refusal("I keep my word.", 2));
    assertEquals(Optional.of(new Refusal("later_event", 4)), refusal("I keep my word.", 4));
    assertEquals(Optional.of(new Refusal("missing_event", 5)), refusal("I keep my word.", 5));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          I am Claude.                        | no
          I'm Claude, made by a company.      | no
          My name is Nova and I listen.       | no
          I am called Nova Sky                | no
          Well, I am Nova!                    | no
          I am Echo.                          | yes
          my name is ECHO                     | yes
          I am glad to be here.               | yes
          I am Echo, and I keep my word.      | yes
          The person's name is Nova.          | yes
          I am Nova's friend.                 | yes
          """)
  void takesNoOtherName(String text, String allowed) {
    assertEquals(allowed.equals("yes"), refusal(text, 1).isEmpty(), text);
  }

  @Test
  void aNameThatIsClaimedByItselfIsTheMindsOrNone() {
    assertTrue(new SelfClaim("I listen.", List.of(1L), "echo").refusal(echo, GIVEN).isEmpty());
    assertEquals(
        Optional.of(new Refusal("another_name", 0)),
        new SelfClaim("I listen.", List.of(1L), "Nova").refusal(echo, GIVEN));
    MindState nameless = new Story().add("mind_created", null, "{}").state();
    assertEquals(
        Optional.of(new Refusal("another_name", 0)),
        new SelfClaim("I am Echo.", List.of(1L), "").refusal(nameless, GIVEN));
  }

  private Optional<Refusal> refusal(String text, long cited) {
    return new SelfClaim(text, List.of(cited), "").refusal(echo, GIVEN);
  }
}
