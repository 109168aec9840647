package pmm.mind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import pmm.ledger.v1.Event;
import pmm.mind.MindFixture.Heard;
import pmm.mind.v1.AddMemoryRequest;
import pmm.mind.v1.CorrectMemoryRequest;
import pmm.mind.v1.FindForgettableRequest;
import pmm.mind.v1.FindForgettableResponse;
import pmm.mind.v1.Forgettable;
import pmm.mind.v1.GetMemoryRequest;
import pmm.mind.v1.GetMemoryResponse;
import pmm.mind.v1.KeepMemoryRequest;
import pmm.mind.v1.ListMemoriesRequest;
import pmm.mind.v1.Memory;
import pmm.mind.v1.MemoryStep;
import pmm.mind.v1.RejectMemoryRequest;
import pmm.mind.v1.SearchMemoriesRequest;

/** The person's word on memories, over the wire. */
@Timeout(120)
class MemoryServiceTest {
  @TempDir Path folder;
  private MindFixture mind;

  @BeforeEach
  void start() {
    mind = new MindFixture(folder).start();
  }

  @AfterEach
  void stop() {
    mind.close();
  }

  @Test
  void whatThePersonCorrectsInTalkWaitsToTakeThePlaceOfWhatIsKept() {
    Memory wrong = add("my dentist is called Dr. Zorvex");
    mind.say("", "No, my dentist is called Dr. Bellweather, not Dr. Zorvex.");
    Event proposed = mind.events("memory_proposed").getFirst();
    assertEquals("my dentist is called Dr. Bellweather", proposed.getContent());
    assertEquals("person", MindFixture.meta(proposed).path("speaker").asText());
    assertEquals(wrong.getEventId(), MindFixture.meta(proposed).path("memory_id").asLong());
    Memory waits =
        mind.mind()
            .listMemories(ListMemoriesRequest.newBuilder().setProposed(true).build())
            .getMemories(0);
    assertEquals(List.of(wrong.getEventId()), waits.getContradictsEventIdsList());

    mind.say("", "No, my dentist is called Dr. Bellweather.");
    mind.say("", "No, I never said so. Actually, I do not know.");
    mind.say("", "No, my plumber is called Ines, not Rui.");
    assertEquals(1, mind.events("memory_proposed").size());
  }

  private Memory add(String text) {
    return mind.memories()
        .addMemory(AddMemoryRequest.newBuilder().setText(text).build())
        .getMemory();
  }

  private Memory correct(long id, String text) {
    return mind.memories()
        .correctMemory(CorrectMemoryRequest.newBuilder().setMemoryId(id).setText(text).build())
        .getMemory();
  }

  private GetMemoryResponse get(long id) {
    return mind.memories().getMemory(GetMemoryRequest.newBuilder().setMemoryId(id).build());
  }

  private List<Memory> listed(boolean proposed) {
    return mind.mind()
        .listMemories(ListMemoriesRequest.newBuilder().setProposed(proposed).build())
        .getMemoriesList();
  }

  private Memory propose(String text) {
    mind.withModel();
    mind.gateway.answer("Noted.\n", "REMEMBER: " + text + "\n");
    mind.say("", "Hello");
    mind.select("builtin:voice");
    return listed(true).getFirst();
  }

  private void fails(String reason, Executable act) {
    int before = mind.events().size();
    StatusRuntimeException failed = assertThrows(StatusRuntimeException.class, act);
    assertTrue(MindFixture.isReason(failed, reason), failed.getMessage());
    assertEquals(before, mind.events().size());
  }

