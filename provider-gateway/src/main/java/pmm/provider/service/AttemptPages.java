package pmm.provider.service;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import pmm.ledger.v1.ListEventsRequest;
import pmm.ledger.v1.ListEventsResponse;
import pmm.ledger.v1.Order;
import pmm.provider.ledger.Entry;
import pmm.provider.ledger.Journal;
import pmm.provider.v1.Attempt;
import pmm.provider.v1.ListAttemptsRequest;
import pmm.provider.v1.ListAttemptsResponse;
import pmm.provider.v1.Locality;

/** Pages of attempts with their results, read from the ledger: there may be very many. */
final class AttemptPages {

  private static final int MOST_RESULT_PAGES = 20;
  private static final int RESULT_PAGE = 500;

  private final Journal journal;
  private final Set<Long> running;

  AttemptPages(Journal journal, Set<Long> running) {
    this.journal = journal;
    this.running = Set.copyOf(running);
  }

  ListAttemptsResponse page(ListAttemptsRequest request) {
    ListEventsRequest.Builder events =
        ListEventsRequest.newBuilder()
            .addKinds("network_attempt")
            .setOrder(Order.ORDER_NEWEST_FIRST)
            .setPageSize(Checks.pageSize(request.getPageSize()))
            .setPageToken(request.getPageToken());
    if (request.hasSince()) {
      events.setSince(request.getSince());
    }
    ListEventsResponse found = journal.list(events.build());
    List<Entry> attempts = found.getEventsList().stream().map(Journal::entry).toList();
    Map<String, Entry> results = results(attempts);
    ListAttemptsResponse.Builder page =
        ListAttemptsResponse.newBuilder().setNextPageToken(found.getNextPageToken());
    attempts.forEach(
        attempt -> page.addAttempts(attempt(attempt, results.get(attempt.text("network_id")))));
    return page.build();
  }

  /** The results follow their attempts, mostly soon. */
  private Map<String, Entry> results(List<Entry> attempts) {
    Map<String, Entry> results = new HashMap<>();
    Set<String> missing = new HashSet<>();
    attempts.stream()
        .filter(attempt -> attempt.text("refused").isEmpty() && !running.contains(attempt.id()))
        .forEach(attempt -> missing.add(attempt.text("network_id")));
    String token = "";
    for (int i = 0; i < MOST_RESULT_PAGES && !missing.isEmpty(); i++) {
      ListEventsResponse page =
          journal.list(
              ListEventsRequest.newBuilder()
                  .addKinds("network_result")
                  .setAfterEventId(attempts.getLast().id())
                  .setPageSize(RESULT_PAGE)
                  .setPageToken(token)
                  .build());
      page.getEventsList().stream()
          .map(Journal::entry)
          .filter(result -> missing.remove(result.text("network_id")))
          .forEach(result -> results.put(result.text("network_id"), result));
      token = page.getNextPageToken();
      if (token.isEmpty()) {
        break;
      }
    }
    return results;
  }

  /** Where nobody saw the end, or not yet, all may have gone. */
  private static long sent(Entry attempt, @Nullable Entry result) {
    if (!attempt.text("refused").isEmpty()) {
      return 0;
    }
    return result == null || result.text("outcome").equals("unknown")
        ? attempt.number("body_bytes")
        : result.number("sent_bytes");
  }

  private Attempt attempt(Entry attempt, @Nullable Entry result) {
    String refused = attempt.text("refused");
    Attempt.Builder row =
        Attempt.newBuilder()
            .setEventId(attempt.id())
            .setCreateTime(ProviderProto.timestamp(attempt.time()))
            .setHost(NetworkProto.authority(attempt.text("host"), attempt.number("port")))
            .setPurpose(attempt.text("purpose"))
            .setModelId(attempt.text("model_id"))
            .setLocality(ProviderProto.locality(attempt.text("locality")))
            .setSentBytes(sent(attempt, result))
            .setConsentId(attempt.number("consent_id"))
            .addAllDataClasses(attempt.texts("data_classes"));
    if (!refused.isEmpty()) {
      return row.setOutcome("refused").setReason(refused).build();
    }
    if (result != null && !result.text("forwarded_to").isEmpty()) {
      row.setHost(result.text("forwarded_to")).setLocality(Locality.LOCALITY_REMOTE);
    }
    if (result != null) {
      return row.setOutcome(result.text("outcome"))
          .setReason(result.text("error"))
          .setReceivedBytes(result.number("received_bytes"))
          .build();
    }
    return row.setOutcome(running.contains(attempt.id()) ? "running" : "unknown").build();
  }
}
