package pmm.provider.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import pmm.provider.ledger.Draft;
import pmm.provider.ledger.Entry;
import pmm.provider.network.NetworkBook.Total;

/** The account of each day, where the person is. */
class NetworkBookTest {

  private static final ZoneId ZONE = ZoneId.of("Asia/Tokyo");
  private static final LocalDate DAY = LocalDate.parse("2026-11-22");

  private final NetworkBook book = new NetworkBook(ZONE);
  private final TokenBook tokens = new TokenBook(ZONE);
  private long id;

  @Test
  void daysAreThoseOfThePerson() {
    long evening = attempt("2026-11-22T14:59:59Z", "remote", "a.example", 10);
    result("2026-11-22T15:00:01Z", evening, "done", 10, 5);
    long midnight = attempt("2026-11-22T15:00:00Z", "remote", "a.example", 20);
    result("2026-11-22T15:00:02Z", midnight, "done", 20, 7);
    assertEquals(
        List.of(
            new Total(DAY.plusDays(1), "a.example", 443, "remote", 1, 0, 0, 20, 7),
            new Total(DAY, "a.example", 443, "remote", 1, 0, 0, 10, 5)),
        book.since(LocalDate.EPOCH));
    assertEquals(1, book.since(DAY.plusDays(1)).size());
  }

  @Test
  void countsTheDaysSinceSomethingLeftAndDeclaredApart() {
    assertEquals(OptionalInt.empty(), book.quietDays(DAY, NetworkBook.REMOTE));
    long _ = attempt("2026-11-22T10:00:00Z", "remote", "a.example", 1);
    long _ = attempt("2026-11-24T10:00:00Z", "declared", "127.0.0.1", 1);
    long _ = attempt("2026-11-25T10:00:00Z", "proved", "127.0.0.1", 1);
    assertEquals(OptionalInt.of(0), book.quietDays(DAY, NetworkBook.REMOTE));
    assertEquals(OptionalInt.of(7), book.quietDays(DAY.plusDays(7), NetworkBook.REMOTE));
    assertEquals(OptionalInt.of(5), book.quietDays(DAY.plusDays(7), NetworkBook.DECLARED));
    assertEquals(Set.of("a.example"), book.hosts(DAY, NetworkBook.REMOTE));
    assertEquals(0, book.calls(DAY.plusDays(2), NetworkBook.REMOTE));
  }

  @Test
  void whatGotNoFurtherThanThisDeviceHasNotLeftIt() {
    LocalDate today = DAY.plusDays(2);
    long left = attempt("2026-11-22T10:00:00Z", "remote", "a.example", 5);
    result("2026-11-22T10:00:01Z", left, "done", 5, 5);
    long unsent = attempt("2026-11-24T10:00:00Z", "remote", "b.example", 5);
    assertEquals(OptionalInt.of(0), book.quietDays(today, NetworkBook.REMOTE), "may have");
    assertEquals(1, book.calls(today, NetworkBook.REMOTE));
    result("2026-11-24T10:00:01Z", unsent, "failed", 0, 0);
    long lookedUp = attempt("2026-11-24T11:00:00Z", "remote", "c.example", 0);
    long _ =
        apply(
            "2026-11-24T11:00:01Z",
            Draft.of("network_result")
                .with("network_id", "n" + lookedUp)
                .with("outcome", "done")
                .with("sent_bytes", 0)
                .with("unsent", true)
                .with("name_asked", true));
    assertEquals(OptionalInt.of(2), book.quietDays(today, NetworkBook.REMOTE));
    assertEquals(0, book.calls(today, NetworkBook.REMOTE));
    assertEquals(Set.of(), book.hosts(today, NetworkBook.REMOTE));
    assertEquals(1, book.nameQuestions(today));
    assertEquals(
        new Total(today, "b.example", 443, "remote", 0, 0, 1, 0, 0), book.since(today).getFirst());
  }

