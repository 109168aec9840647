package pmm.mind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pmm.ledger.v1.AppendEventsRequest;
import pmm.ledger.v1.Event;
import pmm.ledger.v1.EventDraft;
import pmm.ledger.v1.LedgerServiceGrpc;
import pmm.ledger.v1.RedactEventsRequest;
import pmm.mind.MindFixture.Heard;
import pmm.mind.contract.LedgerFailures;
import pmm.mind.contract.MindAccess;
import pmm.mind.conversation.Talking;
import pmm.mind.derivation.DueTimes;
import pmm.mind.generation.Generations;
import pmm.mind.ledger.EventReader;
import pmm.mind.ledger.Ledger;
import pmm.mind.ledger.MindKeeper;
import pmm.mind.ledger.RequestIds;
import pmm.mind.ledger.WriteOrder;
import pmm.mind.v1.ConverseRequest;
import pmm.mind.v1.Outcome;
import pmm.rpc.Role;
import pmm.rpc.ServiceHost;

/** A client asks again for an answer while the restarted mind closes it as interrupted. */
@Timeout(60)
class RecoveryRaceTest {
  private static final String FIRST = "00000000-0000-4000-8000-000000000001";
  private static final String WORDS = "Remember that my boat is green.";
  private static final String SECOND = "00000000-0000-4000-8000-000000000002";
  // The common pool may have a single thread, which the first to wait would keep.
  private static final Executor THREADS = Thread::startVirtualThread;

  @TempDir Path folder;
  private final LedgerGate gate = new LedgerGate();
  private MindFixture mind;
  private final WriteOrder order = new WriteOrder();
  private Ledger ledger;
  private EventReader reader;
  private MindKeeper keeper;
  private Talking talking;
  private ServiceHost host;

  /** A mind that recovers when the test says so, after a process that left two answers open. */
  @BeforeEach
  void restart() throws Exception {
    mind = new MindFixture(folder);
    mind.appendAs(
        Role.PROVIDER, "model_added", null, "{\"model_id\":\"" + MindFixture.MODEL + "\"}");
    leaveOpen(FIRST);
    leaveOpen(SECOND);
    Channel channel = ClientInterceptors.intercept(mind.channel("ledger", Role.MIND), gate);
    ledger = new Ledger(channel);
    reader = new EventReader(ledger);
    CountDownLatch level = new CountDownLatch(1);
    keeper =
        new MindKeeper(
            ledger,
            reader,
            new MindKeeper.Listener() {
              @Override
              public void level() {
                level.countDown();
              }

              @Override
              public void lost() {}
            });
    // A reader that has seen nothing yet, so that each event it needs is a call at the gate.
    talking = talking(new EventReader(ledger));
    host =
        ServiceHost.builder("mind", mind.home, MindFixture.anyPorts())
            .port(0, "PMM_TEST_MIND_PORT")
            .access(MindAccess.TABLE)
            .errors(LedgerFailures::translate)
            .service(talking.service())
            .build()
            .start();
    host.setReady(true);
    keeper.start();
    level.await();
  }

  private Talking talking(EventReader words) {
    Generations generations = new Generations(mind.channel("provider", Role.MIND));
    return new Talking(ledger, words, keeper, order, generations, new DueTimes(ZoneOffset.UTC));
  }

  @AfterEach
  void close() {
    host.close();
    keeper.close();
    mind.close();
  }

  @Test
  void whatIsBeingClosedIsRefusedAndThenAnsweredFromTheLedger() throws Exception {
    LedgerGate.Halt halt = gate.haltNext("AppendEvents");
    CompletableFuture<Boolean> recovery = CompletableFuture.supplyAsync(talking::recover, THREADS);
    halt.reached().await();
    StatusRuntimeException refused =
        assertThrows(StatusRuntimeException.class, () -> askAgain(FIRST));
    assertTrue(MindFixture.isReason(refused, "ANSWER_UNDER_WAY"));
    halt.goOn().countDown();
    assertTrue(recovery.join());
    Heard heard = askAgain(FIRST);
    assertEquals(Outcome.OUTCOME_FAILED, heard.finished().getOutcome());
    assertEquals("INTERRUPTED", heard.finished().getFailure().getReason());
    assertEquals(List.of("generation_failed"), outcomes(FIRST));
    assertEquals(List.of("generation_failed"), outcomes(SECOND));
  }

