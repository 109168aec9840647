package pmm.mindfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Finding a place by words that stand there. */
class FinderTest {
  private static final String IMPORTED =
      """
      {"conversation_id":"%s","import_id":"i","source":{"format":"chatgpt"%s}}\
      """;

  @TempDir Path home;
  private MindFile mind;
  private SearchIndex index;

  @BeforeEach
  void open() {
    mind = MindFile.open(home, Options.defaults());
    index = SearchIndex.open(mind);
  }

  @AfterEach
  void close() {
    index.close();
    mind.close();
  }

  private long say(String kind, String text, @Nullable String meta) {
    return mind.append(AppendRequest.of(new Draft(kind, text, meta)))
        .join()
        .events()
        .getFirst()
        .id();
  }

  private long said(String text) {
    return say("user_message", text, null);
  }

  private static String imported(String talk, String more) {
    return IMPORTED.formatted(talk, more);
  }

  private FindResult find(FindQuery query) {
    try {
      assertTrue(
          index.awaitThrough(mind.head().orElseThrow().id(), Duration.ofSeconds(30)), "the index");
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return index.find(query);
  }

  private static FindQuery query(String text, boolean typing, String... kinds) {
    return new FindQuery(
        text,
        typing,
        Set.of(kinds),
        "",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        0,
        100);
  }

  private static FindQuery filtered(
      String talk, @Nullable Boolean imported, @Nullable Long from, @Nullable Long to) {
    return new FindQuery(
        "sourdough",
        false,
        Set.of(),
        talk,
        Optional.ofNullable(imported),
        Optional.ofNullable(from),
        Optional.ofNullable(to),
        0,
        100);
  }

  private List<Long> found(FindQuery query) {
    return find(query).hits().stream().map(SearchHit::eventId).toList();
  }

  private List<Long> found(String text) {
    return found(query(text, false));
  }

  private List<Long> typed(String text) {
    return found(query(text, true));
  }

  @Test
  void asksForAllWordsAndForSomeOnlyWhereNothingHoldsAll() {
    long both = said("The sourdough starter bubbles");
    long one = said("A starter motor, a starter kit, a starter");
    assertEquals(List.of(both), found("sourdough starter"));
    assertFalse(find(query("sourdough starter", false)).loose());
    FindResult some = find(query("motor bubbles", false));
    assertEquals(Set.of(both, one), Set.copyOf(found("motor bubbles")));
    assertTrue(some.loose());
    assertTrue(find(query("sourduogh", false)).loose());
    assertEquals(List.of(both), found("sourduogh"));
    assertEquals(FindResult.NOTHING, find(query("xylophone", false)));
  }

  @Test
  void findsAWordThatIsStillBeingTyped() {
    long id = said("The fermentation of sourdough in Zürich, at max_parcelGrams");
    said("Something about the weather");
    for (String typing :
        List.of(
            "sou",
            "SOURD",
            "ferm",
            "fermenta",
            "fermentations",
            "the sourd",
            "sourdough f",
            "zur",
            "max_parc",
            "max_parcelGr",
            "parcelg")) {
      assertEquals(List.of(id), typed(typing), typing);
    }
    assertEquals(List.of(), found("sou"));
    assertEquals(List.of(), typed("sou "));
  }

  @Test
  void marksWhatMatchesFarDownInALongText() {
    long id =
        say(
            "imported_record",
            "lorem ipsum ".repeat(9000) + "the plunderfish swims",
            imported("a", ""));
    SearchHit hit = find(FindQuery.of("plunderfish")).hits().getFirst();
    assertEquals(id, hit.eventId());
    assertTrue(hit.snippet().contains("\uE000plunderfish\uE001 swims"), hit.snippet());
    assertTrue(hit.snippet().startsWith("…"), hit.snippet());
  }

  @Test
  void keepsToConversationOriginAndTime() {
    long own = said("sourdough here");
    long first =
        say("user_message", "sourdough one", imported("a-1", ",\"original_time_us\":1000000000"));
    long second =
        say(
            "assistant_message",
            "sourdough two",
            imported("b-2", ",\"original_time_us\":2000000000"));
    long timeless = say("tool_returned", "sourdough three", imported("b-2", ""));
    assertEquals(Set.of(own, first, second, timeless), Set.copyOf(found("sourdough")));
    assertEquals(List.of(own), found(filtered("", false, null, null)));
    assertEquals(
        Set.of(first, second, timeless), Set.copyOf(found(filtered("", true, null, null))));
    assertEquals(List.of(first), found(filtered("a-1", null, null, null)));
    assertEquals(Set.of(second, timeless), Set.copyOf(found(filtered("b-2", true, null, null))));
    assertEquals(List.of(), found(filtered("b-2", false, null, null)));
    assertEquals(Set.of(own, second), Set.copyOf(found(filtered("", null, 1_500_000L, null))));
    assertEquals(List.of(first), found(filtered("", null, null, 2_000_000L)));
    assertEquals(List.of(second), found(filtered("", null, 2_000_000L, 2_000_001L)));
    assertEquals(List.of(timeless), found(query("sourdough", false, "tool_returned")));
  }

  @Test
  void whatStandsAsideIsFoundHereAlone() {
    long said = said("The glimmerwick burns");
    long aside =
        say("tool_returned", "A glimmerwick, the glimmerwick and a plunderfish", imported("a", ""));
    assertEquals(List.of(said, aside), found("glimmerwick"));
    assertEquals(List.of(aside), found("plunderfish"));
    for (Set<String> kinds :
        List.<Set<String>>of(Set.of(), Set.of("tool_returned", "imported_record"))) {
      assertEquals(List.of(), index.search("plunderfish", kinds, 10));
    }
    assertEquals(
        List.of(said),
        index.search("glimmerwick", Set.of(), 10).stream().map(SearchHit::eventId).toList());
  }

  /** A word that only tools gave back is as unknown as before to whoever asks what was said. */
  @Test
  void whatStandsAsideMovesNoScoreOfRecall() {
    long said = said("The glimmerwick burns");
    said("Something else");
    find(FindQuery.of("glimmerwick"));
    double alone = index.search("glimmerwick", Set.of(), 10).getFirst().score();
    Draft[] asides = new Draft[400];
    Arrays.setAll(
        asides, i -> new Draft("tool_returned", "glimmerwick ".repeat(i + 1), imported("a", "")));
    mind.append(AppendRequest.of(asides)).join();
    assertEquals(400, find(FindQuery.of("glimmerwick")).count());
    List<SearchHit> after = index.search("glimmerwick", Set.of(), 10);
    assertEquals(List.of(said), after.stream().map(SearchHit::eventId).toList());
    assertEquals(alone, after.getFirst().score());
  }

  @Test
  void findsSourcesAndFilesInDetailsButNotTheirNotation() {
    String details =
        """
        [{"texts":[{"part":0,"citations":[{"start":1,"title":"Bread at home","url":"https://rye.example/a"}]}]},\
        {"files":[{"name":"red square.png","reference":"file-1"}],"raw":"{\\"zymurgy\\":1}"}]\
        """;
    long id = say("imported_record", details, "{\"record\":\"details\",\"source\":{}}");
    assertEquals(List.of(id), found("bread home"));
    assertEquals(List.of(id), found("rye.example"));
    assertEquals(List.of(id), found("square.png"));
    assertEquals(List.of(), found("citations"));
    assertEquals(List.of(), found("zymurgy"));
    long cut =
        say("imported_record", details.substring(0, 90), "{\"record\":\"details\",\"source\":{}}");
    assertEquals(Set.of(id, cut), Set.copyOf(found("bread home")));
  }

  @Test
  void forgetsWhatStandsAside() {
    long secret = say("imported_record", "the xylophone secret", imported("a", ""));
    assertEquals(List.of(secret), found("xylophone"));
    String names = "{\"forgets\":[{\"event\":" + secret + ",\"part\":\"content\"}]}";
    mind.append(AppendRequest.of(new Draft("redaction", null, names))).join();
    assertEquals(List.of(), found("xylophone"));
    assertEquals(List.of(), typed("xyl"));
  }

  @Test
  void noTextIsAnError() {
    long id = said("quotes and NEAR things 王磊的女儿 고양이 café");
    for (String text :
        List.of(
            "\"quotes",
            "quotes)",
            "text:quotes",
            "quotes*",
            "-quotes",
            "quotes'; --",
            "王磊",
            "磊的女",
            "고양",
            "CAFE")) {
      assertEquals(List.of(id), found(text), text);
      assertEquals(List.of(id), typed(text), text);
    }
    for (String text :
        List.of(
            "", "  ", "***", "\"\"", "\uD800", "AND OR NOT", "NEAR(", "facts : x", "日本 ()", "😀")) {
      find(query(text, false));
      find(query(text, true));
    }
  }

  @Test
  void pagesThroughAllThatItFound() {
    Draft[] drafts = new Draft[250];
    Arrays.setAll(drafts, i -> Draft.of("note", "bread number " + i + " bread".repeat(i % 7)));
    mind.append(AppendRequest.of(drafts)).join();
    java.util.Set<Long> seen = new java.util.HashSet<>();
    for (int skip = 0; skip < 250; skip += 100) {
      FindResult page =
          find(
              new FindQuery(
                  "bread",
                  true,
                  Set.of(),
                  "",
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  skip,
                  100));
      assertEquals(250, page.count());
      assertFalse(page.more());
      page.hits().forEach(hit -> seen.add(hit.eventId()));
    }
    assertEquals(250, seen.size());
  }
}
