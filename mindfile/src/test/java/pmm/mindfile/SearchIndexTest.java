package pmm.mindfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchIndexTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir Path home;

  private MindFile open() {
    return MindFile.open(home, Options.defaults());
  }

  private static long say(MindFile mind, String kind, String text) {
    return mind.append(AppendRequest.of(Draft.of(kind, text))).join().events().getFirst().id();
  }

  private static List<Long> found(SearchIndex index, String query, String... kinds) {
    return index.search(query, Set.of(kinds), 10).stream().map(SearchHit::eventId).toList();
  }

  @Test
  void findsWordsInAnyFormWithoutStopWords() throws InterruptedException {
    try (MindFile mind = open();
        SearchIndex index = SearchIndex.open(mind)) {
      long ana = say(mind, "user_message", "Remember that my sister Ana lives in Porto");
      say(mind, "user_message", "The weather is nice where the river bends");
      long cafe = say(mind, "note", "We met in a Café");
      assertTrue(index.awaitThrough(cafe, LONG));
      assertEquals(List.of(ana), found(index, "Where does Ana live?"));
      assertEquals(List.of(cafe), found(index, "cafes meeting"));
      assertEquals(List.of(), found(index, "Ana", "note"));
      assertEquals(List.of(ana), found(index, "Ana", "note", "user_message"));
      SearchHit hit = index.search("porto", Set.of(), 1).getFirst();
      assertEquals("user_message", hit.kind());
      assertTrue(hit.score() > 0);
      assertTrue(hit.snippet().contains("Porto"), hit.snippet());
    }
  }

  @Test
  void findsTheScriptsAndNamesThatHaveNoSpaces() throws InterruptedException {
    try (MindFile mind = open();
        SearchIndex index = SearchIndex.open(mind)) {
      long wang = say(mind, "user_message", "王磊的女儿叫小雨,她喜欢狗");
      long mori = say(mind, "user_message", "森本さんのおばあさんは九十歳です");
      long korean = say(mind, "user_message", "내 고양이 이름은 나비");
      long name = say(mind, "user_message", "It is max_parcelGrams in loadCarriers, now 31500");
      say(mind, "user_message", "Nothing of all that");
      assertTrue(index.awaitThrough(mind.head().orElseThrow().id(), LONG));
      assertEquals(List.of(wang), found(index, "王磊的女儿是谁?"));
      assertEquals(List.of(wang), found(index, "狗"));
      assertEquals(List.of(mori), found(index, "森本さんは何歳"));
      assertEquals(List.of(korean), found(index, "고양이"));
      for (String query : List.of("max_parcelGrams", "parcel", "MAX_PARCELGRAMS", "carriers")) {
        assertEquals(List.of(name), found(index, query), query);
      }
    }
  }

  @Test
  void findsWhatIsWrittenWrongBentOrCompound() throws InterruptedException {
    try (MindFile mind = open();
        SearchIndex index = SearchIndex.open(mind)) {
      long fridge = say(mind, "user_message", "The fridge has the serial number 4711");
      long kasse = say(mind, "user_message", "Die Kasse hat die Frist verlängert");
      long wheels = say(mind, "user_message", "Heute ohne Stützräder gefahren");
      assertTrue(index.awaitThrough(wheels, LONG));
      assertEquals(List.of(fridge), found(index, "seriel of the frigde"));
      assertEquals(List.of(kasse), found(index, "Familienkasse"));
      assertEquals(List.of(wheels), found(index, "Stutzrad"));
      assertTrue(index.search("frigde", Set.of(), 1).getFirst().snippet().contains("\uE000fridge"));
    }
  }

  @Test
  void takesNoQueryForALanguage() throws InterruptedException {
    try (MindFile mind = open();
        SearchIndex index = SearchIndex.open(mind)) {
      long id = say(mind, "note", "quotes and NEAR things");
      assertTrue(index.awaitThrough(id, LONG));
      for (String query :
          List.of("\"quotes", "quotes)", "text:quotes", "quotes*", "NOT quotes", "quotes'; --")) {
        assertEquals(List.of(id), found(index, query), query);
      }
      for (String query : List.of("", "   ", "***", "\"\"", "\uD800", "AND OR NOT", "日本 ()")) {
        found(index, query);
      }
    }
  }

  @Test
  void ranksTheRarerWordFirstAndFindsItFarBack() throws InterruptedException {
    try (MindFile mind = open();
        SearchIndex index = SearchIndex.open(mind)) {
      long rare = say(mind, "user_message", "the common zebra walks home");
      for (int i = 0; i < 20; i++) {
        Draft[] drafts = new Draft[100];
        java.util.Arrays.setAll(
            drafts, k -> Draft.of("user_message", "a common walk home number " + k));
        mind.append(AppendRequest.of(drafts)).join();
      }
      assertTrue(index.awaitThrough(mind.head().orElseThrow().id(), LONG));
      assertEquals(rare, found(index, "common zebra walking").getFirst());
      assertEquals(10, found(index, "common home").size());
    }
  }

  @Test
  void catchesUpAndIsBuiltAnewWhereItIsMissingOrForeign() throws Exception {
    Path file = home.resolve("cache/index.db");
    try (MindFile mind = open()) {
      say(mind, "note", "before there was an index");
    }
    try (MindFile mind = open();
        SearchIndex index = SearchIndex.open(mind)) {
      assertTrue(index.awaitThrough(2, LONG));
      assertEquals(List.of(2L), found(index, "index"));
    }
    Files.writeString(file, "not a database".repeat(1000));
    try (MindFile mind = open();
        SearchIndex index = SearchIndex.open(mind)) {
      long id = say(mind, "note", "after it was damaged");
      assertTrue(index.awaitThrough(id, LONG));
      assertEquals(List.of(2L), found(index, "index"));
      assertEquals(List.of(id), found(index, "damage"));
    }
    Files.delete(home.resolve("mind.db"));
    try (MindFile mind = open();
        SearchIndex index = SearchIndex.open(mind)) {
      long id = say(mind, "note", "another mind");
      assertTrue(index.awaitThrough(id, LONG));
      assertEquals(List.of(), found(index, "index"));
      assertEquals(List.of(id), found(index, "mind"));
    }
  }

  @Test
  void isBuiltAnewWhereAnotherVersionMadeIt() throws Exception {
    try (MindFile mind = open();
        SearchIndex index = SearchIndex.open(mind)) {
      assertTrue(index.awaitThrough(say(mind, "note", "an index of long ago"), LONG));
    }
    Path file = home.resolve("cache/index.db");
    try (var db = java.sql.DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = db.createStatement()) {
      statement.execute("PRAGMA user_version = 4");
      statement.execute("DROP TABLE words");
    }
    try (MindFile mind = open();
        SearchIndex index = SearchIndex.open(mind)) {
      assertTrue(index.awaitThrough(mind.head().orElseThrow().id(), LONG));
      assertEquals(1, found(index, "long ago").size());
    }
  }

  @Test
  void leavesNoWordOfAForgottenText() throws InterruptedException, IOException {
    try (MindFile mind = open();
        SearchIndex index = SearchIndex.open(mind)) {
      long secret = say(mind, "note", "the xylophone secret");
      assertTrue(index.awaitThrough(secret, LONG));
      String names = "{\"forgets\":[{\"event\":" + secret + ",\"part\":\"content\"}]}";
      mind.append(AppendRequest.of(new Draft("redaction", null, names))).join();
      assertTrue(index.awaitThrough(secret + 1, LONG));
      assertEquals(List.of(), found(index, "xylophone"));
    }
    byte[] bytes = Files.readAllBytes(home.resolve("cache/index.db"));
    assertFalse(
        new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).contains("xylophon"));
  }

  @Test
  void anIndexThatBreaksUnderWayIsSaidAndBuiltAnew() throws Exception {
    try (MindFile mind = open();
        SearchIndex index = SearchIndex.open(mind)) {
      long first = say(mind, "user_message", "The lighthouse stands in Porto");
      assertTrue(index.awaitThrough(first, LONG));
      Path file = SearchIndex.fileBeside(mind.path());
      Path inTheWay = FileReplacer.beside(file, ".new").resolve("more");
      Files.createDirectories(inTheWay);
      try (Connection other = Sqlite.derived(file)) {
        Sqlite.run(other, "DROP TABLE kinds");
      }
      long second = say(mind, "user_message", "The lighthouse is old");
      while (index.problem().isEmpty()) {
        Thread.onSpinWait();
      }
      assertTrue(index.problem().contains("kinds"), index.problem());
      Files.delete(inTheWay);
      assertTrue(index.awaitThrough(second, LONG));
      assertEquals("", index.problem());
      assertEquals(Set.of(first, second), Set.copyOf(found(index, "lighthouse")));
    }
  }

  @Test
  void whatComesInARushIsTakenInOnceItIsOverOrSomebodyWaitsForIt() throws Exception {
    AtomicLong now = new AtomicLong();
    IndexingSteps steps =
        new IndexingSteps() {
          @Override
          public long now() {
            return now.get();
          }
        };
    try (MindFile mind = open();
        SearchIndex index = SearchIndex.open(mind, steps)) {
      for (int i = 0; i < 7; i++) {
        Draft[] drafts = new Draft[100];
        Arrays.setAll(drafts, k -> Draft.of("note", "a lighthouse"));
        mind.append(AppendRequest.of(drafts)).join();
      }
      long last = say(mind, "note", "the last of them");
      // Far longer than it takes to take these in.
      for (long end = System.nanoTime() + 1_000_000_000L; System.nanoTime() < end; ) {
        assertTrue(index.appliedThrough() < last);
      }
      now.set(Duration.ofSeconds(2).toNanos());
      long next = say(mind, "note", "one more, when it is over");
      while (index.appliedThrough() < next) {
        Thread.onSpinWait();
      }
      for (int i = 0; i < 7; i++) {
        Draft[] drafts = new Draft[100];
        Arrays.setAll(drafts, k -> Draft.of("note", "a harbour"));
        mind.append(AppendRequest.of(drafts)).join();
      }
      long asked = say(mind, "note", "asked for in a rush");
      assertTrue(index.awaitThrough(asked, LONG));
      assertEquals(List.of(asked), found(index, "asked"));
    }
  }

  private static void sayMuch(MindFile mind) {
    for (int i = 0; i < 60; i++) {
      Draft[] drafts = new Draft[100];
      Arrays.setAll(drafts, k -> Draft.of("note", "a lighthouse"));
      mind.append(AppendRequest.of(drafts)).join();
    }
  }

  @Test
  void anEventThatIsAlwaysRefusedIsLeftOutAfterTwoRebuilds() throws Exception {
    CompletableFuture<SearchIndex> opened = new CompletableFuture<>();
    List<Long> rounds = new CopyOnWriteArrayList<>();
    List<Long> refused = new CopyOnWriteArrayList<>();
    List<String> said = new CopyOnWriteArrayList<>();
    IndexingSteps steps =
        new IndexingSteps() {
          @Override
          public void insert(long eventId) throws SQLException {
            if (eventId == 2) {
              rounds.add(eventId);
            }
            if (eventId == 5_600) {
              said.add(opened.join().problem());
            }
            if (eventId == 5_700) {
              refused.add(eventId);
              throw new SQLException("not this one");
            }
          }
        };
    try (MindFile mind = open()) {
      sayMuch(mind);
      try (SearchIndex index = SearchIndex.open(mind, steps)) {
        opened.complete(index);
        long last = mind.head().orElseThrow().id();
        assertTrue(index.awaitThrough(last, LONG));
        assertEquals(3, rounds.size());
        assertEquals(3, refused.size());
        // A batch that works says nothing of the one that failed.
        assertEquals("", said.getFirst());
        assertTrue(said.get(1).contains("not this one"), said.get(1));
        assertTrue(said.get(2).contains("not this one"), said.get(2));
        assertTrue(index.problem().contains("[5700]"), index.problem());
        assertEquals(10, index.search("lighthouse", Set.of(), 10).size());
      }
    }
  }

  @Test
  void aLedgerThatCannotBeReadLeavesTheIndexAsItIs() throws Exception {
    AtomicInteger failures = new AtomicInteger();
    List<Long> rounds = new CopyOnWriteArrayList<>();
    IndexingSteps steps =
        new IndexingSteps() {
          @Override
          public void read(long after) {
            if (after > 0 && failures.incrementAndGet() <= 2) {
              throw new MindFileException(MindFileException.Reason.IO, "away");
            }
          }

          @Override
          public void insert(long eventId) {
            if (eventId == 2) {
              rounds.add(eventId);
            }
          }
        };
    try (MindFile mind = open()) {
      sayMuch(mind);
      try (SearchIndex index = SearchIndex.open(mind, steps)) {
        assertTrue(index.awaitThrough(mind.head().orElseThrow().id(), LONG));
        assertTrue(failures.get() > 2);
        assertEquals(1, rounds.size());
        assertEquals("", index.problem());
      }
    }
  }
}
