package pmm.mindstate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MentionsTest {
  private final List<StateEvent> events = new ArrayList<>();

  private StateEvent add(String kind, @Nullable String content, String meta) {
    try {
      JsonNode facts = new JsonMapper().readTree(meta);
      StateEvent event = new StateEvent(events.size() + 1, 0, kind, content, facts);
      events.add(event);
      return event;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> found(StateEvent... named) {
    Mentions.Found found = Mentions.find(List.of(named), events::forEach);
    assertEquals(found.given().size(), found.givenCount());
    return Stream.concat(found.mentions().stream(), found.given().stream())
        .map(mention -> mention.event().id() + " " + mention.relation() + " " + mention.ofEventId())
        .toList();
  }

  @Test
  void findsMemoriesQuotationsAndOtherWordings() {
    StateEvent said =
        add(
            "user_message",
            "Remember that my sister Ana lives in Lisbon.",
            "{\"conversation_id\":\"c\",\"parent_event_id\":null}");
    add("assistant_message", "I keep this: “my sister Ana lives in Lisbon” (event 1).", "{}");
    add("memory_kept", "my sister Ana lives in Lisbon", "{\"source_event_id\":1}");
    add("memory_corrected", "she moved", "{\"source_event_id\":1,\"memory_id\":3}");
    add("user_message", "Something else", "{\"conversation_id\":\"c\",\"parent_event_id\":null}");
    add("user_message", "Hello", "{\"conversation_id\":\"c\",\"parent_event_id\":2}");
    add("user_message", "Hello", "{\"conversation_id\":\"d\",\"parent_event_id\":null}");
    add(
        "assistant_message",
        "She is in Portugal.",
        "{\"receipt\":{\"sources\":[{\"event_id\":1,\"section\":\"recall\"}]}}");
    add("note", "Ana lives in Lisbon", "{}");
    add("note", "my sister is well", "{}");
    assertEquals(
        List.of("2 WORDS 1", "3 MEMORY 1", "4 MEMORY 1", "5 SIBLING 1", "9 WORDS 1", "8 GIVEN 1"),
        found(said));
  }

  @Test
  void followsAMemoryThroughItsCorrections() {
    StateEvent said = add("user_message", "What about Ana?", "{}");
    add("memory_proposed", "Ana is far away", "{\"source_offset\":-1}");
    add("memory_kept", "Ana is abroad", "{\"proposal_id\":2}");
    add("memory_corrected", "Eva is at sea", "{\"memory_id\":3}");
    add("memory_corrected", "Eva has a boat", "{\"memory_id\":99}");
    assertEquals(List.of("2 MEMORY 1", "3 MEMORY 1", "4 MEMORY 1"), found(said));
  }

  @Test
  void takesNoCommonWordForAMention() {
    StateEvent yes = add("user_message", "Yes", "{}");
    StateEvent please = add("user_message", "Yes, do", "{}");
    StateEvent code = add("user_message", "hunter2", "{}");
    add("assistant_message", "Yes, do it. Yes!", "{}");
    add("assistant_message", "Is it Hunter2?", "{}");
    assertEquals(List.of(), found(yes));
    assertEquals(List.of("4 WORDS 2"), found(please));
    assertEquals(List.of("5 WORDS 3"), found(code));
  }

  @Test
  void followsAMemoryToWhoQuotesIt() {
    StateEvent said =
        add(
            "user_message",
            "Well, after all these years I can tell you that the code of the garage door is 4711",
            "{}");
    add("memory_kept", "the garage opens by 4711", "{\"source_event_id\":1}");
    add("assistant_message", "I have kept: “the garage opens by 4711”", "{}");
    assertEquals(List.of("2 MEMORY 1", "3 WORDS 2"), found(said));
  }

  @Test
  void findsWhatCameFromItInOtherWordsOverAllStepsBetween() {
    StateEvent said = add("user_message", "My flat looks out over the water.", "{}");
    add("note", "Something else", "{}");
    add(
        "reflection",
        "Lives near the harbour.",
        "{\"observations\":[{\"cited_event_ids\":[2]},{\"cited_event_ids\":[2,1]}]}");
    add("memory_proposed", "A sailor", "{\"source_offset\":-1}");
    add("commitment_opened", "send a chart", "{\"cited_event_ids\":[2,1]}");
    add("claim_recorded", "I know of ships.", "{\"cited_event_ids\":[1]}");
    add("commitment_opened", "buy a boat", "{\"evidence_event_ids\":[2],\"cause_offsets\":[-3]}");
    add("commitment_opened", "row", "{\"source_event_id\":2,\"cited_event_ids\":[2]}");
    add("trait_changed", null, "{\"cause_event_ids\":[1]}");
    assertEquals(
        List.of("3 DERIVED 1", "4 MEMORY 1", "5 DERIVED 1", "6 DERIVED 1", "7 DERIVED 1"),
        found(said));
    assertEquals(List.of("7 DERIVED 4"), found(events.get(3)), "a promise may rest on a memory");
  }

  @Test
  void whatRestsOnOthersTooLendsItsWordsToNobody() {
    StateEvent said = add("user_message", "Doctor Zorvex looks after my teeth.", "{}");
    add("user_message", "My name is Marta Quillfeather.", "{}");
    add("memory_kept", "My name is Marta Quillfeather", "{\"source_event_id\":2}");
    add(
        "identity_checked",
        "My name is Marta Quillfeather. A dentist by the bay.",
        "{\"cited_event_ids\":[1,3]}");
    assertEquals(List.of("4 DERIVED 1"), found(said));
  }

  @Test
  void namesTheNewestAnswersThatWereGivenItAndAllThatHoldsItsWords() {
    StateEvent said = add("user_message", "My name is Robin Oak", "{}");
    String given = "{\"receipt\":{\"sources\":[{\"event_id\":1,\"section\":\"frame\"}]}}";
    IntStream.range(0, 2100).forEach(i -> add("assistant_message", "Good morning.", given));
    StateEvent promise = add("commitment_opened", "carve “name is Robin Oak” in wood", "{}");

    Mentions.Found found = Mentions.find(List.of(said), events::forEach);

    assertEquals(
        List.of(new Mentions.Mention(promise, Mentions.Relation.WORDS, 1)), found.mentions());
    assertEquals(2100, found.givenCount());
    assertEquals(
        IntStream.rangeClosed(2002, 2101).mapToObj(Long::valueOf).toList(),
        found.given().stream().map(mention -> mention.event().id()).toList());
  }

  @Test
  void messagesOfOneAppendAreNoOtherWordingsOfEachOther() {
    add("user_message", "Where does the heron nest?", "{\"conversation_id\":\"c\"}");
    add("assistant_message", "By water.", "{\"conversation_id\":\"c\",\"parent_offset\":-1}");
    StateEvent said =
        add("user_message", "And in winter?", "{\"conversation_id\":\"c\",\"parent_offset\":-1}");
    add("assistant_message", "South.", "{\"conversation_id\":\"c\",\"parent_offset\":-1}");
    add("user_message", "Far away?", "{\"conversation_id\":\"c\",\"parent_offset\":-1}");
    add("user_message", "In the cold?", "{\"conversation_id\":\"c\",\"parent_offset\":-4}");
    assertEquals(List.of("6 SIBLING 3"), found(said));
  }

  @Test
  void whoHoldsAWordThatHardlyAnybodySaysIsFound() {
    StateEvent said = add("user_message", "How long should my zymurgyx starter ferment?", "{}");
    IntStream.range(0, 200).forEach(i -> add("user_message", "A starter of day " + i, "{}"));
    add("user_message", "What did I ask about Zymurgyx?", "{}");
    assertEquals(List.of("202 WORDS 1"), found(said));
  }

  @Test
  void whatAnArchiveSaysBesideLendsItsKeysToNobody() {
    String json =
        "[{\"raw\":\"{\\\"message\\\":{\\\"status\\\":\\\"finished_successfully\\\"}}\"}]";
    String meta = "{\"record\":\"details\",\"source_event_ids\":[%d]}";
    StateEvent said = add("user_message", "Hello there, you!", "{}");
    StateEvent details = add("imported_record", json, meta.formatted(1));
    add("imported_record", json, meta.formatted(99));
    assertEquals(List.of(), found(said, details));
  }
}