  @Test
  void aCallWithoutABodyHasLeftUnlessItIsSaidThatItHasNot() {
    long list = attempt("2026-11-22T10:00:00Z", "remote", "a.example", 0);
    result("2026-11-22T10:00:01Z", list, "cancelled", 0, 0);
    assertEquals(OptionalInt.of(0), book.quietDays(DAY, NetworkBook.REMOTE));
  }

  @Test
  void wordsThatWereSentOnCountWhereTheyWent() {
    long attempt = attempt("2026-11-22T10:00:00Z", "proved", "127.0.0.1", 5);
    long _ =
        apply(
            "2026-11-22T10:00:01Z",
            Draft.of("network_result")
                .with("network_id", "n" + attempt)
                .with("outcome", "failed")
                .with("sent_bytes", 5)
                .with("received_bytes", 7)
                .with("forwarded_to", "far.example"));
    assertEquals(
        List.of(new Total(DAY, "far.example", 0, "remote", 1, 0, 0, 5, 7)), book.since(DAY));
    assertEquals(OptionalInt.of(0), book.quietDays(DAY, NetworkBook.REMOTE));
  }

  @Test
  void whatNobodySawTheEndOfCountsAsSent() {
    long attempt = attempt("2026-11-22T10:00:00Z", "remote", "a.example", 401);
    assertEquals(101, tokens.of("openai:m", DAY), "under way");
    result("2026-11-22T10:01:00Z", attempt, "unknown", 0, 0);
    assertEquals(401, book.since(DAY).getFirst().sentBytes());
    assertEquals(101, tokens.of("openai:m", DAY));
    assertEquals(101, tokens.ofAll(DAY));
    assertEquals(0, tokens.ofAll(DAY.plusDays(1)), "a new day, new tokens");
  }

  @Test
  void aClockThatIsSetBackGivesNoTokensBack() {
    spend("2026-11-22T10:00:00Z", 100);
    spend("2026-11-21T10:00:00Z", 30);
    assertEquals(130, tokens.of("openai:m", DAY));
    assertEquals(130, tokens.ofAll(DAY.minusDays(1)));
    spend("2026-11-23T10:00:00Z", 5);
    assertEquals(5, tokens.ofAll(DAY.plusDays(1)));
  }

  private void spend(String time, int promptTokens) {
    long attempt = attempt(time, "remote", "a.example", 4);
    long _ =
        apply(
            time,
            Draft.of("network_result")
                .with("network_id", "n" + attempt)
                .with("outcome", "done")
                .with("prompt_tokens", promptTokens));
  }

  @Test
  void aResultOfAnAbandonedHistoryEndsNoAttemptOfThisOne() {
    long attempt = attempt("2026-11-22T10:00:00Z", "remote", "a.example", 400);
    long _ =
        apply(
            "2026-11-22T10:01:00Z",
            Draft.of("network_result")
                .with("network_id", "of another history")
                .with("attempt_event_id", attempt)
                .with("outcome", "done")
                .with("sent_bytes", 7)
                .with("prompt_tokens", 7));
    assertEquals(Map.of(attempt, "n" + attempt), book.open());
    assertEquals(100, tokens.of("openai:m", DAY));
    result("2026-11-22T10:02:00Z", attempt, "done", 400, 5);
    assertEquals(Map.of(), book.open());
    assertEquals(400, book.since(DAY).getFirst().sentBytes());
  }

  private long attempt(String time, String locality, String host, long bytes) {
    return apply(
        time,
        Draft.of("network_attempt")
            .with("network_id", "n" + (id + 1))
            .with("model_id", "openai:m")
            .with("locality", locality)
            .with("host", host)
            .with("port", 443)
            .with("body_bytes", bytes));
  }

  private void result(String time, long attempt, String outcome, long sent, long received) {
    long _ =
        apply(
            time,
            Draft.of("network_result")
                .with("network_id", "n" + attempt)
                .with("attempt_event_id", attempt)
                .with("outcome", outcome)
                .with("sent_bytes", sent)
                .with("received_bytes", received));
  }

  private long apply(String time, Draft draft) {
    Entry entry = new Entry(++id, Instant.parse(time), draft.kind(), draft.meta());
    book.apply(entry);
    tokens.apply(entry);
    return id;
  }
}
