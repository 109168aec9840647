package pmm.mind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pmm.mind.v1.ConversationServiceGrpc;
import pmm.mind.v1.Feedback;
import pmm.mind.v1.GetConversationRequest;
import pmm.mind.v1.GetMindRequest;
import pmm.mind.v1.GiveFeedbackRequest;
import pmm.mind.v1.GiveFeedbackResponse;
import pmm.mind.v1.GrowthServiceGrpc;
import pmm.mind.v1.GrowthServiceGrpc.GrowthServiceBlockingStub;
import pmm.mind.v1.ListStepsRequest;
import pmm.mind.v1.ListStepsResponse;
import pmm.mind.v1.Step;
import pmm.rpc.Role;

/** The person's word on an answer, and the steps that a mind took. */
@Timeout(60)
class FeedbackTest {
  @TempDir Path folder;
  private MindFixture mind;

  @BeforeEach
  void start() {
    mind = new MindFixture(folder).start().withModel();
  }

  @AfterEach
  void close() {
    mind.close();
  }

  @Test
  void movesTheMindInTheSameAppend() {
    long answer = answer("Gladly.", "Your name is Echo.");
    GiveFeedbackResponse given = give(answer, Feedback.FEEDBACK_KIND);
    Step step = given.getSteps(0);
    assertEquals("agreeableness", step.getTrait());
    assertEquals(0.51, step.getAfter(), 1e-9);
    assertEquals(List.of(given.getEventId()), step.getCauseEventIdsList());
    assertEquals(given.getEventId() + 1, step.getEventId());
    assertEquals(MindFixture.MODEL, step.getModelId());
    assertEquals("", given.getWhyUnmoved());
    assertEquals(0.51, agreeableness(), 1e-9);
    int events = mind.events().size();
    assertEquals(given, give(answer, Feedback.FEEDBACK_KIND));
    assertEquals(events, mind.events().size());
  }

  @Test
  void isKeptAndMovesNothingBeforeTheFirstNameOrTwiceInFivePulses() {
    long nameless = answer("Hm.", "Hello.");
    assertTrue(give(nameless, Feedback.FEEDBACK_HARSH).getWhyUnmoved().contains("name"));
    long first = answer("Gladly.", "Your name is Echo.");
    assertEquals(1, give(first, Feedback.FEEDBACK_SHORTER).getStepsCount());
    long second = answer("Yes.", "Are you there?");
    assertTrue(give(second, Feedback.FEEDBACK_SHORTER).getWhyUnmoved().contains("five"));
    assertEquals(3, mind.events("feedback_given").size());
    assertEquals(
        List.of("shorter", "calm"),
        mind.events("trait_changed").stream()
            .map(event -> MindFixture.meta(event).path("reason").asText())
            .toList());
  }

  @Test
  void theLastOfTwoOppositeWordsCountsAndAWordCanBeTakenBack() {
    long answer = answer("Gladly.", "Your name is Echo.");
    give(answer, Feedback.FEEDBACK_KIND);
    GiveFeedbackResponse harsh = give(answer, Feedback.FEEDBACK_HARSH);
    assertEquals(
        List.of("withdrawn", "harsh"), harsh.getStepsList().stream().map(Step::getReason).toList());
    assertEquals(0.49, agreeableness(), 1e-9);
    GiveFeedbackResponse back = takeBack(answer, Feedback.FEEDBACK_HARSH);
    assertEquals(List.of(back.getEventId()), back.getSteps(0).getCauseEventIdsList());
    assertEquals(0.50, agreeableness(), 1e-9);
    int events = mind.events().size();
    assertEquals(0, takeBack(answer, Feedback.FEEDBACK_HARSH).getEventId());
    assertEquals(0, takeBack(answer, Feedback.FEEDBACK_KIND).getEventId());
    assertEquals(events, mind.events().size());
  }

  @Test
  void whatStandsIsShownWithTheAnswer() {
    long answer = answer("Gladly.", "Your name is Echo.");
    assertEquals(List.of(), shown(answer));
    give(answer, Feedback.FEEDBACK_HARSH);
    give(answer, Feedback.FEEDBACK_KIND);
    give(answer, Feedback.FEEDBACK_MORE);
    assertEquals(List.of(Feedback.FEEDBACK_KIND, Feedback.FEEDBACK_MORE), shown(answer));
    takeBack(answer, Feedback.FEEDBACK_KIND);
    assertEquals(List.of(Feedback.FEEDBACK_MORE), shown(answer));
  }