  @Test
  void aProposalIsKeptWithItsSourceOnce() {
    Memory proposal = propose("The person lives in Porto");
    Event answer = mind.events("assistant_message").getFirst();
    assertEquals(answer.getEventId(), proposal.getSourceEventId());
    assertEquals("mind", proposal.getSpeaker());
    assertEquals("home", proposal.getAttribute());

    KeepMemoryRequest request =
        KeepMemoryRequest.newBuilder()
            .setMemoryId(proposal.getEventId())
            .setRequestId(UUID.randomUUID().toString())
            .build();
    Memory kept = mind.memories().keepMemory(request).getMemory();
    assertEquals(kept, mind.memories().keepMemory(request).getMemory());

    assertEquals(List.of(kept), listed(false));
    assertEquals(List.of(), listed(true));
    assertEquals(1, mind.events("memory_kept").size());
    JsonNode meta = MindFixture.meta(mind.events("memory_kept").getFirst());
    assertEquals(proposal.getEventId(), meta.path("proposal_id").asLong());
    assertEquals(answer.getEventId(), meta.path("source_event_id").asLong());
    assertEquals("mind", meta.path("speaker").asText());
    assertEquals("person", meta.path("subject").asText());
    fails(
        "MEMORY_DECIDED",
        () -> mind.memories().keepMemory(request.toBuilder().clearRequestId().build()));
  }

  @Test
  void aProposalIsKeptInOtherWords() {
    Memory proposal = propose("The person lives in Porto");
    Memory kept =
        mind.memories()
            .keepMemory(
                KeepMemoryRequest.newBuilder()
                    .setMemoryId(proposal.getEventId())
                    .setText("I live in Lisbon")
                    .build())
            .getMemory();
    assertEquals("I live in Lisbon", kept.getText());
    assertEquals("person", kept.getSpeaker());
    assertEquals(
        List.of(MemoryStep.Kind.KIND_PROPOSED, MemoryStep.Kind.KIND_KEPT),
        get(kept.getEventId()).getTimelineList().stream().map(MemoryStep::getKind).toList());
  }

