package pmm.mindstate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CorrectionGrammarTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          No, my dentist is called Dr. Bellweather, not Dr. Zorvex. | my dentist is called Dr. Bellweather
          My dentist is called Dr. Bellweather, not Dr. Zorvex.     | My dentist is called Dr. Bellweather
          Actually, I live in Lyon now.                             | I live in Lyon now
          That's wrong: my birthday is on 3 May!                    | my birthday is on 3 May
          Oh, sorry, I work at the mill, not at the bank.           | I work at the mill
          Thanks. No, I live in Lyon.                               | I live in Lyon
          """)
  void saysWhatIsSo(String message, String so) {
    assertEquals(List.of(so), CorrectionGrammar.corrected(message));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "My dentist is called Dr. Bellweather.",
        "No, is my dentist called Dr. Bellweather?",
        "Nothing of that.",
        "I do not live in Lyon."
      })
  void whatCorrectsNothingIsLeftAlone(String message) {
    assertEquals(List.of(), CorrectionGrammar.corrected(message));
  }

  @Test
  void aTitleEndsNoSentenceOfAMemory() {
    Claim zorvex = Claim.of("my dentist is called Dr. Zorvex").orElseThrow();
    assertTrue(zorvex.contradicts(Claim.of("my dentist is called Dr. Bellweather").orElseThrow()));
    assertFalse(
        zorvex.contradicts(Claim.of("my dentist is called Dr. Zorvex. Yes.").orElseThrow()));
  }
}
