package pmm.mindstate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class MarkerParserTest {
  @Test
  void readsOneMarkerALine() {
    String answer =
        """
        I'll look it up.
        COMMIT: look up the train to Porto
        CLOSE: 12
        REMEMBER: Ana lives in Porto
        CLAIM: {"trait":"curious"}
        That is COMMIT: all.\
        """;
    assertEquals(
        List.of(
            new Marker.Commit("look up the train to Porto"),
            new Marker.Close(12),
            new Marker.Remember("Ana lives in Porto"),
            new Marker.Claim("{\"trait\":\"curious\"}")),
        MarkerParser.parse(answer));
    assertEquals("I'll look it up.\nThat is COMMIT: all.", MarkerParser.visible(answer));
  }

  @Test
  void leavesCodeFencesAlone() {
    String answer = "```text\nCOMMIT: no\n``\n~~~\n```\nCOMMIT: yes";
    assertEquals(List.of(new Marker.Commit("yes")), MarkerParser.parse(answer));
    assertEquals("```text\nCOMMIT: no\n``\n~~~\n```", MarkerParser.visible(answer));
    assertEquals(List.of(), MarkerParser.parse("~~~~\nCOMMIT: no\n~~~\nCOMMIT: no"));
  }

  @Test
  void recordsWhatOnlyLooksLikeOne() {
    String answer =
        "  COMMIT: in\nCOMMIT: a | CLOSE: 3\nCLOSE: soon\nCOMMIT:\nREFLECT: {\"a\":1} x";
    assertEquals(
        List.of("indented", "joined", "bad_id", "empty", "bad_json"),
        MarkerParser.parse(answer).stream()
            .map(marker -> ((Marker.Malformed) marker).reason())
            .toList());
    assertEquals("  COMMIT: in", MarkerParser.visible(answer));
  }
}
