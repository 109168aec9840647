package pmm.mind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Timestamp;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import pmm.ledger.v1.Event;
import pmm.mind.v1.CloseCommitmentRequest;
import pmm.mind.v1.Commitment;
import pmm.mind.v1.Commitment.State;
import pmm.mind.v1.CommitmentHealth;
import pmm.mind.v1.CommitmentServiceGrpc;
import pmm.mind.v1.CommitmentServiceGrpc.CommitmentServiceBlockingStub;
import pmm.mind.v1.ConfirmCommitmentRequest;
import pmm.mind.v1.GetCommitmentFiguresRequest;
import pmm.mind.v1.GetCommitmentRequest;
import pmm.mind.v1.GetMindRequest;
import pmm.mind.v1.ListCommitmentsRequest;
import pmm.mind.v1.RejectCommitmentRequest;
import pmm.mind.v1.SnoozeCommitmentRequest;
import pmm.rpc.Role;

@Timeout(60)
class CommitmentServiceTest {
  private static final String ONE = "6e2ed8d4-3a1c-4d43-9d34-1d7a1a2f0001";
  private static final long DAY = Duration.ofDays(1).toMillis();

  @TempDir Path folder;
  private MindFixture mind;
  private CommitmentServiceBlockingStub promises;

  @BeforeEach
  void start() {
    mind = new MindFixture(folder).start().withModel();
    promises = CommitmentServiceGrpc.newBlockingStub(mind.channel("mind", Role.CLI));
  }

  @AfterEach
  void close() {
    mind.close();
  }

  @Test
  void aConfirmedProposalIsAPromiseOnce() {
    String id = proposed("I'll ask on Friday.");
    assertEquals(State.STATE_PROPOSED, get(id).getState());
    Commitment promise = confirm(id, ONE);
    assertEquals(State.STATE_OPEN, promise.getState());
    assertEquals("I'll ask on Friday.", promise.getText());
    assertTrue(promise.hasDueTime());
    assertEquals(2, promise.getSourceEventId());
    int events = mind.events().size();
    assertEquals(promise, confirm(id, ONE));
    assertEquals(promise, get(id));
    assertEquals(1, mind.events("commitment_opened").size());
    assertRefused("ACT_NOT_POSSIBLE", () -> confirm(id, UUID.randomUUID().toString()));
    assertRefused("ACT_NOT_POSSIBLE", () -> reject(id));
    assertEquals(events, mind.events().size());
    String actor =
        MindFixture.meta(mind.events("commitment_opened").getFirst()).path("actor").asText();
    assertFalse(actor.isEmpty());
  }

  @Test
  void whatIsDueBeforeATimeIsFoundByIt() {
    mind.gateway.answer(
        "Gladly.\nCOMMIT: call Ana tomorrow\nCOMMIT: write to Eva next week\nCOMMIT: learn");
    mind.say("", "Call Ana, write to Eva and learn.");
    long now = mind.clock.millis();
    assertEquals(List.of(), dueBefore(now));
    assertEquals(List.of("call Ana tomorrow"), dueBefore(now + 2 * DAY));
    assertEquals(List.of("write to Eva next week", "call Ana tomorrow"), dueBefore(now + 30 * DAY));
    promises.closeCommitment(
        CloseCommitmentRequest.newBuilder()
            .setCommitmentId(
                Long.toString(mind.events("commitment_opened").getFirst().getEventId()))
            .build());
    assertEquals(List.of(), dueBefore(now + 2 * DAY));
  }

  private List<String> dueBefore(long timeMs) {
    Timestamp time = Timestamp.newBuilder().setSeconds(timeMs / 1000).build();
    return mind
        .mind()
        .listCommitments(ListCommitmentsRequest.newBuilder().setDueBeforeTime(time).build())
        .getCommitmentsList()
        .stream()
        .map(Commitment::getText)
        .toList();
  }

  @Test
  void aSentenceThatPromisesIsProposedWithTheAnswer() {
    mind.gateway.answer("Good luck! I'll ask you on Friday how it went. If you like, I'll ring.");
    var heard = mind.say("", "My exam is on Thursday.");
    Event proposal = mind.events("commitment_proposed").getFirst();
    assertEquals("I'll ask you on Friday how it went.", proposal.getContent());
    assertEquals(List.of(proposal.getEventId()), heard.finished().getDerivedEventIdsList());
    Commitment waiting = get(Long.toString(proposal.getEventId()));
    assertEquals(heard.finished().getOutcomeEventId(), waiting.getSourceEventId());
    assertTrue(waiting.hasDueTime());
    mind.gateway.answer("I'll ask you on Friday how it went.");
    mind.say(heard.started().getConversationId(), "Will you?");
    assertEquals(1, mind.events("commitment_proposed").size());
    mind.gateway.answer("I'll look it up tomorrow.\nCOMMIT: look it up");
    mind.say(heard.started().getConversationId(), "And the ferry?");
    assertEquals(1, mind.events("commitment_proposed").size());
    assertEquals(1, mind.events("commitment_opened").size());
  }

