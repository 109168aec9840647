package pmm.mindfile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import pmm.mindfile.Forgetting.Step;

/** What was forgotten is nowhere in the home, whatever happens meanwhile. */
class ForgettingTest {
  private static final String SECRET = "the orchid blooms at Quellenweg 17";

  @TempDir Path home;

  private Path file() {
    return home.resolve("mind.db");
  }

  private static ForgetRequest named(long... events) {
    return new ForgetRequest(LongStream.of(events).boxed().toList(), false, "tester", null);
  }

  private static ForgetResult forget(MindFile mind, SearchIndex index, ForgetRequest request) {
    return new Forgetting(mind, index).forget(request);
  }

  /** Everything that a home holds: the word is event 3, in every place that derives from it. */
  private void say(MindFile mind, SearchIndex index) throws IOException, InterruptedException {
    mind.append(
            AppendRequest.of(
                Draft.of("note", "before"),
                new Draft("user_message", SECRET, "{\"conversation_id\":\"c\"}"),
                Draft.of("note", "after")))
        .join();
    mind.putProjections(List.of(Projection.of("mind.0", "[\"" + SECRET + "\"]", 4, "r"))).join();
    assertTrue(index.awaitThrough(4, Duration.ofSeconds(20)));
    Files.writeString(
        home.resolve("chat_history"), "1763823348123:hello\n1763823348124:" + SECRET + "\n");
    new Snapshots(home, Clock.systemUTC()).create();
  }

  /** The terms that the index file holds, whatever of them is marked as deleted. */
  private List<String> indexedTerms() throws SQLException {
    List<String> terms = new ArrayList<>();
    try (Connection db = Sqlite.closed(SearchIndex.fileBeside(file()));
        java.sql.Statement statement = db.createStatement()) {
      statement.execute("CREATE VIRTUAL TABLE temp.found USING fts5vocab(main, words, 'row')");
      try (java.sql.ResultSet row = statement.executeQuery("SELECT term FROM found")) {
        while (row.next()) {
          terms.add(row.getString(1));
        }
      }
    }
    return terms;
  }

