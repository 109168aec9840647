package pmm.mind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pmm.ledger.v1.AppendEventsRequest;
import pmm.ledger.v1.EventDraft;
import pmm.ledger.v1.LedgerServiceGrpc;
import pmm.ledger.v1.RedactEventsRequest;
import pmm.mind.MindFixture.Heard;
import pmm.mind.v1.ConverseRequest;
import pmm.mind.v1.FindMentionsRequest;
import pmm.mind.v1.FindMentionsResponse;
import pmm.mind.v1.GetConversationRequest;
import pmm.mind.v1.GetMemoryRequest;
import pmm.mind.v1.GetMindRequest;
import pmm.mind.v1.GetTraceRequest;
import pmm.mind.v1.GetTraceResponse;
import pmm.mind.v1.GetTraceResponse.Confirmation;
import pmm.mind.v1.ListMemoriesRequest;
import pmm.mind.v1.Mention;
import pmm.mind.v1.Message;
import pmm.mind.v1.ReflectRequest;
import pmm.mind.v1.ReflectionServiceGrpc;
import pmm.mind.v1.StopAnswerRequest;
import pmm.rpc.Role;

/** The mind holds nothing of what was forgotten, in memory as little as in its file. */
@Timeout(60)
class ForgettingTest {
  private static final String SECRET = "the orchid blooms at Quellenweg 17";

  static long forget(MindFixture mind, long... events) {
    RedactEventsRequest.Builder request = RedactEventsRequest.newBuilder();
    for (long event : events) {
      request.addEventIds(event);
    }
    return LedgerServiceGrpc.newBlockingStub(mind.channel("ledger", Role.CLI))
        .redactEvents(request.build())
        .getRedactionEventId();
  }

  /** While it is folded anew the mind says that it is not ready. */
  static void awaitThrough(MindFixture mind, long event) {
    while (true) {
      try {
        if (mind.mind().getMind(GetMindRequest.getDefaultInstance()).getMind().getThroughEventId()
            >= event) {
          return;
        }
      } catch (StatusRuntimeException e) {
        assertTrue(MindFixture.isReason(e, "NOT_READY"), e.getMessage());
        assertTrue(String.valueOf(e.getMessage()).contains("rebuilding"), e.getMessage());
      }
    }
  }

  @Test
  void holdsNothingOfWhatWasForgotten(@TempDir Path folder) {
    try (MindFixture mind = new MindFixture(folder).start()) {
      Heard said = mind.say("", "Remember that " + SECRET + ".");
      String talk = said.started().getConversationId();
      Heard quoted = mind.say("", "Where does the orchid bloom?");
      assertTrue(quoted.text().contains(SECRET), quoted.text());
      long answer = quoted.finished().getOutcomeEventId();
      long message = said.started().getUserEventId();
      List<Long> also =
          mind
              .mind()
              .findMentions(FindMentionsRequest.newBuilder().addEventIds(message).build())
              .getMentionsList()
              .stream()
              .map(mention -> mention.getEventId())
              .toList();
      long memory = mind.events("memory_kept").getFirst().getEventId();
      assertEquals(
          List.of(said.finished().getOutcomeEventId(), memory, answer),
          also.stream().sorted().toList());

      awaitThrough(mind, forget(mind, message, also.get(0), also.get(1), also.get(2)));

      assertEquals(
          0, mind.mind().listMemories(ListMemoriesRequest.getDefaultInstance()).getMemoriesCount());
      for (Message shown :
          mind.talks()
              .getConversation(GetConversationRequest.newBuilder().setConversationId(talk).build())
              .getMessagesList()) {
        assertTrue(shown.getForgotten());
        assertEquals("", shown.getText());
        shown.getNotesList().stream()
            .filter(note -> note.getKind().equals("memory_kept"))
            .forEach(note -> assertEquals("[forgotten]", note.getText()));
      }
      GetTraceResponse trace =
          mind.talks()
              .getTrace(GetTraceRequest.newBuilder().setEventId(answer).setPrompt(true).build());
      assertFalse(trace.toString().contains("Quellenweg"), trace::toString);
      assertTrue(trace.toString().contains("[forgotten]"), trace::toString);
      assertEquals(Confirmation.CONFIRMATION_NO_LONGER_POSSIBLE, trace.getConfirmation());
      Heard again = mind.say("", "Where does the orchid bloom?");
      assertFalse(again.text().contains("Quellenweg"), again.text());
      StatusRuntimeException refused =
          assertThrows(
              StatusRuntimeException.class,
              () ->
                  mind.converse(
                      MindFixture.request(talk)
                          .setRegenerate(
                              ConverseRequest.Regenerate.newBuilder().setEventId(message))));
      assertTrue(MindFixture.isReason(refused, "ACT_NOT_POSSIBLE"), refused.getMessage());
    }
  }

