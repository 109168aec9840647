package pmm.mind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pmm.ledger.v1.Event;
import pmm.ledger.v1.LedgerServiceGrpc;
import pmm.ledger.v1.RedactEventsRequest;
import pmm.mind.context.ContextBuilder;
import pmm.mind.context.Source;
import pmm.mind.ledger.EventReader;
import pmm.mind.ledger.Ledger;
import pmm.mind.ledger.MindKeeper;
import pmm.mind.v1.CorrectMemoryRequest;
import pmm.mind.v1.FindMentionsRequest;
import pmm.mind.v1.GetMindRequest;
import pmm.mind.v1.GetTraceRequest;
import pmm.mind.v1.GetTraceResponse;
import pmm.mind.v1.ListMemoriesRequest;
import pmm.mind.v1.Mention;
import pmm.mindstate.MindState;
import pmm.rpc.Role;

/** What was corrected or forgotten a thousand times over never comes back. */
@Timeout(600)
class OutdatedMemoryTest {
  private static final int THINGS = 50;
  private static final int TIMES = 20;
  private static final int BATCH = 250;

  @TempDir Path folder;

  /** Words no two of which are the beginning of each other. */
  private static String text(int thing, int place) {
    return "the lantern L" + thing + "x hangs at hook H" + place + "x by the door";
  }

  private static String question(int thing) {
    return "Where does the lantern L" + thing + "x hang?";
  }

  /** Tells each thing in talk, many in one message. */
  private static void tell(MindFixture mind, int thing, int from, int to) {
    mind.say(
        "",
        IntStream.range(from, to)
            .mapToObj(place -> "Remember that " + text(thing, place) + ".")
            .collect(Collectors.joining("\n")));
  }

  /** What a model would be given now. */
  private record Looking(MindFixture mind, MindKeeper keeper, ContextBuilder contexts)
      implements AutoCloseable {

    static Looking at(MindFixture mind) {
      Ledger ledger = new Ledger(mind.channel("ledger", Role.MIND));
      EventReader reader = new EventReader(ledger);
      MindKeeper keeper = new MindKeeper(ledger, reader, new Deaf()).start();
      return new Looking(mind, keeper, new ContextBuilder(ledger, reader));
    }

    String prompt(long through, String question) {
      MindState state = keeper.await(through);
      return contexts
          .buildUnrecorded(state, List.of(), question, 0, "builtin:voice")
          .prompt()
          .turns()
          .getFirst()
          .text();
    }

    @Override
    public void close() {
      keeper.close();
    }
  }

  private static final class Deaf implements MindKeeper.Listener {
    @Override
    public void level() {}

    @Override
    public void lost() {}
  }

  @Test
  void aThousandCorrectionsAreNeverUndoneByRecall() {
    try (MindFixture mind = new MindFixture(folder).start();
        Looking looking = Looking.at(mind)) {
      for (int thing = 0; thing < THINGS; thing++) {
        tell(mind, thing, 0, 1);
      }
      List<Event> told = mind.events("memory_kept");
      for (int thing = 0; thing < THINGS; thing++) {
        long id = told.get(thing).getEventId();
        for (int place = 1; place <= TIMES; place++) {
          id =
              mind.memories()
                  .correctMemory(
                      CorrectMemoryRequest.newBuilder()
                          .setMemoryId(id)
                          .setText(text(thing, place))
                          .build())
                  .getMemory()
                  .getEventId();
          checkThing(looking.prompt(id, question(thing)), thing, place);
        }
      }
      long head = mind.events().size();
      assertEquals(THINGS * TIMES, mind.events("memory_corrected").size());
      for (int thing = 0; thing < THINGS; thing++) {
        checkThing(looking.prompt(head, question(thing)), thing, TIMES);
      }
    }
  }

  private static void checkThing(String prompt, int thing, int now) {
    assertTrue(prompt.contains(text(thing, now)), prompt);
    for (int place = 0; place < now; place++) {
      assertFalse(prompt.contains(text(thing, place)), prompt);
    }
  }

  @Test
  void aThousandForgottenMemoriesLeaveNoTrace() {
    try (MindFixture mind = new MindFixture(folder).start()) {
      for (int thing = 0; thing < THINGS; thing++) {
        tell(mind, thing, 0, TIMES);
      }
      List<Long> memories = mind.events("memory_kept").stream().map(Event::getEventId).toList();
      assertEquals(THINGS * TIMES, memories.size());
      List<Long> answers = new ArrayList<>();
      for (int thing = 0; thing < THINGS; thing++) {
        answers.add(mind.say("", question(thing)).finished().getOutcomeEventId());
      }
      assertTrue(trace(mind, answers.getFirst()).toString().contains("by the door"));

      for (int from = 0; from < memories.size(); from += BATCH) {
        awaitThrough(mind, forget(mind, memories.subList(from, from + BATCH)));
      }

      assertEquals(
          0, mind.mind().listMemories(ListMemoriesRequest.getDefaultInstance()).getMemoriesCount());
      for (long answer : answers) {
        String trace = trace(mind, answer).toString();
        assertFalse(trace.contains("by the door"), trace);
        assertTrue(trace.contains(Source.FORGOTTEN), trace);
      }
      assertEquals(
          List.of(),
          mind.events().stream()
              .filter(event -> event.toString().contains("by the door"))
              .toList());
      try (Looking looking = Looking.at(mind)) {
        long head = mind.events().size();
        for (int thing = 0; thing < THINGS; thing++) {
          assertFalse(looking.prompt(head, question(thing)).contains("by the door"));
        }
      }
    }
  }

  /** With all that holds the same words, as `pmm forget` offers it. */
  private static long forget(MindFixture mind, List<Long> memories) {
    Set<Long> all = new TreeSet<>(memories);
    mind
        .mind()
        .findMentions(FindMentionsRequest.newBuilder().addAllEventIds(memories).build())
        .getMentionsList()
        .stream()
        .filter(mention -> mention.getRelation() != Mention.Relation.RELATION_GIVEN)
        .forEach(mention -> all.add(mention.getEventId()));
    return LedgerServiceGrpc.newBlockingStub(mind.channel("ledger", Role.CLI))
        .redactEvents(RedactEventsRequest.newBuilder().addAllEventIds(all).build())
        .getRedactionEventId();
  }

  private static GetTraceResponse trace(MindFixture mind, long answer) {
    return mind.talks()
        .getTrace(GetTraceRequest.newBuilder().setEventId(answer).setPrompt(true).build());
  }

  /** While it is folded anew the mind says that it is not ready. */
  private static void awaitThrough(MindFixture mind, long event) {
    while (true) {
      try {
        if (mind.mind().getMind(GetMindRequest.getDefaultInstance()).getMind().getThroughEventId()
            >= event) {
          return;
        }
      } catch (StatusRuntimeException e) {
        assertTrue(MindFixture.isReason(e, "NOT_READY"), e.getMessage());
      }
    }
  }
}