  @Test
  void manyTextsAtOnceLeaveTheIndexAsIfTheyHadNeverBeenThere()
      throws IOException, InterruptedException, SQLException {
    try (MindFile mind = MindFile.open(home, Options.defaults());
        SearchIndex index = SearchIndex.open(mind)) {
      List<Draft> drafts = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        drafts.add(
            Draft.of("user_message", (i % 4 == 0 ? "stays" : "orchid") + i + " and some words"));
      }
      mind.append(AppendRequest.of(drafts.toArray(Draft[]::new))).join();
      assertTrue(index.awaitThrough(401, Duration.ofSeconds(30)));
      forget(
          mind,
          index,
          named(LongStream.rangeClosed(2, 401).filter(id -> (id - 2) % 4 != 0).toArray()));
      assertEquals(List.of(), index.search("orchid7", Set.of(), 10));
      assertEquals(1, index.search("stays8", Set.of(), 10).size());
      forget(mind, index, named(2));
      assertEquals(List.of(), index.search("stays0", Set.of(), 10));
    }
    List<String> terms = indexedTerms();
    assertFalse(terms.stream().anyMatch(term -> term.startsWith("orchid")), terms.toString());
    assertTrue(terms.contains("stays8"), terms.toString());
    assertFalse(terms.contains("stays0"), terms.toString());
    assertEquals(List.of(), holders("orchid".getBytes(ISO_8859_1)));
  }

  private byte[] saltOf(long event) {
    try (MindFile mind = MindFile.open(home, Options.defaults())) {
      return saltOf(mind, event);
    }
  }

  private static byte[] saltOf(MindFile mind, long event) {
    byte[] salt = mind.get(event).orElseThrow().contentSalt();
    assertNotNull(salt);
    return salt;
  }

  /** The files under the home that hold these bytes. */
  private List<Path> holders(byte[] bytes) throws IOException {
    return holdersOf(List.of(new String(bytes, ISO_8859_1)));
  }

  private List<Path> holdersOf(List<String> needles) throws IOException {
    List<Path> holders = new ArrayList<>();
    try (Stream<Path> files = Files.walk(home)) {
      for (Path path : files.filter(Files::isRegularFile).toList()) {
        String bytes = new String(Files.readAllBytes(path), ISO_8859_1);
        if (needles.stream().anyMatch(bytes::contains)) {
          holders.add(home.relativize(path));
        }
      }
    }
    return holders;
  }

  private List<Path> holders(String text) throws IOException {
    return holders(Texts.utf8(text));
  }

  @Test
  void leavesNothingOfTheWordsWhileItRuns() throws Exception {
    try (MindFile mind = MindFile.open(home, Options.defaults());
        SearchIndex index = SearchIndex.open(mind)) {
      say(mind, index);
      byte[] salt = saltOf(mind, 3);
      assertTrue(holders(SECRET).size() >= 4, () -> "the test shows nothing");

      ForgetResult result = forget(mind, index, named(3));

      assertEquals(5, result.redactionEventId());
      assertEquals(List.of(3L), result.contents());
      assertEquals(List.of(), result.metas());
      assertEquals(List.of(), result.pending());
      assertEquals(List.of(), holders(SECRET));
      assertEquals(List.of(), holders(salt));
      for (String word : new String[] {"Quellenweg", "quellenweg", "orchid"}) {
        assertEquals(List.of(), holders(word), word);
      }
      Event event = mind.get(3).orElseThrow();
      assertTrue(event.contentForgotten());
      assertEquals("{\"conversation_id\":\"c\"}", event.meta());
      assertEquals(List.of(), index.search("orchid", Set.of(), 10));
      assertEquals(1, index.search("before", Set.of(), 10).size());
      assertEquals("1763823348123:hello\n", Files.readString(home.resolve("chat_history")));
      assertTrue(mind.projection("mind.0").isEmpty());
      VerifyReport.Whole whole =
          assertInstanceOf(
              VerifyReport.Whole.class, mind.verify(VerifyOptions.defaults(), Progress.NONE));
      assertEquals(1, whole.facts().forgotten());
    }
    assertEquals(List.of(), holders(SECRET));
  }

  @Test
  void takesNoDerivedValueThatMayHoldIt() throws Exception {
    try (MindFile mind = MindFile.open(home, Options.defaults());
        SearchIndex index = SearchIndex.open(mind)) {
      say(mind, index);
      forget(mind, index, named(3));
      var late =
          mind.putProjections(List.of(Projection.of("mind.0", "[\"" + SECRET + "\"]", 4, "r")));
      Throwable refused = late.handle((done, problem) -> problem).join();
      assertEquals(
          MindFileException.Reason.INVALID,
          assertInstanceOf(MindFileException.class, refused).reason());
      mind.putProjections(List.of(Projection.of("mind.0", "[]", 5, "r"))).join();
    }
    assertEquals(List.of(), holders(SECRET));
  }

  @Test
  void writesNothingWhereNothingIsLeftToForget() throws Exception {
    try (MindFile mind = MindFile.open(home, Options.defaults());
        SearchIndex index = SearchIndex.open(mind)) {
      say(mind, index);
      ForgetRequest request = new ForgetRequest(List.of(3L), false, "tester", "once");
      long first = forget(mind, index, request).redactionEventId();
      assertEquals(first, forget(mind, index, request).redactionEventId());
      assertEquals(0, forget(mind, index, named(3)).redactionEventId());
      assertEquals(5, mind.info().eventCount());
    }
  }

  @Test
  void refusesWhatIsNotThereAndTheFactsOfTheAudit() throws Exception {
    try (MindFile mind = MindFile.open(home, Options.defaults());
        SearchIndex index = SearchIndex.open(mind)) {
      say(mind, index);
      mind.append(
              AppendRequest.of(
                  new Draft("consent_granted", null, "{\"actor\":\"x\",\"host\":\"h\"}")))
          .join();
      assertRefused("event 99 (expected: one of 1 to 5)", mind, index, List.of(3L, 99L), false);
      assertRefused("(consent_granted) cannot be", mind, index, List.of(3L, 5L), true);
      assertRefused("(mind_created) cannot be", mind, index, List.of(1L), true);
      assertEquals(SECRET, mind.get(3).orElseThrow().content());
    }
  }

  private static void assertRefused(
      String message, MindFile mind, SearchIndex index, List<Long> events, boolean withMeta) {
    ForgetRequest request = new ForgetRequest(events, withMeta, "tester", null);
    MindFileException refused =
        assertThrows(MindFileException.class, () -> forget(mind, index, request));
    assertEquals(MindFileException.Reason.INVALID, refused.reason());
    assertTrue(refused.getMessage().contains(message), refused.getMessage());
  }

  @Test
  void forgetsFactsWithTheChunksThatNothingElseNames() throws Exception {
    Minds.write(home);
    try (MindFile mind = MindFile.open(home, Options.defaults());
        SearchIndex index = SearchIndex.open(mind)) {
      byte[] own = Texts.utf8("named by one event only");
      String hash = HashChain.hex(HashChain.sha256().digest(own));
      mind.append(
              AppendRequest.of(
                      new Draft(
                          "note",
                          "chunks",
                          "{\"blobs\":[\"" + hash + "\",\"" + Minds.blobHash() + "\"]}"))
                  .withBlobs(List.of(own)))
          .join();
      long last = mind.head().orElseThrow().id();
      ForgetResult result =
          forget(mind, index, new ForgetRequest(List.of(last, 5L), true, "tester", null));
      assertEquals(List.of(5L, last), result.metas());
      assertTrue(mind.blob(hash).isEmpty());
      assertTrue(mind.blob(Minds.blobHash()).isPresent());
      assertNull(mind.get(last).orElseThrow().meta());
      assertEquals(List.of(), holders("named by one event only"));
      assertEquals(List.of(), holders("llama3.1"));
      assertEquals(0, Minds.verify(file()).exitCode());
    }
  }

  @Test
  void saysThatALogStillHoldsItAndEmptiesItLater() throws Exception {
    Options quick = Options.defaults().withQuiet(Duration.ofMillis(50));
    try (MindFile mind = MindFile.open(home, quick);
        SearchIndex index = SearchIndex.open(mind)) {
      say(mind, index);
      ForgetResult result;
      try (Connection reader = Sqlite.reader(file())) {
        Sqlite.run(reader, "BEGIN");
        Sqlite.number(reader, "SELECT count(*) FROM events");
        result = forget(mind, index, named(3));
        assertEquals(1, result.pending().size(), result.pending()::toString);
        assertEquals(5, result.redactionEventId());
      }
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      while (!holders(SECRET).isEmpty() && System.nanoTime() < deadline) {
        Thread.onSpinWait();
      }
      assertEquals(List.of(), holders(SECRET));
    }
  }

  @Test
  void staysForgottenWhenExportedAndImported() throws Exception {
    byte[] salt;
    try (MindFile mind = MindFile.open(home, Options.defaults());
        SearchIndex index = SearchIndex.open(mind)) {
      say(mind, index);
      salt = saltOf(mind, 3);
      forget(mind, index, named(3));
    }
    Path export = Minds.export(file(), home.resolve("a.jsonl"));
    Path copy = home.resolve("copy");
    Minds.bringIn(copy, export);
    assertEquals(0, Minds.verify(copy).exitCode());
    assertEquals(
        Files.readString(export),
        Files.readString(Minds.export(copy.resolve("mind.db"), home.resolve("b.jsonl"))));
    assertEquals(List.of(), holders(SECRET));
    assertEquals(List.of(), holders(salt));
  }

  @Test
  void aScrubbedSnapshotIsWholeAndSaysWhenItWasForgotten() throws Exception {
    try (MindFile mind = MindFile.open(home, Options.defaults());
        SearchIndex index = SearchIndex.open(mind)) {
      say(mind, index);
      forget(mind, index, named(3));
    }
    Path snapshot = new Snapshots(home, Clock.systemUTC()).newest().orElseThrow().path();
    VerifyReport.Whole whole = assertInstanceOf(VerifyReport.Whole.class, Minds.verify(snapshot));
    assertTrue(
        whole.facts().notCovered().toString().contains("forgotten later, at event 5"),
        whole.facts().notCovered().toString());
  }

  @Test
  void leavesNothingWhenManyAreForgottenOneAfterTheOther() throws Exception {
    Random random = new Random(20261122);
    List<Long> ids = new ArrayList<>();
    try (MindFile mind = MindFile.open(home, Options.defaults());
        SearchIndex index = SearchIndex.open(mind)) {
      for (int i = 0; i < 300; i++) {
        String words =
            "marker" + i + "end " + "x".repeat(random.nextInt(1500)) + " tail" + i + "end";
        AppendResult stored =
            mind.append(AppendRequest.of(new Draft("user_message", words, "{\"n\":" + i + "}")))
                .join();
        ids.add(stored.events().getFirst().id());
        if (i % 20 == 0) {
          mind.putProjections(
                  List.of(Projection.of("p" + i % 7, "[\"" + words + "\"]", ids.getLast(), "r")))
              .join();
        }
      }
      assertTrue(index.awaitThrough(ids.getLast(), Duration.ofSeconds(60)));
      new Snapshots(home, Clock.systemUTC()).create();
      Collections.shuffle(ids, random);
      List<String> needles = new ArrayList<>();
      for (int round = 0; round < 12; round++) {
        List<Long> some = ids.subList(round * 20, round * 20 + 20);
        for (long id : some) {
          needles.add("marker" + (id - 2) + "end");
          needles.add("tail" + (id - 2) + "end");
          needles.add(new String(saltOf(mind, id), ISO_8859_1));
        }
        forget(mind, index, new ForgetRequest(some, false, "tester", null));
        assertEquals(List.of(), holdersOf(needles), "round " + round);
      }
    }
    assertEquals(0, Minds.verify(file()).exitCode());
  }

  /** Forgets event 3 and dies right after a step. */
  static final class Child {
    public static void main(String[] args) {
      MindFile mind = MindFile.open(Path.of(args[0]), Options.defaults());
      SearchIndex index = SearchIndex.open(mind);
      Step last = Step.valueOf(args[1]);
      new Forgetting(
              mind,
              index,
              step -> {
                if (step == last) {
                  Runtime.getRuntime().halt(9);
                }
              })
          .forget(named(3));
    }
  }

  @ParameterizedTest
  @EnumSource(Step.class)
  void theNextOpeningFinishesWhatAKilledProcessBegan(Step step) throws Exception {
    try (MindFile mind = MindFile.open(home, Options.defaults());
        SearchIndex index = SearchIndex.open(mind)) {
      say(mind, index);
    }
    byte[] salt = saltOf(3);
    Process child =
        ChildJvm.of(Child.class, home, step.name())
            .redirectOutput(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertTrue(child.waitFor(60, TimeUnit.SECONDS));
    assertEquals(9, child.exitValue());
    try (MindFile mind = MindFile.open(home, Options.defaults());
        SearchIndex index = SearchIndex.open(mind)) {
      assertEquals(List.of(), mind.notices());
      if (step == Step.WORDS_BESIDE) {
        assertFalse(mind.get(3).orElseThrow().contentForgotten());
        assertEquals(SECRET, mind.get(3).orElseThrow().content());
        forget(mind, index, named(3));
      }
      assertTrue(index.awaitThrough(mind.head().orElseThrow().id(), Duration.ofSeconds(20)));
      assertEquals(List.of(), holders(SECRET));
      assertEquals(List.of(), holders(salt));
      assertEquals(List.of(), index.search("orchid", Set.of(), 10));
      assertEquals(1, index.search("before", Set.of(), 10).size());
    }
    assertEquals(0, Minds.verify(file()).exitCode());
  }

  @Test
  void finishesASnapshotThatWasLeftOver() throws Exception {
    Path kept = home.resolve("kept.db");
    Path snapshot;
    try (MindFile mind = MindFile.open(home, Options.defaults());
        SearchIndex index = SearchIndex.open(mind)) {
      say(mind, index);
      snapshot = new Snapshots(home, Clock.systemUTC()).newest().orElseThrow().path();
      Files.copy(snapshot, kept);
      forget(mind, index, named(3));
    }
    Files.move(kept, snapshot, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertEquals(1, holders(SECRET).size());
    try (MindFile mind = MindFile.open(home, Options.defaults())) {
      assertEquals(List.of(), mind.notices());
    }
    assertEquals(List.of(), holders(SECRET));
  }

  @Test
  void dropsWhatOthersHaveLeftUnfinishedAndNothingThatIsBeingMade() throws Exception {
    try (MindFile mind = MindFile.open(home, Options.defaults());
        SearchIndex index = SearchIndex.open(mind)) {
      say(mind, index);
      Path cache = home.resolve("cache");
      Path own = Files.writeString(Unfinished.in(cache, "copy-"), "being made");
      List<Path> left = new ArrayList<>();
      for (String name : List.of("cache/drill-1.unfinished", "cache/import-1.unfinished-wal")) {
        left.add(Files.writeString(home.resolve(name), SECRET));
      }
      left.add(Files.writeString(home.resolve("snapshots/mind.db.1.unfinished"), SECRET));

      assertEquals(List.of(), forget(mind, index, named(3)).pending());

      assertEquals(List.of(), left.stream().filter(Files::exists).toList());
      assertTrue(Files.exists(own));
      assertEquals(List.of(), holders(SECRET));
      Files.writeString(left.getFirst(), SECRET);
    }
    MindFile.open(home, Options.defaults()).close();
    assertEquals(List.of(), holders(SECRET));
  }

  @Test
  void leavesAnotherHistoryAlone() throws SQLException, IOException {
    Path file = Minds.write(home);
    Path other = Minds.write(home.resolve("other"));
    try (Connection db = Sqlite.reader(file)) {
      assertEquals(0, Scrub.apply(other, Redactions.read(db)));
    }
    assertEquals(0, Minds.verify(other).exitCode());
  }
}
