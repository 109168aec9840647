package pmm.mind.importing;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import pmm.mind.archive.model.ArchivedNode;
import pmm.mind.archive.model.ArchivedTime;
import pmm.mind.archive.model.Part;
import pmm.mind.archive.model.Role;

class NodePiecesTest {
  @Test
  void eachRunOfPartsOfOneNatureIsAnEvent() {
    List<Piece> pieces =
        NodePieces.of(
            node(
                Role.ASSISTANT,
                false,
                new Part.Reasoning("hmm"),
                Part.Text.of("Look:"),
                new Part.Code("python", "print(1)"),
                new Part.ToolCall("python", "{\"code\":1}"),
                new Part.ToolResult("python", "1", true),
                Part.Text.of("Done.")));
    assertEquals(
        List.of(
            "imported_record",
            "assistant_message",
            "tool_called",
            "tool_returned",
            "assistant_message"),
        pieces.stream().map(Piece::kind).toList());
    assertEquals("reasoning", pieces.get(0).facts().path("record").asText());
    assertEquals("Look:\n\nprint(1)", pieces.get(1).content());
    assertEquals("python", pieces.get(2).facts().path("name").asText());
    assertTrue(pieces.get(3).facts().path("error").asBoolean());
  }

  @Test
  void thePartsCanBeHadBack() {
    List<Part> parts =
        List.of(
            Part.Text.of("one\n\ntwo"),
            Part.Text.of(""),
            new Part.Transcript("spoken"),
            new Part.Code("", "x"));
    Piece piece = NodePieces.of(node(Role.PERSON, false, parts.toArray(Part[]::new))).getFirst();
    List<String> words = new ArrayList<>();
    String content = requireNonNull(piece.content());
    int at = 0;
    for (JsonNode fact : piece.facts().path("parts")) {
      int length = fact.path("length").asInt();
      if (at > 0 && length > 0) {
        at += Parts.BETWEEN.length();
      }
      words.add(content.substring(at, at + length));
      at += length;
    }
    assertEquals(parts.stream().map(Parts::words).toList(), words);
    assertEquals(content.length(), at);
  }

  @Test
  void whatWasHiddenOrSaidByNobodyIsARecord() {
    assertRecord("hidden", node(Role.PERSON, true, Part.Text.of("About me")));
    assertRecord("system", node(Role.SYSTEM, false, Part.Text.of("Be kind")));
    assertRecord("other", node(Role.OTHER, false, Part.Text.of("?")));
    assertRecord("unknown", node(Role.PERSON, false, new Part.Unknown("hologram", "{\"a\":1}")));
    assertRecord("context", node(Role.SYSTEM, true, new Part.Context("profile", "Ana")));
    Piece placeholder = NodePieces.of(node(Role.OTHER, true)).getFirst();
    assertEquals("placeholder", placeholder.facts().path("record").asText());
    assertNull(placeholder.content());
  }

  @Test
  void longWordsGoOnAndCharactersStayWhole() {
    String words = "a" + "😀".repeat(600_000);
    List<Piece> pieces = NodePieces.of(node(Role.PERSON, false, Part.Text.of(words)));
    assertEquals(3, pieces.size());
    StringBuilder joined = new StringBuilder();
    pieces.forEach(piece -> joined.append(piece.content()));
    assertEquals(words, joined.toString());
    assertFalse(pieces.get(0).facts().has("goes_on"));
    assertTrue(pieces.get(1).facts().path("goes_on").asBoolean());
  }

  @Test
  void leftoversGoWithTheFirstEventAndChangeNoNumber() {
    Piece brief = NodePieces.of(raw("{\"model\":\"x\"}")).getFirst();
    assertEquals("{\"model\":\"x\"}", brief.details().path("raw").asText());
    assertEquals(1, NodePieces.of(raw("{\"x\":\"" + "y".repeat(2_000_000) + "\"}")).size());
  }

  private static void assertRecord(String record, ArchivedNode node) {
    Piece piece = NodePieces.of(node).getFirst();
    assertEquals(Piece.RECORD, piece.kind());
    assertEquals(record, piece.facts().path("record").asText());
  }

  private static ArchivedNode node(Role role, boolean hidden, Part... parts) {
    return node(role, hidden, "{}", parts);
  }

  private static ArchivedNode raw(String raw) {
    return node(Role.PERSON, false, raw, Part.Text.of("Hello"));
  }

  static ArchivedNode node(Role role, boolean hidden, String raw, Part... parts) {
    return new ArchivedNode(
        "n",
        Optional.empty(),
        role,
        "",
        ArchivedTime.UNKNOWN,
        ArchivedTime.UNKNOWN,
        Optional.empty(),
        hidden,
        List.of(parts),
        raw);
  }
}