  private List<Feedback> shown(long answer) {
    String talk =
        MindFixture.meta(mind.events("assistant_message").getLast())
            .path("conversation_id")
            .asText();
    return ConversationServiceGrpc.newBlockingStub(mind.channel("mind", Role.CLI))
        .getConversation(GetConversationRequest.newBuilder().setConversationId(talk).build())
        .getMessagesList()
        .stream()
        .filter(message -> message.getEventId() == answer)
        .findFirst()
        .orElseThrow()
        .getFeedbackList();
  }

  @Test
  void whatIsTakenBackTwiceByTheSameActIsToldTwice() {
    long answer = answer("Gladly.", "Your name is Echo.");
    give(answer, Feedback.FEEDBACK_KIND);
    GiveFeedbackRequest request =
        GiveFeedbackRequest.newBuilder()
            .setAnswerEventId(answer)
            .setFeedback(Feedback.FEEDBACK_KIND)
            .setRequestId(UUID.randomUUID().toString())
            .setWithdraw(true)
            .build();
    GiveFeedbackResponse back = growth().giveFeedback(request);
    assertEquals(1, back.getStepsCount());
    int events = mind.events().size();
    assertEquals(back, growth().giveFeedback(request));
    assertEquals(events, mind.events().size());
    assertEquals(0, takeBack(answer, Feedback.FEEDBACK_KIND).getEventId(), "another act");
  }

  @Test
  void aSlipLeavesTheWordAsItWasMeant() {
    long answer = answer("Gladly.", "Your name is Echo.");
    give(answer, Feedback.FEEDBACK_KIND);
    takeBack(answer, Feedback.FEEDBACK_KIND);
    assertEquals(0.50, agreeableness(), 1e-9);
    assertEquals(1, give(answer, Feedback.FEEDBACK_KIND).getStepsCount());
    assertEquals(0.51, agreeableness(), 1e-9);
    long next = answer("Yes.", "Are you there?");
    assertTrue(give(next, Feedback.FEEDBACK_KIND).getWhyUnmoved().contains("five"));
    takeBack(next, Feedback.FEEDBACK_KIND);
    assertTrue(give(next, Feedback.FEEDBACK_KIND).getWhyUnmoved().contains("five"));
  }

  @Test
  void takingBackMovesNoMoreThanTheWordDid() {
    long answer = answer("Gladly.", "Your name is Echo.");
    for (int i = 0; i < 10; i++) {
      move(0.05);
    }
    assertEquals(1.0, agreeableness(), 1e-9);
    give(answer, Feedback.FEEDBACK_KIND);
    assertEquals(0, takeBack(answer, Feedback.FEEDBACK_KIND).getStepsCount());
    assertEquals(1.0, agreeableness(), 1e-9);

    long second = answer("Gladly.", "Well?");
    move(-0.004);
    give(second, Feedback.FEEDBACK_KIND);
    assertEquals(1.0, agreeableness(), 1e-9);
    takeBack(second, Feedback.FEEDBACK_KIND);
    assertEquals(0.996, agreeableness(), 1e-9);
  }

  private void move(double delta) {
    mind.appendAs(
        Role.MIND,
        "trait_changed",
        null,
        "{\"trait\":\"agreeableness\",\"delta\":" + delta + ",\"reason\":\"test\"}");
    // The mind hears of it by its watch.
    long written = mind.events().size();
    while (mind.mind().getMind(GetMindRequest.getDefaultInstance()).getMind().getThroughEventId()
        < written) {}
  }

