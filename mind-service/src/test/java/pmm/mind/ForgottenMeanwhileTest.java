package pmm.mind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import pmm.ledger.v1.Event;
import pmm.ledger.v1.LedgerServiceGrpc;
import pmm.ledger.v1.RedactEventsRequest;
import pmm.mind.commitment.CommitmentGrpc;
import pmm.mind.contract.LedgerFailures;
import pmm.mind.contract.MindAccess;
import pmm.mind.derivation.DueTimes;
import pmm.mind.derivation.PersonActs;
import pmm.mind.ledger.EventReader;
import pmm.mind.ledger.Ledger;
import pmm.mind.ledger.MindKeeper;
import pmm.mind.ledger.WriteOrder;
import pmm.mind.memory.MemoryGrpc;
import pmm.mind.v1.AddMemoryRequest;
import pmm.mind.v1.CommitmentServiceGrpc;
import pmm.mind.v1.ConfirmCommitmentRequest;
import pmm.mind.v1.CorrectMemoryRequest;
import pmm.mind.v1.KeepMemoryRequest;
import pmm.mind.v1.Memory;
import pmm.rpc.Role;
import pmm.rpc.ServiceHost;

/** Something is forgotten while an act of the person is on its way to the ledger. */
@Timeout(60)
class ForgottenMeanwhileTest {
  private static final String SECRET = "The orchid blooms at Quellenweg 17";

  @TempDir Path folder;
  private final LedgerGate gate = new LedgerGate();
  private MindFixture mind;
  private MindKeeper keeper;
  private ServiceHost host;
  private long memory;
  private long promise;

  @BeforeEach
  void start() throws Exception {
    mind = new MindFixture(folder);
    memory = mind.appendAs(Role.MIND, "memory_proposed", SECRET, "{}").getEventId();
    promise = mind.appendAs(Role.MIND, "commitment_proposed", SECRET, "{}").getEventId();
    Channel channel = ClientInterceptors.intercept(mind.channel("ledger", Role.MIND), gate);
    Ledger ledger = new Ledger(channel);
    EventReader reader = new EventReader(ledger);
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
    PersonActs acts = new PersonActs(ledger, reader, keeper, new WriteOrder(), mind.clock);
    host =
        ServiceHost.builder("mind", mind.home, MindFixture.anyPorts())
            .port(0, "PMM_TEST_MIND_PORT")
            .access(MindAccess.TABLE)
            .errors(LedgerFailures::translate)
            .service(new MemoryGrpc(ledger, reader, keeper, acts))
            .service(new CommitmentGrpc(keeper, acts, new DueTimes(ZoneOffset.UTC), mind.clock))
            .build()
            .start();
    host.setReady(true);
    keeper.start();
    level.await();
  }

  @AfterEach
  void close() {
    host.close();
    keeper.close();
    mind.close();
  }

  @Test
  void aProposalThatIsForgottenIsNotKept() throws Exception {
    KeepMemoryRequest keep = KeepMemoryRequest.newBuilder().setMemoryId(memory).build();
    assertRefused("MEMORY_NOT_FOUND", memory, () -> mind.memories().keepMemory(keep));
  }

  @Test
  void aMemoryThatIsForgottenTakesNoOtherOnesPlace() throws Exception {
    long wrong = add("I like tea").getEventId();
    CorrectMemoryRequest replace =
        CorrectMemoryRequest.newBuilder().setMemoryId(wrong).setTrueMemoryId(memory).build();
    assertRefused("MEMORY_NOT_FOUND", memory, () -> mind.memories().correctMemory(replace));
  }

  @Test
  void aPromiseThatIsForgottenIsNotConfirmed() throws Exception {
    var promises = CommitmentServiceGrpc.newBlockingStub(mind.channel("mind", Role.CLI));
    ConfirmCommitmentRequest confirm =
        ConfirmCommitmentRequest.newBuilder().setCommitmentId(Long.toString(promise)).build();
    assertRefused("COMMITMENT_NOT_FOUND", promise, () -> promises.confirmCommitment(confirm));
  }

  @Test
  void whatHoldsNothingOfItIsDoneOnce() throws Exception {
    Memory kept = whileForgetting(memory, () -> add("I like coffee"));
    Event stored = mind.events("memory_kept").getFirst();
    assertEquals(kept.getEventId(), stored.getEventId());
    assertEquals("I like coffee", stored.getContent());
    assertEquals(1, mind.events("memory_kept").size());
  }

  private Memory add(String text) {
    return mind.memories()
        .addMemory(AddMemoryRequest.newBuilder().setText(text).build())
        .getMemory();
  }

  private void assertRefused(String reason, long forgotten, Executable act) throws Exception {
    StatusRuntimeException refused =
        whileForgetting(forgotten, () -> assertThrows(StatusRuntimeException.class, act));
    assertTrue(MindFixture.isReason(refused, reason), refused.getMessage());
    assertEquals(
        1, mind.events().stream().filter(event -> event.getContent().equals(SECRET)).count());
  }

  /** Forgets an event after an act was made, and before the ledger hears of it. */
  private <T> T whileForgetting(long eventId, Supplier<T> act) throws Exception {
    LedgerGate.Halt halt = gate.haltNext("AppendEvents");
    CompletableFuture<T> done = CompletableFuture.supplyAsync(act, Thread::startVirtualThread);
    halt.reached().await();
    LedgerServiceGrpc.newBlockingStub(mind.channel("ledger", Role.CLI))
        .redactEvents(RedactEventsRequest.newBuilder().addEventIds(eventId).build());
    halt.goOn().countDown();
    return done.join();
  }
}
