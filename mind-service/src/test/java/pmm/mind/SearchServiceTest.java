package pmm.mind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static pmm.mind.ImportCalls.imports;
import static pmm.mind.ImportCalls.run;
import static pmm.mind.ImportCalls.upload;

import com.google.protobuf.Timestamp;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pmm.ledger.v1.LedgerServiceGrpc;
import pmm.ledger.v1.RedactEventsRequest;
import pmm.mind.v1.GetConversationRequest;
import pmm.mind.v1.GetTraceRequest;
import pmm.mind.v1.ImportReport;
import pmm.mind.v1.ListImportedEventsRequest;
import pmm.mind.v1.MatchedRange;
import pmm.mind.v1.Place;
import pmm.mind.v1.PlaceKind;
import pmm.mind.v1.PlaceOrigin;
import pmm.mind.v1.RenameConversationRequest;
import pmm.mind.v1.SearchRequest;
import pmm.mind.v1.SearchResponse;
import pmm.mind.v1.SearchServiceGrpc;
import pmm.mind.v1.Source;
import pmm.rpc.Role;

/** Old talk is found again, with what stands beside it. */
@Timeout(120)
class SearchServiceTest {
  private static final String ARCHIVE =
      """
      [{"id": "c1", "title": "Bread in Zürich", "create_time": 1740830400, "current_node": "a2",
        "mapping": {
          "q": {"id": "q", "parent": null, "children": ["a", "b"], "message": {"id": "q",
            "author": {"role": "user"}, "create_time": 1740830400,
            "content": {"content_type": "text", "parts": ["How long should my sourdough ferment?"]}}},
          "a": {"id": "a", "parent": "q", "children": ["t"], "message": {"id": "a",
            "author": {"role": "assistant"}, "create_time": 1740830401, "recipient": "python",
            "content": {"content_type": "code", "language": "python", "text": "glimmerwick()"}}},
          "t": {"id": "t", "parent": "a", "children": ["a2"], "message": {"id": "t",
            "author": {"role": "tool", "name": "python"}, "create_time": 1740830402,
            "content": {"content_type": "execution_output", "text": "RESULT plunderfish"}}},
          "a2": {"id": "a2", "parent": "t", "children": [], "message": {"id": "a2",
            "author": {"role": "assistant"}, "create_time": 1740830403,
            "metadata": {"model_slug": "gpt-4", "citations": [{"start_ix": 0, "end_ix": 5,
              "metadata": {"type": "webpage", "title": "Zymurgy at home", "url": "https://rye.example/x"}}]},
            "content": {"content_type": "text", "parts": ["Twelve hours for a sourdough."]}}},
          "b": {"id": "b", "parent": "q", "children": [], "message": {"id": "b",
            "author": {"role": "assistant"}, "create_time": null,
            "content": {"content_type": "text", "parts": ["A day, says the other branch."]}}}}}]
      """;

  @TempDir Path folder;
  private MindFixture mind;

  @BeforeEach
  void start() {
    mind = new MindFixture(folder).start();
  }

  @AfterEach
  void close() {
    mind.close();
  }

  private SearchResponse search(SearchRequest.Builder request) {
    long head = mind.events().getLast().getEventId();
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (true) {
      SearchResponse found =
          SearchServiceGrpc.newBlockingStub(mind.channel("mind", Role.OTHER))
              .search(request.build());
      if (found.getThroughEventId() >= head) {
        return found;
      }
      assertTrue(System.nanoTime() < deadline, "the index has not followed to event " + head);
    }
  }

  private static SearchRequest.Builder words(String text) {
    return SearchRequest.newBuilder().setText(text);
  }

  private Place only(String text) {
    SearchResponse found = search(words(text));
    assertEquals(1, found.getPlacesCount(), text + ": " + found);
    return found.getPlaces(0);
  }

  private static String marked(Place place) {
    MatchedRange match = place.getMatches(0);
    return place.getSnippet().substring(match.getStart(), match.getEnd());
  }

  private long event(String kind) {
    return mind.events(kind).getFirst().getEventId();
  }

  private ImportReport importAll() {
    return run(imports(mind), upload(imports(mind), ARCHIVE));
  }