  @Test
  void aRejectedProposalIsNone() {
    String id = proposed("I'll ask on Friday.");
    assertEquals(State.STATE_REJECTED, reject(id).getState());
    assertRefused("ACT_NOT_POSSIBLE", () -> confirm(id, ONE));
    assertEquals(0, list(List.of()).size());
    assertEquals(1, list(List.of(State.STATE_REJECTED)).size());
  }

  @Test
  void aPromiseIsClosedOnceWithItsEvidence() {
    mind.gateway.answer("Echo it is.");
    mind.say("", "Your name is Echo.");
    String id = opened("look up the train", 0);
    CloseCommitmentRequest request = closing(id).setEvidenceEventId(3).setRequestId(ONE).build();
    assertRefused(
        "BAD_REQUEST", () -> promises.closeCommitment(closing(id).setEvidenceEventId(999).build()));
    Commitment closed = promises.closeCommitment(request).getCommitment();
    assertEquals(State.STATE_CLOSED, closed.getState());
    assertEquals(3, closed.getEvidenceEventId());
    assertEquals(1, mind.events("trait_changed").size());
    int events = mind.events().size();
    assertEquals(closed, promises.closeCommitment(request).getCommitment());
    assertRefused("ACT_NOT_POSSIBLE", () -> promises.closeCommitment(closing(id).build()));
    assertRefused("COMMITMENT_NOT_FOUND", () -> promises.closeCommitment(closing("1").build()));
    assertRefused("BAD_REQUEST", () -> promises.closeCommitment(closing("x").build()));
    assertEquals(events, mind.events().size());
  }

  @Test
  void whatAnAnswerHasKeptItMayPromiseAnew() {
    String id = opened("look up the train", 0);
    mind.gateway.answer("Well.\nCLOSE: " + id + "\nCOMMIT: Look up the train.");
    mind.say("", "And again, please.");
    assertEquals(State.STATE_CLOSED, get(id).getState());
    long anew = mind.events("commitment_opened").getLast().getEventId();
    assertEquals(2, get(Long.toString(anew)).getEpisode());
    assertEquals(State.STATE_OPEN, get(Long.toString(anew)).getState());
    assertEquals(List.of(), mind.events("marker_malformed"));
  }

  @Test
  void aClosingBesideWordsAboutNothingShowsNothing() {
    mind.say("", "Your name is Echo.");
    String id = opened("look up the train to Porto", 0);
    mind.gateway.answer("Ok.\nCLOSE: " + id);
    mind.say("", "How are you?");
    assertEquals(State.STATE_CLOSED, get(id).getState());
    assertEquals(List.of(), get(id).getEvidenceEventIdsList());
    assertEquals(List.of(), mind.events("trait_changed"));
  }

  @Test
  void theAnswerThatTellsOfAPromiseShowsThatItWasKept() {
    String id = opened("look up the train to Porto", 0);
    mind.gateway.answer("The train to Porto leaves at nine.\nCLOSE: " + id);
    long answer = mind.say("", "How are you?").finished().getOutcomeEventId();
    assertEquals(List.of(answer), get(id).getEvidenceEventIdsList());
  }

  @Test
  void theMessageThatTellsOfAPromiseShowsThatItWasKept() {
    String id = opened("look up the train to Porto", 0);
    mind.gateway.answer("You are welcome.\nCLOSE: " + id);
    mind.say("", "Thank you for the train to Porto!");
    long message = mind.events("user_message").getLast().getEventId();
    assertEquals(List.of(message), get(id).getEvidenceEventIdsList());
  }

  @Test
  void anOverduePromiseExpiresInTheNextTurnAndNotBefore() {
    long now = System.currentTimeMillis();
    String late = opened("look up the train", now - DAY);
    String lost = opened("look up the ferry", now - 4 * DAY);
    assertEquals(List.of(lost, late), overdue());
    assertTrue(get(late).getOverdue());
    assertEquals(0, mind.events("commitment_expired").size());
    mind.gateway.answer("Hello.");
    mind.say("", "Hello");
    assertEquals(State.STATE_EXPIRED, get(lost).getState());
    assertEquals(List.of(late), overdue());
    assertEquals(1, mind.events("commitment_expired").size());
  }

  @Test
  void aPromiseKeptLateIsKeptAndOneMadeAgainIsAnother() {
    long longAgo = System.currentTimeMillis() - 9 * DAY;
    String kept = opened("look up the train", longAgo);
    String again = opened("look up the ferry", longAgo);
    mind.gateway.answer("Well.\nCLOSE: " + kept + "\nCOMMIT: look up the ferry");
    mind.say("", "Hello");
    assertEquals(State.STATE_CLOSED, get(kept).getState());
    assertEquals(State.STATE_EXPIRED, get(again).getState());
    Commitment second = list(List.of(State.STATE_OPEN)).getFirst();
    assertEquals("look up the ferry", second.getText());
    assertEquals(2, second.getEpisode());
  }