  @Test
  void whatIsBeingAnsweredIsLeftForTheNextTime() throws Exception {
    LedgerGate.Halt halt = gate.haltNext("GetEvent");
    CompletableFuture<Boolean> recovery = CompletableFuture.supplyAsync(talking::recover, THREADS);
    // The recovery has both on its list, and works on the first.
    halt.reached().await();
    CountDownLatch answering = new CountDownLatch(1);
    CountDownLatch recovered = new CountDownLatch(1);
    mind.gateway.next((request, sender) -> {
      answering.countDown();
      recovered.await();
      sender.send(ScriptedGateway.opened(request.getModelId(), "sha256:one", false));
      sender.send(ScriptedGateway.text("Here I am."));
      sender.send(ScriptedGateway.finish());
    });
    CompletableFuture<Heard> heard = CompletableFuture.supplyAsync(() -> askAgain(SECOND), THREADS);
    answering.await();
    halt.goOn().countDown();
    assertFalse(recovery.join());
    recovered.countDown();
    assertEquals("Here I am.", heard.join().text());
    assertTrue(talking.recover());
    assertEquals(List.of("generation_failed"), outcomes(FIRST));
    assertEquals(List.of("assistant_message"), outcomes(SECOND));
  }

  @Test
  void whatWasAnsweredMeanwhileIsNotClosed() throws Exception {
    LedgerGate.Halt halt = gate.haltNext("GetEvent");
    CompletableFuture<Boolean> recovery = CompletableFuture.supplyAsync(talking::recover, THREADS);
    // The recovery has both on its list, and works on the first.
    halt.reached().await();
    mind.gateway.answer("Here I am.");
    assertEquals("Here I am.", askAgain(SECOND).text());
    halt.goOn().countDown();
    assertTrue(recovery.join());
    assertEquals(List.of("generation_failed"), outcomes(FIRST));
    assertEquals(List.of("assistant_message"), outcomes(SECOND));
  }

  @Test
  void whatIsForgottenMeanwhileIsNotRemembered() throws Exception {
    Talking remembering = talking(reader);
    Thread recovery = Thread.ofPlatform().unstarted(remembering::recover);
    order.inTurn(() -> {
      recovery.start();
      // It knows the words, and waits for its turn.
      while (recovery.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      return keeper.await(forget(mind.events("user_message").getFirst().getEventId()));
    });
    recovery.join();
    assertEquals(List.of("generation_failed"), outcomes(FIRST));
    assertEquals(
        List.of(conversation(SECOND)),
        mind.events("memory_kept").stream()
            .map(kept -> MindFixture.meta(kept).path("conversation_id").asText())
            .toList());
  }

  private long forget(long eventId) {
    return LedgerServiceGrpc.newBlockingStub(mind.channel("ledger", Role.CLI))
        .redactEvents(RedactEventsRequest.newBuilder().addEventIds(eventId).build())
        .getRedactionEventId();
  }

  /** Appends what a mind has written when it is killed before the answer. */
  private void leaveOpen(String attempt) {
    String where = "{\"conversation_id\":\"" + conversation(attempt) + "\"";
    String start = ",\"attempt_id\":\"" + attempt + "\",\"model_id\":\"" + MindFixture.MODEL + "\"";
    EventDraft.Builder words = draft("user_message", where + ",\"parent_event_id\":null}");
    LedgerServiceGrpc.newBlockingStub(mind.channel("ledger", Role.MIND))
        .appendEvents(
            AppendEventsRequest.newBuilder()
                .setRequestId(RequestIds.derive(attempt, "accept"))
                .addEvents(draft("conversation_started", where + "}"))
                .addEvents(words.setContent(WORDS))
                .addEvents(draft("generation_started", where + start + "}"))
                .build());
  }

  private static EventDraft.Builder draft(String kind, String meta) {
    return EventDraft.newBuilder().setKind(kind).setMetaJson(meta);
  }

  private Heard askAgain(String attempt) {
    return mind.converse(
        ConverseRequest.newBuilder()
            .setRequestId(attempt)
            .setModelId(MindFixture.MODEL)
            .setSay(ConverseRequest.Say.newBuilder().setText(WORDS)));
  }

  private List<String> outcomes(String attempt) {
    return mind.events().stream()
        .filter(event -> isAbout(event, conversation(attempt)))
        .map(Event::getKind)
        .filter(kind -> kind.equals("assistant_message") || kind.startsWith("generation_f"))
        .toList();
  }

  private static boolean isAbout(Event event, String conversation) {
    return MindFixture.meta(event).path("conversation_id").asText().equals(conversation);
  }

  private static String conversation(String attempt) {
    return RequestIds.derive(attempt, "conversation");
  }
}