  @Test
  void importedTalkIsFoundWithItsTimeItsSpeakerAndItsPlace() {
    importAll();
    Place question = only("long ferment");
    assertEquals(PlaceKind.PLACE_KIND_PERSON, question.getKind());
    assertEquals("Bread in Zürich", question.getConversationTitle());
    assertEquals(event("user_message"), question.getEventId());
    assertEquals(question.getEventId(), question.getMessageEventId());
    assertEquals("chatgpt", question.getSource());
    assertEquals(1740830400L, question.getSaidTime().getSeconds());
    assertFalse(question.getTimeGuessed());
    assertTrue(question.getOnShownBranch());
    assertEquals("How long should my sourdough ferment?", question.getSnippet());
    assertEquals("long", marked(question));

    Place answer = only("twelve");
    assertEquals(PlaceKind.PLACE_KIND_ANSWER, answer.getKind());
    assertEquals("gpt-4", answer.getModelId());
    assertTrue(answer.getOnShownBranch());

    Place other = only("other branch");
    assertFalse(other.getOnShownBranch());
    assertTrue(other.getTimeGuessed());
    assertEquals(1740830400L, other.getSaidTime().getSeconds());
  }

  @Test
  void whatStandsBesideTheTalkIsFoundAndNotRecalled() throws InterruptedException {
    mind.withModel();
    importAll();
    Place result = only("plunderfish");
    assertEquals(PlaceKind.PLACE_KIND_TOOL, result.getKind());
    assertEquals(event("tool_returned"), result.getEventId());
    assertEquals(event("user_message"), result.getMessageEventId());
    assertEquals("Bread in Zürich", result.getConversationTitle());
    assertEquals(PlaceKind.PLACE_KIND_TOOL, only("glimmerwick").getKind());
    for (String cited : List.of("Zymurgy at home", "rye.example")) {
      Place source = only(cited);
      assertEquals("sources", source.getRecord());
      assertEquals(only("twelve").getEventId(), source.getMessageEventId());
      assertEquals("Bread in Zürich", source.getConversationTitle());
    }

    MindFixture.Heard heard = mind.say("", "What of plunderfish, glimmerwick and Zymurgy at home?");

    String prompt = mind.gateway.lastRequest().toString();
    assertFalse(prompt.contains("RESULT"), prompt);
    assertFalse(prompt.contains("rye.example"), prompt);
    assertFalse(prompt.contains("glimmerwick()"), prompt);
    List<Source> sources =
        mind.talks()
            .getTrace(
                GetTraceRequest.newBuilder()
                    .setEventId(heard.finished().getOutcomeEventId())
                    .build())
            .getSourcesList();
    assertTrue(
        sources.stream().noneMatch(each -> each.getSection().equals("recall")), sources.toString());
  }

  @Test
  void keepsToWhatIsAskedFor() {
    importAll();
    String imported = only("twelve").getConversationId();
    String own = mind.say("", "My sourdough smells of apples").started().getConversationId();
    assertEquals(Set.of(own, imported), talks(words("sourdough")));
    assertEquals(Set.of(own), talks(words("sourdough").setOrigin(PlaceOrigin.PLACE_ORIGIN_OWN)));
    assertEquals(
        Set.of(imported), talks(words("sourdough").setOrigin(PlaceOrigin.PLACE_ORIGIN_IMPORTED)));
    assertEquals(Set.of(own), talks(words("sourdough").setConversationId(own)));
    Timestamp then = Timestamp.newBuilder().setSeconds(1740830403).build();
    assertEquals(Set.of(imported), talks(words("sourdough").setToTime(then)));
    assertEquals(
        2,
        search(
                words("sourdough")
                    .setFromTime(then)
                    .addKinds(PlaceKind.PLACE_KIND_ANSWER)
                    .addKinds(PlaceKind.PLACE_KIND_PERSON))
            .getPlacesList()
            .stream()
            .map(Place::getConversationId)
            .distinct()
            .count());
    assertEquals(
        List.of(PlaceKind.PLACE_KIND_ANSWER),
        search(
                words("sourdough")
                    .addKinds(PlaceKind.PLACE_KIND_ANSWER)
                    .setOrigin(PlaceOrigin.PLACE_ORIGIN_IMPORTED))
            .getPlacesList()
            .stream()
            .map(Place::getKind)
            .toList());
  }

  private Set<String> talks(SearchRequest.Builder request) {
    Set<String> ids = new HashSet<>();
    search(request).getPlacesList().forEach(place -> ids.add(place.getConversationId()));
    return ids;
  }

