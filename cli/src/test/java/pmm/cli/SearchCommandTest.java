package pmm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Timestamp;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmm.mind.v1.MatchedRange;
import pmm.mind.v1.Place;
import pmm.mind.v1.PlaceKind;
import pmm.mind.v1.PlaceOrigin;
import pmm.mind.v1.SearchRequest;
import pmm.mind.v1.SearchResponse;
import pmm.mind.v1.SearchServiceGrpc.SearchServiceImplBase;

class SearchCommandTest {
  private static final String BREAD = "2fad4002-0000-8000-8000-000000000001";
  private static final String BOATS = "2fad4002-0000-8000-8000-000000000002";

  @TempDir Path home;
  private final Found found = new Found();

  private Ran search(String... arguments) {
    List<String> all = new ArrayList<>(List.of("search"));
    all.addAll(List.of(arguments));
    try (FakeMind mind = new FakeMind(home, found)) {
      return mind.pmm(all.toArray(String[]::new));
    }
  }

  @Test
  void showsPlacesBeneathTheirConversations() {
    found.titles.add(title(BREAD, "Bread in Zürich"));
    found.places.add(
        place(12, PlaceKind.PLACE_KIND_PERSON, BREAD, "Bread in Zürich")
            .setSource("chatgpt")
            .setSaidTime(Timestamp.newBuilder().setSeconds(1740830400))
            .setTimeGuessed(true)
            .build());
    found.places.add(place(30, PlaceKind.PLACE_KIND_ANSWER, BOATS, "Boats").build());
    found.places.add(
        place(31, PlaceKind.PLACE_KIND_RECORD, BREAD, "Bread in Zürich")
            .setRecord("claude.document")
            .setSource("claude")
            .build());

    Ran ran = search("my", "bread");

    assertEquals(ExitCode.DONE, ran.exit(), ran.err());
    List<String> lines = ran.out().lines().toList();
    assertEquals("Bread in Zürich  " + BREAD, lines.get(0));
    String time = "about " + When.minute(Instant.ofEpochSecond(1740830400));
    assertTrue(lines.get(1).contains("12  " + time + "  you, chatgpt"), ran.out());
    assertTrue(lines.get(1).endsWith("here is my bread"), ran.out());
    assertTrue(lines.get(2).contains("31  time unknown"), ran.out());
    assertTrue(lines.get(2).contains("claude.document, claude"), ran.out());
    assertEquals("Boats  " + BOATS, lines.get(3));
    assertTrue(lines.get(4).contains("the mind"), ran.out());
    assertEquals("4 places.\n", ran.err());
    assertEquals("my bread", found.asked.getFirst().getText());
    assertFalse(found.asked.getFirst().getTyping());
  }

  @Test
  void whereNothingIsFoundItSaysSoAndEndsWithOne() {
    Ran ran = search("xylophone");
    assertEquals(ExitCode.NOT_SO, ran.exit());
    assertEquals("", ran.out());
    assertEquals("Nothing that is here holds these words.\n", ran.err());

    Ran document = search("xylophone", "--json");
    assertEquals(ExitCode.NOT_SO, document.exit());
    assertTrue(document.out().contains("\"places\": []"), document.out());
  }

  @Test
  void passesOnWhatIsAskedFor() {
    found.places.add(place(12, PlaceKind.PLACE_KIND_PERSON, BREAD, "Bread").build());
    search("bread", "--imported", "--in", BREAD, "--from", "2025-03-01", "--to", "2025-03-01");
    SearchRequest asked = found.asked.getFirst();
    assertEquals(PlaceOrigin.PLACE_ORIGIN_IMPORTED, asked.getOrigin());
    assertEquals(BREAD, asked.getConversationId());
    assertEquals(86_400, asked.getToTime().getSeconds() - asked.getFromTime().getSeconds());
    assertEquals(ExitCode.NOT_DONE, search("bread", "--imported", "--own").exit());
    assertEquals(ExitCode.NOT_DONE, search("bread", "--limit", "0").exit());
    assertEquals(ExitCode.NOT_DONE, search("bread", "--from", "soon").exit());
    assertEquals(ExitCode.NOT_DONE, search().exit());
  }

  @Test
  void aConversationIsNamedByItsTitleToo() {
    found.places.add(place(12, PlaceKind.PLACE_KIND_PERSON, BREAD, "Bread").build());
    Ran unknown = search("bread", "--in", "Nowhere");
    assertEquals(ExitCode.NOT_SO, unknown.exit());
    found.titles.add(title(BREAD, "Bread in Zürich"));
    assertEquals(ExitCode.DONE, search("bread", "--in", "zürich").exit());
    assertEquals(BREAD, found.asked.getLast().getConversationId());
    found.titles.add(title(BOATS, "Boats in Zürich"));
    Ran several = search("bread", "--in", "zürich");
    assertEquals(ExitCode.NOT_DONE, several.exit());
    assertTrue(several.err().contains(BOATS + "  Boats in Zürich"), several.err());
  }

  @Test
  void readsAsManyPagesAsItTakes() {
    for (int i = 1; i <= 150; i++) {
      found.places.add(place(i, PlaceKind.PLACE_KIND_PERSON, BREAD, "Bread").build());
    }
    Ran ran = search("bread", "--limit", "120");
    assertEquals(121, ran.out().lines().count());
    assertTrue(ran.err().startsWith("The best 120 of 150 places; more: --limit 150"), ran.err());
  }

  private static Place title(String id, String title) {
    return Place.newBuilder()
        .setKind(PlaceKind.PLACE_KIND_TITLE)
        .setConversationId(id)
        .setConversationTitle(title)
        .setSnippet(title)
        .build();
  }

  private static Place.Builder place(long id, PlaceKind kind, String talk, String title) {
    return Place.newBuilder()
        .setKind(kind)
        .setEventId(id)
        .setMessageEventId(id)
        .setConversationId(talk)
        .setConversationTitle(title)
        .setSnippet("here is\u001b my bread")
        .addMatches(MatchedRange.newBuilder().setStart(9).setEnd(11));
  }

  /** Finds what it was given, whatever is asked, in pages. */
  private static final class Found extends SearchServiceImplBase {
    private final List<SearchRequest> asked = new ArrayList<>();
    private final List<Place> titles = new ArrayList<>();
    private final List<Place> places = new ArrayList<>();

    @Override
    public void search(SearchRequest request, StreamObserver<SearchResponse> answer) {
      asked.add(request);
      SearchResponse.Builder response = SearchResponse.newBuilder();
      if (request.getKindsList().equals(List.of(PlaceKind.PLACE_KIND_TITLE))) {
        response.addAllPlaces(titles);
      } else {
        int from = request.getPageToken().isEmpty() ? 0 : Integer.parseInt(request.getPageToken());
        int end = Math.min(places.size(), from + request.getPageSize());
        response.addAllPlaces(from == 0 ? titles : List.of());
        response.addAllPlaces(places.subList(from, end));
        response
            .setFoundCount(titles.size() + places.size())
            .setNextPageToken(end < places.size() ? Integer.toString(end) : "");
      }
      answer.onNext(response.build());
      answer.onCompleted();
    }
  }
}
