package pmm.mind.context;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmm.ledger.LedgerServer;
import pmm.ledger.v1.Event;
import pmm.mind.context.RecallSet.Message;
import pmm.mind.context.RecallSet.Question;
import pmm.mind.ledger.Draft;
import pmm.mind.ledger.EventReader;
import pmm.mind.ledger.Events;
import pmm.mind.ledger.Ledger;
import pmm.mindstate.MindState;
import pmm.rpc.Config;
import pmm.rpc.Home;
import pmm.rpc.MeshChannel;
import pmm.rpc.Role;

/**
 * Asks a real ledger with three years of talk what the context of a message would bring back. The
 * table goes to target/recall.md; the half of the set that ranking was tuned on is not in it.
 */
class RecallBenchmarkTest {
  @TempDir Path folder;

  private final RecallTable table = new RecallTable("words and neighbours", "plain FTS5");
  private MindState mind = MindState.EMPTY;

  @Test
  void recallsWhatWasSaidBetterThanPlainFullTextSearch() throws IOException, SQLException {
    RecallSet set = RecallSet.load();
    Home home = new Home(folder);
    Config anyPort = Config.of(Map.of("ledger.port", "0"));
    try (LedgerServer server = LedgerServer.start(home, anyPort);
        MeshChannel channel = new MeshChannel(home, "ledger", Role.MIND);
        PlainSearch plain = new PlainSearch()) {
      Ledger ledger = new Ledger(channel.channel());
      Recall recall = new Recall(ledger, new EventReader(ledger));
      new Life(ledger, plain).live(set, recall);
    }
    try (PrintWriter out =
        new PrintWriter(
            Files.newBufferedWriter(Path.of("target/recall.md"), StandardCharsets.UTF_8))) {
      table.print(out);
    }
    assertAll(
        () -> assertTrue(table.ours(10) >= 0.70, "@10 is " + table.ours(10)),
        () ->
            assertTrue(
                table.ours(5) >= table.plain(5) + 0.12,
                "@5 is " + table.ours(5) + ", plain " + table.plain(5)));
  }

  /** Says everything again, and asks in between: only what was said before may be found. */
  private final class Life {
    private final Ledger ledger;
    private final PlainSearch plain;
    private final Map<Long, String> messages = new HashMap<>();
    private final Map<String, Long> lastOf = new HashMap<>();

    Life(Ledger ledger, PlainSearch plain) {
      this.ledger = ledger;
      this.plain = plain;
    }

    void live(RecallSet set, Recall recall) throws SQLException {
      int said = 0;
      for (Question question : set.questions()) {
        int until = said;
        while (until < set.talk().size() && set.talk().get(until).isBefore(question)) {
          until++;
        }
        for (; said < until; said = Math.min(said + 200, until)) {
          say(set.talk().subList(said, Math.min(said + 200, until)));
        }
        if (question.isReported()) {
          List<String> ours =
              recall.past(mind, question.text(), new HashSet<>(), question.millis()).stream()
                  .map(source -> messages.get(source.eventId()))
                  .toList();
          table.add(question, ours, plain.find(question.text(), 25));
        }
      }
    }

    private void say(List<Message> talk) throws SQLException {
      List<Event> stored = ledger.append(UUID.randomUUID().toString(), drafts(talk), List.of());
      int at = 0;
      for (Event event : stored) {
        mind = MindState.reduce(mind, Events.toState(event));
        if (!event.getKind().equals("conversation_started")) {
          Message message = talk.get(at++);
          plain.add(message);
          messages.put(event.getEventId(), message.id());
        }
      }
    }

    /** As an import makes them; the number of an event is known before it is stored. */
    private List<Draft> drafts(List<Message> talk) {
      List<Draft> drafts = new ArrayList<>();
      long next = ledger.head() + 1;
      for (Message message : talk) {
        String conversation =
            UUID.nameUUIDFromBytes(message.conversation().getBytes(StandardCharsets.UTF_8))
                .toString();
        if (!lastOf.containsKey(conversation)) {
          drafts.add(new Draft("conversation_started", null, facts(conversation, message)));
          lastOf.put(conversation, 0L);
          next++;
        }
        ObjectNode facts = facts(conversation, message);
        facts.put("parent_event_id", lastOf.get(conversation));
        String kind = message.fromPerson() ? "user_message" : "assistant_message";
        drafts.add(new Draft(kind, message.text(), facts));
        lastOf.put(conversation, next++);
      }
      return drafts;
    }

    private ObjectNode facts(String conversation, Message message) {
      ObjectNode facts = Draft.facts().put("conversation_id", conversation);
      facts
          .putObject("source")
          .put("format", "recall")
          .put("original_id", message.id())
          .put("original_time_us", Instant.parse(message.ts()).toEpochMilli() * 1000);
      return facts;
    }
  }
}