  @Test
  void aTitleThatHoldsAllWordsIsSomethingThatHoldsThem() {
    run(
        imports(mind),
        upload(imports(mind), ARCHIVE.replace("Bread in Zürich", "Sourdough plunderfish")));
    SearchResponse found = search(words("sourdough plunderfish"));
    assertEquals(PlaceKind.PLACE_KIND_TITLE, found.getPlaces(0).getKind());
    assertTrue(found.getPlacesCount() > 1, "also what holds some of them: " + found);
    assertFalse(found.getLoose());
    assertTrue(search(words("twelve plunderfish")).getLoose());
  }

  @Test
  void titlesAreFoundAsTheyAreNow() {
    importAll();
    Place title = search(words("zur").setTyping(true)).getPlaces(0);
    assertEquals(PlaceKind.PLACE_KIND_TITLE, title.getKind());
    assertEquals("Zür", marked(title));
    assertEquals("Bread in Zürich", title.getSnippet());
    mind.talks()
        .renameConversation(
            RenameConversationRequest.newBuilder()
                .setConversationId(title.getConversationId())
                .setTitle("Loaves 王磊")
                .build());
    assertEquals(0, search(words("Zürich")).getPlacesCount());
    assertEquals("磊", marked(only("磊")));
    assertEquals(0, search(words("loaves").addKinds(PlaceKind.PLACE_KIND_NOTE)).getPlacesCount());
  }

  @Test
  void forgottenAndUndoneWordsNeverCome() {
    ImportReport report = importAll();
    long said = mind.say("", "The xylophone is under the stairs").started().getUserEventId();
    assertTrue(search(words("xylophone")).getPlacesCount() > 0);
    redact(List.of(said), false);
    assertTrue(
        search(words("xylophone")).getPlacesList().stream()
            .noneMatch(place -> place.getEventId() == said));
    redact(
        imports(mind)
            .listImportedEvents(
                ListImportedEventsRequest.newBuilder().setImportId(report.getImportId()).build())
            .getEventIdsList(),
        true);
    for (String word :
        List.of("sourdough", "plunderfish", "glimmerwick", "Zymurgy", "rye.example", "Zürich")) {
      assertEquals(0, search(words(word)).getPlacesCount(), word);
    }
  }

  /** The mind folds itself anew once something is forgotten, and answers nothing meanwhile. */
  private void redact(List<Long> events, boolean withMeta) {
    long redaction =
        LedgerServiceGrpc.newBlockingStub(mind.channel("ledger", Role.CLI))
            .redactEvents(
                RedactEventsRequest.newBuilder()
                    .addAllEventIds(events)
                    .setWithMeta(withMeta)
                    .build())
            .getRedactionEventId();
    long through = 0;
    while (through < redaction) {
      try {
        through =
            mind.mind()
                .getMind(pmm.mind.v1.GetMindRequest.getDefaultInstance())
                .getMind()
                .getThroughEventId();
      } catch (StatusRuntimeException rebuilding) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void noTextIsAnErrorButNone() {
    mind.say("", "Plain words about quotes");
    for (String text :
        List.of("\"quotes", "quotes AND (", "-quotes", "text:quotes*", "\uE000quotes")) {
      assertTrue(search(words(text)).getPlacesCount() > 0, text);
    }
    for (String text : List.of("***", "\uE001", "ゐ", "a".repeat(5000))) {
      assertEquals(0, search(words(text)).getPlacesCount(), text);
    }
    StatusRuntimeException thrown =
        assertThrows(StatusRuntimeException.class, () -> search(words("  ")));
    assertTrue(MindFixture.isReason(thrown, "BAD_REQUEST"), thrown.toString());
  }

  @Test
  void pagesHoldEveryPlaceOnce() {
    String talk = mind.say("", "Bread, first of all").started().getConversationId();
    for (int i = 0; i < 6; i++) {
      mind.say(talk, "Bread number " + i);
    }
    Set<Long> seen = new HashSet<>();
    SearchRequest.Builder request =
        words("bread").setPageSize(3).addKinds(PlaceKind.PLACE_KIND_PERSON);
    int pages = 0;
    do {
      SearchResponse page = search(request);
      assertEquals(7, page.getFoundCount());
      page.getPlacesList().forEach(place -> assertTrue(seen.add(place.getEventId())));
      request.setPageToken(page.getNextPageToken());
      pages++;
    } while (!request.getPageToken().isEmpty());
    assertEquals(3, pages);
    assertEquals(7, seen.size());
    assertEquals(
        7,
        mind
            .talks()
            .getConversation(GetConversationRequest.newBuilder().setConversationId(talk).build())
            .getMessagesList()
            .stream()
            .filter(message -> seen.contains(message.getEventId()))
            .count());
  }
}
