package pmm.mind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import pmm.mind.v1.AddMemoryRequest;
import pmm.mind.v1.Commitment;
import pmm.mind.v1.CorrectMemoryRequest;
import pmm.mind.v1.ListCommitmentsRequest;
import pmm.mind.v1.ListMemoriesRequest;
import pmm.mind.v1.Memory;
import pmm.mind.v1.SearchMemoriesRequest;

/** What was kept and promised after an event that is long past. */
@Timeout(60)
class PastTest {
  @TempDir Path folder;

  @Test
  void memoriesAreThoseThatWereKeptThen() {
    try (MindFixture mind = new MindFixture(folder).start()) {
      long before = mind.events().size();
      long porto = add(mind, "Ana lives in Porto");
      long lisbon =
          mind.memories()
              .correctMemory(
                  CorrectMemoryRequest.newBuilder()
                      .setMemoryId(porto)
                      .setText("Ana lives in Lisbon")
                      .build())
              .getMemory()
              .getEventId();

      assertEquals(List.of("Ana lives in Lisbon"), listed(mind, 0));
      assertEquals(List.of("Ana lives in Lisbon"), listed(mind, lisbon));
      assertEquals(List.of("Ana lives in Porto"), listed(mind, porto));
      assertEquals(List.of("Ana lives in Lisbon"), found(mind, 0));
      assertEquals(List.of("Ana lives in Porto"), found(mind, porto));
      if (before > 0) {
        assertEquals(List.of(), listed(mind, before));
        assertEquals(List.of(), found(mind, before));
      }
      long head = mind.events().size();
      refused(() -> listed(mind, head + 1), "0 to " + head);
      refused(() -> found(mind, head + 1), "0 to " + head);
      refused(() -> promises(mind, head + 1), "0 to " + head);
      refused(() -> listed(mind, -1), "at_event_id: -1");
    }
  }

  @Test
  void promisesStandAsTheyStoodThen() {
    try (MindFixture mind = new MindFixture(folder).start().withModel()) {
      mind.gateway.answer("Gladly.\nCOMMIT: sing tomorrow");
      String talk = mind.say("", "Your name is Echo.").started().getConversationId();
      long opened = mind.events().size();
      long id = mind.events("commitment_opened").getFirst().getEventId();
      mind.clock.pass(Duration.ofDays(2));
      assertTrue(promises(mind, 0).getFirst().getOverdue());
      assertEquals(false, promises(mind, opened).getFirst().getOverdue());
      mind.gateway.answer("La la.\nCLOSE: " + id);
      mind.say(talk, "Sing!");

      assertEquals(Commitment.State.STATE_CLOSED, promises(mind, 0).getFirst().getState());
      assertEquals(Commitment.State.STATE_OPEN, promises(mind, opened).getFirst().getState());
      assertEquals(List.of(), promises(mind, id - 1));
    }
  }

  private static void refused(Executable call, String told) {
    StatusRuntimeException refused = assertThrows(StatusRuntimeException.class, call);
    assertEquals(Status.Code.INVALID_ARGUMENT, refused.getStatus().getCode());
    assertTrue(refused.toString().contains(told), refused::toString);
  }

  private static long add(MindFixture mind, String text) {
    return mind.memories()
        .addMemory(AddMemoryRequest.newBuilder().setText(text).build())
        .getMemory()
        .getEventId();
  }

  private static List<String> listed(MindFixture mind, long at) {
    return mind
        .mind()
        .listMemories(ListMemoriesRequest.newBuilder().setAtEventId(at).build())
        .getMemoriesList()
        .stream()
        .map(Memory::getText)
        .toList();
  }

  private static List<String> found(MindFixture mind, long at) {
    return mind
        .memories()
        .searchMemories(SearchMemoriesRequest.newBuilder().setQuery("Ana").setAtEventId(at).build())
        .getMemoriesList()
        .stream()
        .map(Memory::getText)
        .toList();
  }

  private static List<Commitment> promises(MindFixture mind, long at) {
    return mind.mind()
        .listCommitments(ListCommitmentsRequest.newBuilder().setAtEventId(at).build())
        .getCommitmentsList();
  }
}
