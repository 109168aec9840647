package pmm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import pmm.mindstate.MarkerParser;

class VisibleStreamTest {
  @Test
  void hidesMarkersAndKeepsTheWholeAnswer() {
    VisibleStream stream = new VisibleStream();

    String shown = stream.accept("I will.\nCOM") + stream.accept("MIT: call Ana\n") + stream.end();

    assertEquals("I will.", shown);
    assertEquals("I will.\nCOMMIT: call Ana\n", stream.answer());
  }

  @Test
  void showsWhatOnlyBeginsLikeAMarkerAsSoonAsItIsKnown() {
    VisibleStream stream = new VisibleStream();

    assertEquals("", stream.accept("CLO"));
    assertEquals("CLOUDS", stream.accept("UDS"));
    assertEquals(" pass", stream.accept(" pass"));
  }

  @Test
  void showsMarkersInsideCodeFences() {
    VisibleStream stream = new VisibleStream();

    String shown = stream.accept("```\nCOMMIT: an example\n```\n") + stream.end();

    assertEquals("```\nCOMMIT: an example\n```", shown);
  }

  @Property(tries = 300)
  void showsTheSameHoweverTheAnswerIsSplit(
      @ForAll("answers") String answer, @ForAll("sizes") int size) {
    VisibleStream stream = new VisibleStream();
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < answer.length(); i += size) {
      shown.append(stream.accept(answer.substring(i, Math.min(answer.length(), i + size))));
    }
    shown.append(stream.end());

    assertEquals(MarkerParser.visible(answer).stripTrailing(), shown.toString());
    assertEquals(answer, stream.answer());
  }

  @Provide
  Arbitrary<String> answers() {
    return Arbitraries.of(
            "words",
            " ",
            "\n",
            "\n\n",
            "COMMIT: call Ana",
            "CLOSE: 12",
            "CLOSE: x",
            "COMMI",
            "```",
            "REMEMBER:",
            " CLAIM: {}",
            "CLAIM: {}")
        .list()
        .ofMaxSize(12)
        .map(parts -> String.join("", parts));
  }

  @Provide
  Arbitrary<Integer> sizes() {
    return Arbitraries.integers().between(1, 9);
  }
}
