package pmm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pmm.ledger.v1.Event;
import pmm.mindfile.Kinds;

class EventWordsTest {
  @Test
  void hasWordsForEveryKind() {
    for (String kind : Kinds.all()) {
      assertFalse(EventWords.kind(kind).contains("_"), kind);
      assertFalse(EventWords.kind(kind).length() > 16, kind);
    }
    assertEquals("kind of tomorrow", EventWords.kind("kind_of_tomorrow"));
  }

  @Test
  void saysTheWordsOfAnEventOnOneLine() {
    assertEquals("Hello you", text("user_message", "Hello\nyou", "{\"conversation_id\":\"c\"}"));
  }

  @Test
  void saysOfImportedTalkThatItWasSaidElsewhere() {
    String timed = "{\"source\":{\"format\":\"chatgpt\",\"original_time_us\":%d}}";
    String noon =
        timed.formatted(Instant.parse("2023-03-01T12:00:00Z").getEpochSecond() * 1_000_000);
    String then = When.minute(Instant.parse("2023-03-01T12:00:00Z"));
    Event answer =
        Event.newBuilder()
            .setKind("assistant_message")
            .setContent("12 hours.")
            .setMetaJson(noon)
            .build();

    assertEquals("answered there", EventWords.kind(answer));
    assertEquals("[chatgpt, " + then + "] 12 hours.", EventWords.text(answer));
    assertEquals(
        "[claude, time unknown] Hello",
        text("user_message", "Hello", "{\"source\":{\"format\":\"claude\"}}"));
    assertEquals("it answered", EventWords.kind(answer.toBuilder().setMetaJson("{}").build()));
  }

  @Test
  void saysTheFactsOfAnEventWithoutWords() {
    assertEquals(
        "builtin:voice → local:x",
        text(
            "model_selected",
            null,
            "{\"from\":{\"model_id\":\"builtin:voice\"},\"to\":{\"model_id\":\"local:x\"}}"));
    assertEquals(
        "refused: api.openai.com for chat (CONSENT_REQUIRED)",
        text(
            "network_attempt",
            null,
            "{\"host\":\"api.openai.com\",\"purpose\":\"chat\",\"refused\":\"CONSENT_REQUIRED\"}"));
    assertEquals(
        "content of event 3, meta of event 3",
        text(
            "redaction",
            null,
            "{\"forgets\":[{\"event\":3,\"part\":\"content\"},{\"event\":3,\"part\":\"meta\"}]}"));
    assertEquals(
        "reason joined",
        text("marker_malformed", null, "{\"attempt_id\":\"a\",\"reason\":\"joined\"}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          trait_changed        | {'trait':'agreeableness','delta':-0.01,'reason':'withdrawn','rules':'pmm-traits/1','cause_offsets':[-2]} | agreeableness -0.01, you took your feedback back
          stage_changed        | {'from':0,'to':1,'rules':'pmm-growth/1'}                | Waking → Noticing
          commitment_closed    | {'commitment_id':52,'evidence_offsets':[-5]}            | promise 52
          commitment_closed    | {'commitment_id':52}                                    | promise 52, on somebody's word: no event shows it
          commitment_rejected  | {'proposal_id':50}                                      | proposal 50
          feedback_given       | {'answer_event_id':65,'feedback':'harsh','withdrawn':true} | harsh taken back, on answer 65
          feedback_given       | {'answer_event_id':65,'feedback':'kind'}                | kind, on answer 65
          assistant_message    | {'model_id':'local:scr','elapsed_ms':19,'blobs':['e1']} | [no words] by local:scr
          """)
  void saysWhatAPersonWouldSay(String kind, String meta, String words) {
    assertEquals(words, text(kind, null, meta.replace('\'', '"')));
  }

  @Test
  void saysThatWordsWereForgotten() {
    Event event =
        Event.newBuilder()
            .setKind("user_message")
            .setContentForgotten(true)
            .setMetaJson("{}")
            .build();
    assertEquals("[forgotten]", EventWords.text(event));
  }

  private static String text(
      String kind, @org.jspecify.annotations.Nullable String content, String meta) {
    Event.Builder event = Event.newBuilder().setKind(kind).setMetaJson(meta);
    if (content != null) {
      event.setContent(content);
    }
    return EventWords.text(event.build());
  }
}