  @Test
  void aPromiseKeptLateByLookingBackDoesNotExpireAsWell() {
    String late = opened("look up the train", System.currentTimeMillis() - 9 * DAY);
    String after = opened("look up the ferry", System.currentTimeMillis() + DAY);
    mind.gateway.answer(
        "REFLECT: {\"close\":[{\"commitment\":%s,\"events\":[%s]}]}".formatted(late, after));
    mind.say("", "Hello");
    assertEquals(1, mind.events("commitment_closed").size());
    assertEquals(List.of(), mind.events("commitment_expired"));
    assertEquals(State.STATE_CLOSED, get(late).getState());
  }

  @Test
  void aSnoozedPromiseIsDueLater() {
    String id = opened("look up the train", System.currentTimeMillis() - DAY);
    Timestamp later =
        Timestamp.newBuilder().setSeconds(System.currentTimeMillis() / 1000 + 3600).build();
    SnoozeCommitmentRequest request =
        SnoozeCommitmentRequest.newBuilder()
            .setCommitmentId(id)
            .setUntilTime(later)
            .setRequestId(ONE)
            .build();
    Commitment snoozed = promises.snoozeCommitment(request).getCommitment();
    assertEquals(later, snoozed.getDueTime());
    assertFalse(snoozed.getOverdue());
    int events = mind.events().size();
    promises.snoozeCommitment(request);
    assertRefused(
        "BAD_REQUEST",
        () ->
            promises.snoozeCommitment(
                SnoozeCommitmentRequest.newBuilder().setCommitmentId(id).build()));
    assertEquals(events, mind.events().size());
  }

  @Test
  void everyFigureSaysWhatItMeans() {
    opened("look up the train", 0);
    var figures = promises.getCommitmentFigures(GetCommitmentFiguresRequest.getDefaultInstance());
    assertEquals(10, figures.getFiguresCount());
    figures.getFiguresList().forEach(figure -> assertFalse(figure.getDefinition().isEmpty()));
    assertEquals(1, figures.getFigures(0).getValue());
    assertFalse(figures.getFigures(6).hasValue());
    assertEquals(CommitmentHealth.COMMITMENT_HEALTH_TOO_EARLY, figures.getHealth());
    assertEquals("Too early to say: none has ended, and it takes 5", figures.getHealthText());
  }

  @Test
  void proposalsAreListedOnlyWhereTheyAreAskedFor() {
    String proposal = proposed("I'll ask on Friday.");
    String promise = opened("look up the train", 0);
    assertEquals(List.of(promise), ids(list(List.of())));
    assertEquals(
        List.of(promise, proposal), ids(list(List.of(State.STATE_PROPOSED, State.STATE_OPEN))));
    var page =
        mind.mind()
            .listCommitments(
                ListCommitmentsRequest.newBuilder()
                    .addStates(State.STATE_PROPOSED)
                    .addStates(State.STATE_OPEN)
                    .setPageSize(1)
                    .build());
    assertEquals(promise, page.getNextPageToken());
  }

  private String proposed(String sentence) {
    return append("commitment_proposed", sentence, "{\"source_event_id\":2}");
  }

  private String opened(String text, long dueMs) {
    return append("commitment_opened", text, "{\"due_ms\":" + dueMs + "}");
  }

  /** Writes as the mind would, and waits until it has taken it in. */
  private String append(String kind, String content, String meta) {
    Event event = mind.appendAs(Role.MIND, kind, content, meta);
    while (mind.mind().getMind(GetMindRequest.getDefaultInstance()).getMind().getThroughEventId()
        < event.getEventId()) {}
    return Long.toString(event.getEventId());
  }

  private Commitment get(String id) {
    return promises
        .getCommitment(GetCommitmentRequest.newBuilder().setCommitmentId(id).build())
        .getCommitment();
  }

  private Commitment confirm(String id, String requestId) {
    return promises
        .confirmCommitment(
            ConfirmCommitmentRequest.newBuilder()
                .setCommitmentId(id)
                .setRequestId(requestId)
                .build())
        .getCommitment();
  }

  private Commitment reject(String id) {
    return promises
        .rejectCommitment(RejectCommitmentRequest.newBuilder().setCommitmentId(id).build())
        .getCommitment();
  }

  private static CloseCommitmentRequest.Builder closing(String id) {
    return CloseCommitmentRequest.newBuilder().setCommitmentId(id);
  }

  private List<String> overdue() {
    return ids(
        mind.mind()
            .listCommitments(ListCommitmentsRequest.newBuilder().setOverdueOnly(true).build())
            .getCommitmentsList());
  }

  private List<Commitment> list(List<State> states) {
    return mind.mind()
        .listCommitments(ListCommitmentsRequest.newBuilder().addAllStates(states).build())
        .getCommitmentsList();
  }

  private static List<String> ids(List<Commitment> commitments) {
    return commitments.stream().map(Commitment::getCommitmentId).toList();
  }

  private static void assertRefused(String reason, Executable act) {
    StatusRuntimeException refused = assertThrows(StatusRuntimeException.class, act);
    assertTrue(MindFixture.isReason(refused, reason), refused.toString());
  }
}