  @Test
  void whatHoldsTheWordsIsFoundBehindAllThatWasGivenThem(@TempDir Path folder) {
    try (MindFixture mind = new MindFixture(folder).start()) {
      long named = mind.say("", "My sister is called Robin Oak.").started().getUserEventId();
      AppendEventsRequest.Builder answers = AppendEventsRequest.newBuilder();
      EventDraft answer =
          EventDraft.newBuilder()
              .setKind("assistant_message")
              .setContent("Good morning.")
              .setMetaJson("{\"receipt\":{\"sources\":[{\"event_id\":" + named + "}]}}")
              .build();
      answers.addAllEvents(Collections.nCopies(420, answer));
      var ledger = LedgerServiceGrpc.newBlockingStub(mind.channel("ledger", Role.MIND));
      long last = 0;
      for (int batch = 0; batch < 5; batch++) {
        last = ledger.appendEvents(answers.build()).getEvents(419).getEventId();
      }
      long promise =
          mind.appendAs(
                  Role.MIND, "commitment_opened", "note that my sister is called Robin Oak", "{}")
              .getEventId();

      awaitThrough(mind, promise);

      FindMentionsResponse found =
          mind.mind().findMentions(FindMentionsRequest.newBuilder().addEventIds(named).build());

      assertTrue(
          found.getMentionsList().stream().anyMatch(mention -> mention.getEventId() == promise));
      assertTrue(found.getGivenCount() >= 2100, () -> "given to " + found.getGivenCount());
      assertFalse(found.getTruncated());
      Mention newest = found.getMentionsList().getLast();
      assertEquals(last, newest.getEventId());
      assertEquals("Good morning.", newest.getText());
      assertEquals(
          100,
          found.getMentionsList().stream()
              .filter(mention -> mention.getRelation() == Mention.Relation.RELATION_GIVEN)
              .count());
    }
  }

  @Test
  void moreThanIsNamedAtOnceIsSaid(@TempDir Path folder) {
    try (MindFixture mind = new MindFixture(folder).start()) {
      long named = mind.say("", SECRET).started().getUserEventId();
      EventDraft quoting =
          EventDraft.newBuilder().setKind("assistant_message").setContent(SECRET).build();
      var ledger = LedgerServiceGrpc.newBlockingStub(mind.channel("ledger", Role.MIND));
      for (int batch = 0; batch < 5; batch++) {
        ledger.appendEvents(
            AppendEventsRequest.newBuilder()
                .addAllEvents(Collections.nCopies(420, quoting))
                .build());
      }
      awaitThrough(mind, mind.events().size());
      FindMentionsRequest request = FindMentionsRequest.newBuilder().addEventIds(named).build();
      FindMentionsResponse first = mind.mind().findMentions(request);
      assertTrue(first.getTruncated());
      assertEquals(2000, first.getMentionsCount() - first.getGivenCount());

      long[] some =
          first.getMentionsList().stream().limit(500).mapToLong(Mention::getEventId).toArray();
      awaitThrough(mind, forget(mind, some));

      assertFalse(mind.mind().findMentions(request).getTruncated());
    }
  }

  @Test
  void foldsAnewWhatWasForgottenWhileItWasAway(@TempDir Path folder) {
    try (MindFixture mind = new MindFixture(folder).start()) {
      Heard said = mind.say("", "Remember that " + SECRET + ".");
      mind.stopMind();
      long memory = mind.events("memory_kept").getFirst().getEventId();
      long redaction = forget(mind, memory, said.started().getUserEventId());
      mind.start();
      awaitThrough(mind, redaction);
      assertEquals(
          0, mind.mind().listMemories(ListMemoriesRequest.getDefaultInstance()).getMemoriesCount());
    }
  }

  @Test
  void anAnswerThatEndsWhileTheMindIsFoldedAnewLosesNothing(@TempDir Path folder) {
    try (MindFixture mind = new MindFixture(folder).start().withModel()) {
      mind.gateway.answer("Well.");
      long secret = mind.say("", SECRET).started().getUserEventId();
      awaitThrough(mind, manyConversations(mind));
      mind.gateway.next((request, sender) -> {
        sender.send(ScriptedGateway.opened(request.getModelId(), "sha256:one", false));
        sender.send(ScriptedGateway.text("Noted.\nREMEMBER: The person has a boat\n"));
        forget(mind, secret);
        awaitRebuilding(mind);
        sender.send(ScriptedGateway.finish());
      });
      Heard told = mind.say("", "Remember that my boat is green.");
      assertTrue(told.finished().getOutcomeEventId() > 0, told::toString);
      assertEquals(1, mind.events("memory_kept").size());
      assertEquals(1, mind.events("memory_proposed").size());
    }
  }

