package pmm.mesh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import pmm.mind.v1.ConversationServiceGrpc;
import pmm.mind.v1.ConversationServiceGrpc.ConversationServiceBlockingStub;
import pmm.mind.v1.ConverseRequest;
import pmm.mind.v1.ConverseResponse;
import pmm.mind.v1.Outcome;
import pmm.rpc.Home;
import pmm.rpc.MeshChannel;
import pmm.rpc.Role;

/**
 * What one turn costs the mind itself: the built-in voice answers, so no model's time is in it, but
 * context, two durable appends and all hops are. At least half the words of each query are among
 * the 500 commonest of the text.
 */
final class TurnBench {

  private static final int COMMON_WORDS = 500;
  private static final int QUERY_WORDS = 8;
  private static final long SEED = 20261122;

  private TurnBench() {}

  /**
   * Prints p50, p99 and the first query after start, in milliseconds.
   *
   * @param arguments home folder of a running mesh, number of turns, the text that the queries are
   *     made of
   */
  public static void main(String[] arguments) throws IOException {
    int turns = Integer.parseInt(arguments[1]);
    Iterator<String> queries = queries(Files.readString(Path.of(arguments[2])));
    try (MeshChannel channel = new MeshChannel(new Home(Path.of(arguments[0])), "mind", Role.CLI)) {
      ConversationServiceBlockingStub mind =
          ConversationServiceGrpc.newBlockingStub(channel.channel());
      double first = turn(mind, queries.next());
      double[] cost = new double[turns];
      for (int i = 0; i < turns; i++) {
        turn(mind, queries.next());
      }
      for (int i = 0; i < turns; i++) {
        cost[i] = turn(mind, queries.next());
      }
      Arrays.sort(cost);
      System.out.printf(
          Locale.ROOT,
          "turns %d  first %.1f ms  p50 %.2f ms  p99 %.2f ms%n",
          turns,
          first,
          cost[turns / 2],
          cost[Math.min(turns - 1, turns * 99 / 100)]);
    }
  }

  private static double turn(ConversationServiceBlockingStub mind, String query) {
    ConverseRequest request =
        ConverseRequest.newBuilder()
            .setRequestId(UUID.randomUUID().toString())
            .setSay(ConverseRequest.Say.newBuilder().setText(query))
            .build();
    long start = System.nanoTime();
    ConverseResponse last = ConverseResponse.getDefaultInstance();
    for (Iterator<ConverseResponse> parts = mind.converse(request); parts.hasNext(); ) {
      last = parts.next();
    }
    if (last.getFinished().getOutcome() != Outcome.OUTCOME_ANSWERED) {
      throw new AssertionError("no answer to \"" + query + "\": " + last);
    }
    return (System.nanoTime() - start) / 1e6;
  }

  /** Endless queries: five of the commonest words and three of the others, from a fixed seed. */
  private static Iterator<String> queries(String text) {
    Map<String, Integer> counts = new HashMap<>();
    for (String word : text.toLowerCase(Locale.ROOT).split("[^a-z]+")) {
      if (!word.isEmpty()) {
        counts.merge(word, 1, Integer::sum);
      }
    }
    List<String> words = new ArrayList<>(counts.keySet());
    words.sort(
        Comparator.<String>comparingInt(counts::get)
            .reversed()
            .thenComparing(Comparator.naturalOrder()));
    List<String> common = words.subList(0, Math.min(COMMON_WORDS, words.size()));
    List<String> others = words.subList(common.size(), words.size());
    Random random = new Random(SEED);
    return java.util.stream.Stream.generate(
            () -> {
              List<String> query = new ArrayList<>();
              for (int i = 0; i < QUERY_WORDS; i++) {
                List<String> from = i < 5 || others.isEmpty() ? common : others;
                query.add(from.get(random.nextInt(from.size())));
              }
              return String.join(" ", query) + "?";
            })
        .iterator();
  }
}