  @Test
  void anOldPageIsWorkedOutFromTheEvents() {
    for (int i = 0; i < 260; i++) {
      mind.appendAs(
          Role.MIND,
          "trait_changed",
          null,
          "{\"trait\":\"openness\",\"delta\":0.01,\"reason\":\"" + i + "\"}");
      mind.appendAs(
          Role.MIND,
          "trait_changed",
          null,
          "{\"trait\":\"openness\",\"delta\":-0.01,\"reason\":\"" + i + "\"}");
    }
    mind.say("", "Hello.");
    List<String> reasons = new ArrayList<>();
    ListStepsRequest.Builder request = ListStepsRequest.newBuilder().setPageSize(200);
    do {
      ListStepsResponse page = steps(request.build());
      page.getStepsList().forEach(step -> reasons.add(step.getReason()));
      request.setPageToken(page.getNextPageToken());
    } while (!request.getPageToken().isEmpty());
    List<String> expected = new ArrayList<>();
    for (int i = 259; i >= 0; i--) {
      expected.add(String.valueOf(i));
      expected.add(String.valueOf(i));
    }
    assertEquals(expected, reasons);
    ListStepsResponse life =
        steps(
            ListStepsRequest.newBuilder()
                .addFigures(Step.Figure.FIGURE_TRAIT)
                .setMaxPoints(50)
                .build());
    assertEquals(520, life.getTotalCount());
    assertTrue(life.getStepsCount() > 25 && life.getStepsCount() <= 50);
    assertEquals("259", life.getSteps(0).getReason());
    assertEquals("0", life.getSteps(life.getStepsCount() - 1).getReason());
    assertEquals("", life.getNextPageToken());
  }

  @Test
  void isForAnAnswerOnly() {
    long answer = answer("Hm.", "Hello.");
    assertTrue(reason(() -> give(answer - 2, Feedback.FEEDBACK_KIND), "ANSWER_NOT_FOUND"));
    assertTrue(reason(() -> give(99, Feedback.FEEDBACK_KIND), "ANSWER_NOT_FOUND"));
    assertTrue(reason(() -> give(0, Feedback.FEEDBACK_KIND), "ANSWER_NOT_FOUND"));
    assertTrue(reason(() -> give(answer, Feedback.FEEDBACK_UNSPECIFIED), "BAD_REQUEST"));
  }

  @Test
  void everyStepIsListedNewestFirstAndAPageStaysTheSame() {
    give(answer("Gladly.", "Your name is Echo."), Feedback.FEEDBACK_MORE);
    answer("Well.\nCOMMIT: look\nCOMMIT:\n", "Will you?");
    List<Step> all = steps(ListStepsRequest.getDefaultInstance()).getStepsList();
    List<Step> paged = new ArrayList<>();
    ListStepsRequest.Builder request = ListStepsRequest.newBuilder().setPageSize(1);
    do {
      ListStepsResponse page = steps(request.build());
      paged.addAll(page.getStepsList());
      request.setPageToken(page.getNextPageToken());
      answer("Hm.", "And now?");
    } while (!request.getPageToken().isEmpty());
    assertEquals(all, paged);
    assertEquals("neuroticism", all.getFirst().getTrait());
    assertEquals("malformed", all.getFirst().getReason());
    assertEquals("commitment_opened", all.get(1).getReason());
    assertEquals(Step.Figure.FIGURE_GAS, all.get(1).getFigure());
    assertEquals("more", all.getLast().getReason());
  }

  @Test
  void onlyTheFiguresThatAreAskedForAreListed() {
    give(answer("Gladly.\nCOMMIT: look", "Your name is Echo."), Feedback.FEEDBACK_MORE);
    ListStepsRequest traits =
        ListStepsRequest.newBuilder().addFigures(Step.Figure.FIGURE_TRAIT).build();
    assertEquals(1, steps(traits).getStepsCount());
    assertEquals("extraversion", steps(traits).getSteps(0).getTrait());
  }

  private ListStepsResponse steps(ListStepsRequest request) {
    return growth().listSteps(request);
  }

  private GiveFeedbackResponse give(long answer, Feedback feedback) {
    return growth()
        .giveFeedback(
            GiveFeedbackRequest.newBuilder()
                .setAnswerEventId(answer)
                .setFeedback(feedback)
                .build());
  }

  private GiveFeedbackResponse takeBack(long answer, Feedback feedback) {
    return growth()
        .giveFeedback(
            GiveFeedbackRequest.newBuilder()
                .setAnswerEventId(answer)
                .setFeedback(feedback)
                .setWithdraw(true)
                .build());
  }

  private GrowthServiceBlockingStub growth() {
    return GrowthServiceGrpc.newBlockingStub(mind.channel("mind", Role.CLI));
  }

  private double agreeableness() {
    return mind.mind()
        .getMind(GetMindRequest.getDefaultInstance())
        .getMind()
        .getTraits(3)
        .getScore();
  }

  private long answer(String text, String message) {
    mind.gateway.answer(text);
    return mind.say("", message).finished().getOutcomeEventId();
  }

  private static boolean reason(Runnable call, String reason) {
    return MindFixture.isReason(assertThrows(StatusRuntimeException.class, call::run), reason);
  }
}