  @Test
  void anAnswerUnderWayBringsNothingBack(@TempDir Path folder) {
    try (MindFixture mind = new MindFixture(folder).start().withModel()) {
      mind.gateway.next((request, sender) -> {
        sender.send(ScriptedGateway.opened(request.getModelId(), "sha256:one", false));
        sender.send(ScriptedGateway.text("Gladly.\nREMEMBER: " + SECRET + "\n"));
        sender.send(ScriptedGateway.text("COMMIT: look where " + SECRET + "\n"));
        forget(mind, request.getSourceEventIdsList().getLast());
        sender.send(ScriptedGateway.finish());
      });
      Heard said = mind.say("", "Remember that " + SECRET + ".");
      long message = said.started().getUserEventId();
      assertEquals(List.of(message), said.finished().getForgottenEventIdsList());
      assertEquals(List.of(), mind.events("memory_kept"));
      assertEquals(List.of(), mind.events("memory_proposed"));
      assertEquals(List.of(), mind.events("commitment_opened"));
      Message shown =
          mind.talks()
              .getConversation(
                  GetConversationRequest.newBuilder()
                      .setConversationId(said.started().getConversationId())
                      .build())
              .getMessages(1);
      assertEquals("given_forgotten", shown.getNotes(0).getKind());
    }
  }

  @Test
  void whatGoesOnFromForgottenWordsDoesNotRepeatThem(@TempDir Path folder) {
    try (MindFixture mind = new MindFixture(folder).start().withModel()) {
      mind.gateway.beginAndHang("Well, " + SECRET);
      Heard begun =
          mind.converse(
              MindFixture.request("").setSay(ConverseRequest.Say.newBuilder().setText("Where?")),
              response -> {
                if (response.hasText()) {
                  stop(mind);
                }
              });
      String talk = begun.started().getConversationId();
      long stopped = begun.finished().getOutcomeEventId();
      mind.gateway.next((request, sender) -> {
        forget(mind, stopped);
        sender.send(ScriptedGateway.opened(request.getModelId(), "sha256:one", false));
        sender.send(ScriptedGateway.text(", by the gate."));
        sender.send(ScriptedGateway.finish());
      });
      mind.converse(
          MindFixture.request(talk)
              .setContinue(ConverseRequest.Continue.newBuilder().setEventId(stopped)));
      assertFalse(
          mind.events().stream().anyMatch(event -> event.getContent().contains("Quellenweg")));
      assertEquals(", by the gate.", mind.events("assistant_message").getLast().getContent());
    }
  }

  private static void stop(MindFixture mind) {
    String attempt =
        MindFixture.meta(mind.events("generation_started").getLast()).path("attempt_id").asText();
    mind.talks().stopAnswer(StopAnswerRequest.newBuilder().setAttemptId(attempt).build());
  }

  @Test
  void aReflectionUnderWayBringsNothingBack(@TempDir Path folder) {
    try (MindFixture mind = new MindFixture(folder).start().withModel()) {
      mind.gateway.answer("Well.");
      long secret = mind.say("", SECRET).started().getUserEventId();
      mind.gateway.next((request, sender) -> {
        sender.send(ScriptedGateway.opened(request.getModelId(), "sha256:one", false));
        sender.send(
            ScriptedGateway.text(
                "{\"observations\":[{\"text\":\"There is an orchid.\",\"subject\":\"person\",\"events\":["
                    + secret
                    + "]}]}"));
        forget(mind, secret);
        sender.send(ScriptedGateway.finish());
      });
      ReflectionServiceGrpc.newBlockingStub(mind.channel("mind", Role.CLI))
          .reflect(ReflectRequest.newBuilder().setRequestId(UUID.randomUUID().toString()).build())
          .forEachRemaining(part -> {});
      assertEquals(List.of(), mind.events("reflection"));
    }
  }

  /** So many that folding them anew takes a while. */
  private static long manyConversations(MindFixture mind) {
    var ledger = LedgerServiceGrpc.newBlockingStub(mind.channel("ledger", Role.MIND));
    long last = 0;
    for (int batch = 0; batch < 50; batch++) {
      AppendEventsRequest.Builder request = AppendEventsRequest.newBuilder();
      for (int i = 0; i < 400; i++) {
        request.addEvents(
            EventDraft.newBuilder()
                .setKind("conversation_started")
                .setMetaJson("{\"conversation_id\":\"" + UUID.randomUUID() + "\"}"));
      }
      last = ledger.appendEvents(request.build()).getEvents(399).getEventId();
    }
    return last;
  }

  private static void awaitRebuilding(MindFixture mind) {
    GetMemoryRequest none = GetMemoryRequest.newBuilder().setMemoryId(1).build();
    var memories = mind.memories();
    long until = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (System.nanoTime() < until) {
      StatusRuntimeException told =
          assertThrows(StatusRuntimeException.class, () -> memories.getMemory(none));
      if (MindFixture.isReason(told, "NOT_READY")) {
        return;
      }
    }
  }
}
