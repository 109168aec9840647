package pmm.mesh;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmm.ledger.v1.CreateSnapshotRequest;
import pmm.ledger.v1.Event;
import pmm.ledger.v1.LedgerServiceGrpc;
import pmm.ledger.v1.LedgerServiceGrpc.LedgerServiceBlockingStub;
import pmm.ledger.v1.ListEventsRequest;

/**
 * Words that were said, quoted, remembered, indexed, projected and snapshotted are nowhere in the
 * home once they were forgotten: not as bytes, nor their salts.
 */
class ForgetIT {
  private static final String SECRET = "the orchid blooms at Quellenweg 17";
  private static final String TELLING = "Quellenweg";

  private List<String> needles = List.of();

  @Test
  void leavesNothingOfWhatWasForgotten(@TempDir Path home) throws Exception {
    try (Mesh mesh = Mesh.start(home)) {
      mesh.pmm("chat", "-m", "Remember that " + SECRET + ".").orFail();
      String quoted = mesh.pmm("chat", "-m", "Where does the orchid bloom?").orFail().out();
      assertTrue(quoted.contains(SECRET), quoted);
      // The mind stores what it projects when it stops.
      mesh.pmm("restart").orFail();
      LedgerServiceBlockingStub ledger = LedgerServiceGrpc.newBlockingStub(mesh.channel("ledger"));
      ledger.createSnapshot(CreateSnapshotRequest.getDefaultInstance());
      Files.writeString(home.resolve("chat_history"), "1:Remember that " + SECRET + ".\n2:Hello\n");
      List<Event> holding = holding(ledger);
      assertEquals(
          List.of("assistant_message", "memory_kept", "user_message"),
          List.copyOf(new TreeSet<>(holding.stream().map(Event::getKind).toList())));
      needles = needles(holding);
      List<String> before = holders(home);
      for (String place : List.of("mind.db", "cache/index.db", "snapshots/", "chat_history")) {
        assertTrue(before.stream().anyMatch(file -> file.startsWith(place)), before + " " + place);
      }

      long said = holding.getFirst().getEventId();
      long answer = holding.getLast().getEventId();
      Mesh.Result forgotten =
          mesh.pmm("forget", Long.toString(said), "--also-mentions", "--yes").orFail();

      assertTrue(forgotten.out().startsWith("Forgotten: "), forgotten.out());
      assertFalse(forgotten.err().contains("PENDING"), forgotten.err());
      assertEquals(List.of(), holders(home));
      assertEquals(List.of(), holding(ledger));
      String trace = mesh.pmm("trace", Long.toString(answer), "--prompt").orFail().out();
      assertTrue(trace.contains("[forgotten]"), trace);
      assertTrue(trace.contains("can no longer be confirmed"), trace);
      assertFalse(trace.contains(TELLING), trace);
      String shown = mesh.pmm("events", "show", Long.toString(said)).orFail().out();
      assertTrue(shown.contains("[forgotten]"), shown);
      String again = mesh.pmm("chat", "-m", "Where does the orchid bloom?").orFail().out();
      assertFalse(again.contains(TELLING), again);
      String verified = mesh.pmm("verify").orFail().out();
      assertTrue(verified.contains(holding.size() + " items forgotten at event "), verified);
      assertEquals("2:Hello\n", Files.readString(home.resolve("chat_history")));
    }
    assertEquals(List.of(), holders(home));
    Mesh.run(home, "verify").orFail();
    forgetsWithNothingRunning(home);
  }

  private void forgetsWithNothingRunning(Path home) throws Exception {
    Mesh.Result unknown = Mesh.run(home, "forget", "999", "--yes");
    assertEquals(1, unknown.exit(), unknown.err());
    String out = Mesh.run(home, "events", "list").err();
    assertTrue(out.contains("not running"), out);
    needles = List.of("does the orchid bloom");
    assertFalse(holders(home).isEmpty());
    String export = Mesh.run(home, "export", "--jsonl").orFail().out();
    List<String> arguments = new ArrayList<>(List.of("forget", "--also-mentions", "--yes"));
    export
        .lines()
        .filter(line -> line.contains("does the orchid bloom"))
        .map(line -> line.replaceFirst(".*\"id\":(\\d+),.*", "$1"))
        .forEach(arguments::add);
    Mesh.Result done = Mesh.run(home, arguments.toArray(String[]::new)).orFail();
    assertTrue(done.out().startsWith("Forgotten: "), done.out());
    assertEquals(List.of(), holders(home));
    Mesh.run(home, "verify").orFail();
  }

  private static List<Event> holding(LedgerServiceBlockingStub ledger) {
    return ledger
        .listEvents(ListEventsRequest.newBuilder().setPageSize(500).build())
        .getEventsList()
        .stream()
        .filter(event -> event.getContent().contains(TELLING))
        .toList();
  }

  private static List<String> needles(List<Event> events) {
    List<String> needles =
        new ArrayList<>(List.of(TELLING, TELLING.toLowerCase(java.util.Locale.ROOT)));
    events.forEach(event -> needles.add(event.getContentSalt().toString(ISO_8859_1)));
    return needles;
  }

  /** The files of a home that hold any of the needles, by their paths in it. */
  private List<String> holders(Path home) throws IOException {
    List<String> holders = new ArrayList<>();
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String bytes = new String(Files.readAllBytes(file), ISO_8859_1);
        if (needles.stream().anyMatch(bytes::contains)) {
          holders.add(home.relativize(file).toString());
        }
      }
    }
    return holders;
  }
}
