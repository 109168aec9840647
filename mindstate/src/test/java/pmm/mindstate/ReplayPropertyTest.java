package pmm.mindstate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ReplayPropertyTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String FORGOTTEN = "(forgotten)";
  static final String[] KINDS = {
    "mind_created",
    "conversation_started",
    "conversation_renamed",
    "conversation_archived",
    "user_message",
    "generation_started",
    "assistant_message",
    "generation_stopped",
    "generation_failed",
    "branch_selected",
    "summary",
    "off_record",
    "name_adopted",
    "trait_changed",
    "model_added",
    "model_removed",
    "model_selected",
    "commitment_proposed",
    "commitment_rejected",
    "commitment_opened",
    "commitment_opened",
    "commitment_snoozed",
    "commitment_reminded",
    "commitment_closed",
    "commitment_expired",
    "memory_proposed",
    "memory_kept",
    "memory_corrected",
    "memory_rejected",
    "marker_malformed",
    "claim_refused",
    "identity_checked",
    "network_attempt",
    "network_result",
    "consent_granted",
    "reflection",
    "feedback_given",
    "autonomy_changed",
    "template_applied",
    "opened_on",
    "restored_from",
    "note",
    "something_new"
  };

  @Property(tries = 300)
  void aSnapshotPlusTheRestEqualsTheWholeForEveryPrefix(
      @ForAll("histories") List<StateEvent> events) throws Exception {
    MindState whole = Story.fold(MindState.EMPTY, events);
    MindState prefix = MindState.EMPTY;
    for (int n = 0; n <= events.size(); n++) {
      MindState stored =
          MindState.fromJson(JSON.readTree(prefix.toJson().toString())).orElseThrow();
      assertEquals(prefix, stored);
      assertEquals(prefix, Story.fold(MindState.EMPTY, events.subList(0, n)));
      MindState resumed = Story.fold(stored, events.subList(n, events.size()));
      assertEquals(whole, resumed);
      assertEquals(whole.projectionHash(), resumed.projectionHash());
      prefix = n < events.size() ? MindState.reduce(prefix, events.get(n)) : prefix;
    }
  }

  @Property(tries = 100)
  void theSameEventTwiceCountsOnce(@ForAll("histories") List<StateEvent> events) {
    MindState twice = MindState.EMPTY;
    for (StateEvent event : events) {
      twice = MindState.reduce(MindState.reduce(twice, event), event);
    }
    assertEquals(Story.fold(MindState.EMPTY, events), twice);
  }

  @Property(tries = 100)
  void snapshotsInPartsComeTogetherAgain(@ForAll("histories") List<StateEvent> events) {
    MindState state = Story.fold(MindState.EMPTY, events);
    Map<Integer, JsonNode> parts = new HashMap<>();
    Snapshot.write(state, 300, (part, number) -> parts.put(number, part));
    assertEquals(state, read(parts).orElseThrow());
  }

  @Property(tries = 100)
  void aPartThatIsMissingOrInAnothersPlaceLeavesNothing(
      @ForAll("histories") List<StateEvent> events) {
    Map<Integer, JsonNode> parts = new HashMap<>();
    Snapshot.write(
        Story.fold(MindState.EMPTY, events), 300, (part, number) -> parts.put(number, part));
    for (int number = 0; number < parts.size(); number++) {
      Map<Integer, JsonNode> wrong = new HashMap<>(parts);
      wrong.remove(number);
      assertEquals(Optional.empty(), read(wrong));
      JsonNode next = parts.get(number + 1);
      if (next != null) {
        wrong.put(number, next);
        wrong.put(number + 1, parts.get(number));
        assertEquals(Optional.empty(), read(wrong));
      }
    }
  }

  private static Optional<MindState> read(Map<Integer, JsonNode> parts) {
    return Snapshot.read(number -> parts.getOrDefault(number, MissingNode.getInstance()));
  }

  @Provide
  Arbitrary<List<StateEvent>> histories() {
    Arbitrary<String> meta =
        Combinators.combine(
                Arbitraries.integers().between(1, 3),
                Arbitraries.integers().between(1, 6),
                Arbitraries.integers().between(0, 25),
                Arbitraries.integers().between(0, 25))
            .as((conversation, attempt, one, two) ->
                """
                {"conversation_id":"c%d","attempt_id":"a%d","parent_event_id":%d,"user_event_id":%d,
                 "leaf_event_id":%d,"commitment_id":%d,"proposal_id":%d,"due_ms":%d,"until_ms":%d,
                 "source_offset":%d,"evidence_event_id":%d,"memory_id":%d,"source_event_id":%d,
                 "true_memory_id":%d,"through_event_id":%d,"cited_event_ids":[%d],
                 "trait":"openness","delta":0.02,"reason":"reflection","attribute":"name","changes":%d,
                 "observations":[{"subject":"mind"}],"usage":{"prompt_tokens":%d},"of":"reflection","purpose":"reflection","network_id":"n%d","body_bytes":%d,
                 "answer_event_id":%d,"feedback":"kind","withdrawn":%b,"name_at":[%d,%d],"cause_event_ids":[%d],"state":"on","quiet":"22:00-07:00",
                 "model_id":"m%d","context_tokens":%d,"to":{"model_id":"m%d","digest":"d%d"}}\
                """
                    .formatted(
                        conversation,
                        attempt,
                        one,
                        one % 2 == 0 ? 0 : one,
                        two,
                        one,
                        two,
                        1000 * one,
                        1000 * two,
                        -conversation,
                        two,
                        two,
                        one,
                        one,
                        one,
                        one,
                        one % 3,
                        two,
                        conversation,
                        one,
                        one,
                        one % 3 == 0,
                        two - 1,
                        one,
                        two,
                        attempt,
                        one,
                        attempt,
                        two));
    Arbitrary<String> content =
        Arbitraries.of(
            "Echo",
            "My name is Scott",
            "My name is Robin",
            "I will check.",
            "i will check",
            "",
            "Grüße 🧠",
            FORGOTTEN);
    Arbitrary<Draft> drafts =
        Combinators.combine(Arbitraries.of(KINDS), content, meta).as(Draft::new);
    return drafts.list().ofMaxSize(30).map(ReplayPropertyTest::number);
  }

  private record Draft(String kind, String content, String meta) {}

  private static List<StateEvent> number(List<Draft> drafts) {
    Story story = new Story();
    for (Draft draft : drafts) {
      story.add(
          draft.kind(), draft.content().equals(FORGOTTEN) ? null : draft.content(), draft.meta());
    }
    return story.events();
  }
}
