package pmm.ledger.read;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.Timestamp;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import pmm.ledger.store.EventProto;
import pmm.ledger.store.Ledger;
import pmm.ledger.store.LedgerReason;
import pmm.ledger.v1.Finding;
import pmm.ledger.v1.SearchEventsRequest;
import pmm.ledger.v1.SearchEventsResponse;
import pmm.mindfile.Event;
import pmm.mindfile.FindQuery;
import pmm.mindfile.FindResult;
import pmm.mindfile.SearchHit;
import pmm.mindfile.SearchIndex;
import pmm.rpc.Problem;

/** Finds events by their words. */
public final class EventSearch {
  private static final int PAGE_DEFAULT = 25;
  private static final int PAGE_MAX = 100;

  /** The index follows within milliseconds; who has just written something may look for it. */
  private static final Duration CATCH_UP = Duration.ofMillis(250);

  private final Ledger ledger;

  /** Searches this ledger. */
  public EventSearch(Ledger ledger) {
    this.ledger = ledger;
  }

  /** The best hits, as many as fit in a page. */
  public SearchEventsResponse search(SearchEventsRequest request) {
    if (request.getQuery().isBlank()) {
      throw new Problem(LedgerReason.INVALID, "empty query (expected: words)").inField("query");
    }
    int limit = PageSizes.of(request.getPageSize(), PAGE_DEFAULT, PAGE_MAX);
    SearchIndex index = ledger.index();
    catchUp(index);
    SearchEventsResponse.Builder response =
        SearchEventsResponse.newBuilder().setThroughEventId(index.appliedThrough());
    return request.hasFinding()
        ? find(request, limit, index, response)
        : search(request, limit, index, response);
  }

  private SearchEventsResponse search(
      SearchEventsRequest request,
      int limit,
      SearchIndex index,
      SearchEventsResponse.Builder response) {
    List<SearchHit> hits =
        index.search(request.getQuery(), Set.copyOf(request.getKindsList()), limit);
    Map<Long, SearchHit> byId =
        hits.stream().collect(Collectors.toMap(SearchHit::eventId, Function.identity()));
    for (Event event : ledger.file().get(hits.stream().map(SearchHit::eventId).toList())) {
      SearchHit hit = requireNonNull(byId.get(event.id()));
      response.addHits(hit(hit, EventProto.event(event), request.getSnippets()));
    }
    return response.build();
  }

  private SearchEventsResponse find(
      SearchEventsRequest request,
      int limit,
      SearchIndex index,
      SearchEventsResponse.Builder response) {
    FindResult found = index.find(query(request, limit));
    for (SearchHit hit : found.hits()) {
      ledger
          .file()
          .get(hit.eventId())
          .map(event -> EventProto.event(event).toBuilder().clearContent().build())
          .ifPresent(event -> response.addHits(hit(hit, event, request.getSnippets())));
    }
    return response
        .setFoundCount(found.count())
        .setMoreThanFound(found.more())
        .setLoose(found.loose())
        .build();
  }

  private static FindQuery query(SearchEventsRequest request, int limit) {
    Finding finding = request.getFinding();
    return new FindQuery(
        request.getQuery(),
        finding.getTyping(),
        Set.copyOf(request.getKindsList()),
        finding.getConversationId(),
        switch (finding.getOrigin()) {
          case ORIGIN_IMPORTED -> Optional.of(true);
          case ORIGIN_OWN -> Optional.of(false);
          case ORIGIN_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
        },
        finding.hasFromTime() ? ms(finding.getFromTime()) : Optional.empty(),
        finding.hasToTime() ? ms(finding.getToTime()) : Optional.empty(),
        Math.max(0, finding.getSkip()),
        limit);
  }

  private static Optional<Long> ms(Timestamp time) {
    return Optional.of(EventProto.ceilingMs(time));
  }

  private void catchUp(SearchIndex index) {
    try {
      index.awaitThrough(ledger.headId(), CATCH_UP);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static pmm.ledger.v1.SearchHit hit(
      SearchHit hit, pmm.ledger.v1.Event event, boolean snippet) {
    return pmm.ledger.v1.SearchHit.newBuilder()
        .setEvent(event)
        .setScore(hit.score())
        .setSnippet(snippet ? hit.snippet() : "")
        .build();
  }
}
