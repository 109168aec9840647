package pmm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;
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