  @Test
  void oneProposalIsKeptInOneOfManyWords() {
    Memory proposal = propose("The person lives in Porto");
    AtomicInteger kept = new AtomicInteger();
    var memories = mind.memories();
    try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 16; i++) {
        KeepMemoryRequest request =
            KeepMemoryRequest.newBuilder()
                .setMemoryId(proposal.getEventId())
                .setText("I live in street " + i)
                .build();
        clients.execute(() -> {
          try {
            memories.keepMemory(request);
            kept.incrementAndGet();
          } catch (StatusRuntimeException refused) {
            if (!MindFixture.isReason(refused, "MEMORY_DECIDED")) {
              throw refused;
            }
          }
        });
      }
    }
    assertEquals(1, kept.get());
    assertEquals(1, mind.events("memory_kept").size());
    assertEquals(1, listed(false).size());
  }

  @Test
  void talkIsRecalledWhateverBecomesOfAProposal() {
    mind.say("", "My barista Quim grinds coffee slowly.");
    Memory proposal = propose("coffee");
    mind.memories()
        .rejectMemory(RejectMemoryRequest.newBuilder().setMemoryId(proposal.getEventId()).build());
    Heard asked = mind.say("", "What does the barista Quim grind?");
    assertTrue(asked.text().contains("grinds coffee slowly"), asked::text);
  }

  @Test
  void whatWasCalledUntrueIsNotProposedAgain() {
    Memory proposal = propose("The person likes tea");
    RejectMemoryRequest request =
        RejectMemoryRequest.newBuilder()
            .setMemoryId(proposal.getEventId())
            .setRequestId(UUID.randomUUID().toString())
            .build();
    long event = mind.memories().rejectMemory(request).getEventId();
    assertEquals(event, mind.memories().rejectMemory(request).getEventId());
    assertEquals(1, mind.events("memory_rejected").size());
    fails(
        "MEMORY_DECIDED",
        () -> mind.memories().rejectMemory(request.toBuilder().clearRequestId().build()));

    mind.select(MindFixture.MODEL);
    mind.gateway.answer("REMEMBER: The person likes tea.\n");
    mind.say("", "Hello again");
    assertEquals(List.of(), listed(true));
  }

  @Test
  void aCorrectionIsOneEventAndEndsTheOldWords() {
    Heard told = mind.say("", "Remember that my sister Ana lives in Porto.");
    long old = mind.events("memory_kept").getFirst().getEventId();
    int before = mind.events().size();
    Memory now = correct(old, "my sister Ana lives in Lisbon");
    assertEquals(before + 1, mind.events().size());
    assertEquals(List.of(now), listed(false));

    Heard asked = mind.say("", "Where does my sister Ana live?");
    assertTrue(asked.text().contains("my sister Ana lives in Lisbon"), asked.text());
    assertFalse(asked.text().contains("Porto"), asked.text());
    assertEquals(
        List.of(now),
        mind.memories()
            .searchMemories(SearchMemoriesRequest.newBuilder().setQuery("Porto").build())
            .getMemoriesList());
    assertEquals(
        List.of("my sister Ana lives in Porto", "my sister Ana lives in Lisbon"),
        get(old).getTimelineList().stream().map(MemoryStep::getText).toList());
    assertEquals(get(old).getTimelineList(), get(now.getEventId()).getTimelineList());
    fails("MEMORY_DECIDED", () -> correct(old, "my sister Ana lives in Faro"));
    fails("BAD_REQUEST", () -> correct(now.getEventId(), "My sister Ana lives in Lisbon."));
    assertTrue(told.finished().getDerivedEventIdsList().contains(old));
  }

  @Test
  void aContradictionIsShownAndStaysUntilThePersonDecides() {
    Memory porto = add("I live in Porto");
    Memory lisbon = add("I live in Lisbon");
    assertEquals(List.of(porto.getEventId()), lisbon.getContradictsEventIdsList());
    assertEquals(2, listed(false).size());
    assertEquals(
        List.of(lisbon.getEventId()),
        get(porto.getEventId()).getContradictionsList().stream().map(Memory::getEventId).toList());

    Memory one =
        mind.memories()
            .correctMemory(
                CorrectMemoryRequest.newBuilder()
                    .setMemoryId(porto.getEventId())
                    .setTrueMemoryId(lisbon.getEventId())
                    .build())
            .getMemory();
    assertEquals("I live in Lisbon", one.getText());
    assertEquals(List.of(one), listed(false));
    assertEquals(List.of(), get(one.getEventId()).getContradictionsList());
    assertEquals(3, get(one.getEventId()).getTimelineCount());
  }

  @Test
  void whatIsWrittenByHandIsKeptOnceAndUnknownOnesAreRefused() {
    Memory tea = add("I like tea");
    assertEquals("person", tea.getSubject());
    assertEquals(tea, add(" I like tea. "));
    assertEquals(1, mind.events("memory_kept").size());
    assertEquals("mind", add("You sound like the sea").getSubject());
    fails("BAD_REQUEST", () -> add(" "));
    fails("BAD_REQUEST", () -> add("x".repeat(2001)));
    fails("MEMORY_NOT_FOUND", () -> correct(9999, "I like coffee"));
    fails("MEMORY_NOT_FOUND", () -> get(1));
  }

  @Test
  void whatIsAskedToBeForgottenIsOnlyShown() {
    String talk =
        mind.say("", "Remember that my garden is in Porto.").started().getConversationId();
    Heard asked = mind.say(talk, "Forget that.");
    int before = mind.events().size();
    FindForgettableResponse found =
        mind.memories()
            .findForgettable(
                FindForgettableRequest.newBuilder()
                    .setUserEventId(asked.started().getUserEventId())
                    .build());
    assertTrue(found.getAsked());
    assertEquals(
        List.of("user_message", "memory_kept"),
        found.getCandidatesList().stream().map(Forgettable::getKind).toList());
    assertEquals(before, mind.events().size());

    Heard about = mind.say("", "Forget what I said about my garden.");
    found =
        mind.memories()
            .findForgettable(
                FindForgettableRequest.newBuilder()
                    .setUserEventId(about.started().getUserEventId())
                    .build());
    assertEquals("my garden", found.getAbout());
    assertEquals(
        List.of("user_message", "memory_kept", "user_message"),
        found.getCandidatesList().stream().map(Forgettable::getKind).toList());
    assertFalse(
        mind.memories()
            .findForgettable(
                FindForgettableRequest.newBuilder()
                    .setUserEventId(
                        mind.say("", "Don't forget to buy milk").started().getUserEventId())
                    .build())
            .getAsked());
    long memory = mind.events("memory_kept").getFirst().getEventId();
    assertEquals(
        2,
        mind.memories()
            .findForgettable(FindForgettableRequest.newBuilder().setMemoryId(memory).build())
            .getCandidatesCount());
  }
}
