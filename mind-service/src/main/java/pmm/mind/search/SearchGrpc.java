package pmm.mind.search;

import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Optional;
import pmm.ledger.v1.Finding;
import pmm.ledger.v1.Origin;
import pmm.ledger.v1.SearchEventsRequest;
import pmm.ledger.v1.SearchEventsResponse;
import pmm.mind.contract.MindReason;
import pmm.mind.contract.Requests;
import pmm.mind.ledger.EventReader;
import pmm.mind.ledger.Ledger;
import pmm.mind.ledger.MindKeeper;
import pmm.mind.v1.Place;
import pmm.mind.v1.PlaceKind;
import pmm.mind.v1.SearchRequest;
import pmm.mind.v1.SearchResponse;
import pmm.mind.v1.SearchServiceGrpc.SearchServiceImplBase;
import pmm.mindstate.MindState;
import pmm.rpc.Problem;

/**
 * SearchService: the ledger finds the words, the mind knows where they stand, and what its
 * conversations are called.
 */
public final class SearchGrpc extends SearchServiceImplBase {
  private static final int PAGE_DEFAULT = 20;
  private static final int PAGE_MAX = 100;
  private static final int LONGEST_TEXT = 2000;

  private final Ledger ledger;
  private final EventReader reader;
  private final MindKeeper keeper;

  /** A service over the mind that this keeper holds. */
  public SearchGrpc(Ledger ledger, EventReader reader, MindKeeper keeper) {
    this.ledger = ledger;
    this.reader = reader;
    this.keeper = keeper;
  }

  @Override
  public void search(SearchRequest request, StreamObserver<SearchResponse> responses) {
    Requests.words("text", request.getText());
    if (!keeper.isLevel()) {
      throw new Problem(MindReason.NOT_READY, keeper.waitsFor());
    }
    responses.onNext(found(request));
    responses.onCompleted();
  }

  private SearchResponse found(SearchRequest request) {
    int skip = (int) Math.clamp(Requests.pageToken(request.getPageToken(), 0), 0L, 1 << 20);
    int size =
        request.getPageSize() <= 0 ? PAGE_DEFAULT : Math.min(request.getPageSize(), PAGE_MAX);
    // Only now: what the ledger finds, the mind that is asked next has taken in.
    SearchEventsResponse hits = hits(request, skip, size);
    MindState mind = keeper.state();
    List<Place> titles = titles(mind, request);
    Places places = new Places(mind, reader);
    SearchResponse.Builder response =
        SearchResponse.newBuilder()
            .setFoundCount(hits.getFoundCount() + titles.size())
            .setMoreThanFound(hits.getMoreThanFound())
            .setLoose(hits.getLoose() && titles.isEmpty())
            .setThroughEventId(hits.getThroughEventId());
    if (skip == 0) {
      response.addAllPlaces(titles);
    }
    hits.getHitsList().stream()
        .map(places::of)
        .flatMap(Optional::stream)
        .forEach(response::addPlaces);
    int next = skip + size;
    return response
        .setNextPageToken(next < hits.getFoundCount() ? Integer.toString(next) : "")
        .build();
  }

  private static List<Place> titles(MindState mind, SearchRequest request) {
    return isAsked(request, PlaceKind.PLACE_KIND_TITLE)
        ? Titles.find(mind.conversations(), request)
        : List.of();
  }

  private static boolean isAsked(SearchRequest request, PlaceKind kind) {
    return request.getKindsCount() == 0 || request.getKindsList().contains(kind);
  }

  private SearchEventsResponse hits(SearchRequest request, int skip, int size) {
    List<String> kinds = PlaceKinds.events(request.getKindsList());
    if (kinds.isEmpty()) {
      return SearchEventsResponse.getDefaultInstance();
    }
    String text = request.getText();
    Finding.Builder finding =
        Finding.newBuilder()
            .setTyping(request.getTyping())
            .setConversationId(request.getConversationId())
            .setOrigin(
                switch (request.getOrigin()) {
                  case PLACE_ORIGIN_OWN -> Origin.ORIGIN_OWN;
                  case PLACE_ORIGIN_IMPORTED -> Origin.ORIGIN_IMPORTED;
                  case PLACE_ORIGIN_UNSPECIFIED, UNRECOGNIZED -> Origin.ORIGIN_UNSPECIFIED;
                })
            .setSkip(skip);
    if (request.hasFromTime()) {
      finding.setFromTime(request.getFromTime());
    }
    if (request.hasToTime()) {
      finding.setToTime(request.getToTime());
    }
    return ledger.find(
        SearchEventsRequest.newBuilder()
            .setQuery(text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text)
            .addAllKinds(kinds)
            .setPageSize(size)
            .setSnippets(true)
            .setFinding(finding)
            .build());
  }
}
