package pmm.mind;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmm.ledger.v1.AppendEventsRequest;
import pmm.ledger.v1.EventDraft;
import pmm.ledger.v1.LedgerServiceGrpc;
import pmm.rpc.Role;

/** What one turn costs beside its model, in a short and in a long life. */
class TurnCostTest {
  private static final int TURNS = 60;
  private static final Random RANDOM = new Random(7);

  @TempDir Path folder;

  @Test
  void aTurnOfALongLifeCostsAtMostTwiceThatOfAShortOne() {
    int events = Integer.getInteger("pmm.events", 10_000);
    try (MindFixture mind = new MindFixture(folder)) {
      fill(mind, 100);
      mind.start();
      turns(mind, TURNS);
      double[] small = turns(mind, TURNS);
      fill(mind, events);
      long begin = System.nanoTime();
      turns(mind, 1);
      double first = millis(begin);
      turns(mind, TURNS);
      double[] large = turns(mind, TURNS);
      String figures =
          String.format(
              Locale.ROOT,
              "p50 %.1f -> %.1f ms, p99 %.1f -> %.1f ms, first %.1f ms, %d events",
              small[TURNS / 2],
              large[TURNS / 2],
              small[TURNS - 1],
              large[TURNS - 1],
              first,
              events);
      System.out.println(figures);
      assertTrue(large[TURNS / 2] <= 2 * small[TURNS / 2] + 5, figures);
    }
  }

  private static double[] turns(MindFixture mind, int count) {
    double[] costs = new double[count];
    for (int i = 0; i < count; i++) {
      long begin = System.nanoTime();
      mind.say("", sentence(8));
      costs[i] = millis(begin);
    }
    Arrays.sort(costs);
    return costs;
  }

  private static void fill(MindFixture mind, int events) {
    var ledger = LedgerServiceGrpc.newBlockingStub(mind.channel("ledger", Role.MIND));
    for (int written = 0; written < events; written += 400) {
      List<EventDraft> drafts = new ArrayList<>();
      String talk = UUID.randomUUID().toString();
      String meta = "{\"conversation_id\":\"" + talk + "\"}";
      drafts.add(EventDraft.newBuilder().setKind("conversation_started").setMetaJson(meta).build());
      for (int i = 0; i < Math.min(events, 400) - 1; i++) {
        drafts.add(
            EventDraft.newBuilder()
                .setKind(i % 2 == 0 ? "user_message" : "assistant_message")
                .setContent(sentence(14))
                .setMetaJson(meta)
                .build());
      }
      ledger.appendEvents(AppendEventsRequest.newBuilder().addAllEvents(drafts).build());
    }
  }

  /** Words by their rank, as in a language: common ones come often. */
  private static String sentence(int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      int rank = (int) Math.pow(20_000, RANDOM.nextDouble());
      text.append(i > 0 ? " " : "").append("w").append(Integer.toString(rank, 36)).append("o");
    }
    return text.toString();
  }

  private static double millis(long begin) {
    return (System.nanoTime() - begin) / 1e6;
  }
}
