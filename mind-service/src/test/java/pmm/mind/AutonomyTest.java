package pmm.mind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import pmm.ledger.v1.Event;
import pmm.mind.v1.Autonomy;
import pmm.mind.v1.Autonomy.State;
import pmm.mind.v1.GetAutonomyRequest;
import pmm.mind.v1.GetMindRequest;
import pmm.mind.v1.Reflected.Result;
import pmm.mind.v1.ReflectionServiceGrpc;
import pmm.mind.v1.ReflectionServiceGrpc.ReflectionServiceBlockingStub;
import pmm.mind.v1.SetAutonomyRequest;
import pmm.mind.v1.SetAutonomyResponse;
import pmm.mindstate.Causes;
import pmm.rpc.Role;

/** What the mind does by itself, by a clock that the test drives. */
@Timeout(120)
class AutonomyTest {
  private static final String OBSERVED =
      "{\"observations\":[{\"text\":\"We talk.\",\"subject\":\"other\",\"events\":[%1$d]}]}";

  @TempDir Path folder;
  private MindFixture mind;
  private int said;

  @BeforeEach
  void giveAName() {
    mind = new MindFixture(folder).start().withModel();
    talk("Your name is Echo, hello.");
    mind.gateway.recording(15);
  }

  @AfterEach
  void close() {
    mind.close();
  }

  @Test
  void isOffUntilThePersonTurnsItOn() {
    talkOfNewThings();
    int events = mind.events().size();
    pass(Duration.ofHours(1));
    assertEquals(events, mind.events().size());
    assertEquals(State.STATE_OFF, autonomy().getState());
    assertFalse(autonomy().hasNextTime());
  }

  @Test
  void reflectsOnceAfterTwoExchangesAndAMinute() {
    turnOn();
    talkOfNewThings();
    mind.gateway.answerCiting(OBSERVED);
    assertTrue(autonomy().hasNextTime());
    pass(Duration.ofSeconds(20));
    assertEquals(List.of(), mind.events("reflection"));
    pass(Duration.ofSeconds(41));
    Event reflection = mind.events("reflection").getFirst();
    assertEquals("autonomy", MindFixture.meta(reflection).path("cause").asText());
    assertEquals(15, autonomy().getTokensToday());
    assertEquals(reflection.getEventId(), autonomy().getLastReflectionEventId());
    assertFalse(autonomy().hasNextTime());
    assertTrue(autonomy().getWaitingFor().startsWith("2 more"), autonomy().getWaitingFor());
  }

  @Test
  void anHourOfIdleAutonomyAddsNoEvent() {
    turnOn();
    talkOfNewThings();
    mind.gateway.answerCiting(OBSERVED);
    pass(Duration.ofSeconds(61));
    int events = mind.events().size();
    for (int second = 0; second < 3600; second++) {
      pass(Duration.ofSeconds(1));
    }
    assertEquals(events, mind.events().size());
  }

  @Test
  void whatLeftNoEventIsNotTriedAgainBeforeMoreWasSaid() {
    turnOn();
    talkOfNewThings();
    int events = mind.events().size();
    mind.gateway.answer("I would rather not.");
    pass(Duration.ofSeconds(61));
    assertEquals(15, autonomy().getTokensToday());
    assertEquals(Result.RESULT_MALFORMED, autonomy().getLastResult());
    assertTrue(autonomy().getLastMessage().contains("no reflection"));
    // Another try would be on the record, also in another process.
    mind.gateway.answerCiting(OBSERVED);
    pass(Duration.ofHours(2));
    mind.stopMind();
    mind.start();
    pass(Duration.ofHours(2));
    assertEquals(events + 2, mind.events().size());
    mind.gateway.forget();
    talkOfNewThings();
    mind.gateway.answerCiting(OBSERVED);
    pass(Duration.ofSeconds(61));
    assertEquals(1, mind.events("reflection").size());
  }

  @Test
  void whatCameToNothingIsPaidFromTheBudgetOfTheDay() {
    turnOn();
    mind.gateway.recording(60_000);
    talkOfNewThings();
    mind.gateway.answer("I would rather not.");
    pass(Duration.ofSeconds(61));
    assertEquals(60_000, autonomy().getTokensToday());
    talkOfNewThings();
    mind.stopMind();
    mind.start();
    mind.gateway.answerCiting(OBSERVED);
    pass(Duration.ofSeconds(61));
    assertEquals(List.of(), mind.events("reflection"));
    assertTrue(autonomy().getWaitingFor().startsWith("The tokens of the day are used up"));
  }

  @Test
  void whatIsNotLetOutWaitsForAConsentAndThenLooksBackOnTheSameTalk() {
    turnOn();
    talkOfNewThings();
    mind.gateway.recording(0);
    mind.gateway.refuse();
    pass(Duration.ofSeconds(61));
    talkOfNewThings(false);
    mind.gateway.answerCiting(OBSERVED);
    pass(Duration.ofHours(1));
    assertEquals(1, mind.events("network_attempt").size());
    assertEquals(Result.RESULT_FAILED, autonomy().getLastResult());
    assertTrue(autonomy().getWaitingFor().startsWith("A consent"), autonomy().getWaitingFor());
    mind.appendAs(Role.PROVIDER, "consent_granted", null, "{\"actor\":\"cli\"}");
    awaitLevel();
    pass(Duration.ofMinutes(2));
    assertEquals(1, mind.events("reflection").size());
  }

  @Test
  void whatIsSaidWhileTheModelWritesIsLookedBackOnNextTime() {
    turnOn();
    talkOfNewThings();
    mind.gateway.next((request, sender) -> {
      Context.ROOT.run(() -> talk("an apricot meanwhile"));
      long last = request.getSourceEventIdsList().getLast();
      sender.send(ScriptedGateway.opened(request.getModelId(), "sha256:one", false));
      sender.send(ScriptedGateway.text(OBSERVED.formatted(last)));
      sender.send(ScriptedGateway.finish());
    });
    pass(Duration.ofSeconds(61));
    assertEquals(1, mind.events("reflection").size());
    assertEquals("One more exchange.", autonomy().getWaitingFor());
  }

  @Test
  void anEndlessAnswerIsEnded() throws InterruptedException {
    turnOn();
    talkOfNewThings();
    mind.gateway.beginAndHang("x".repeat(1 << 17));
    pass(Duration.ofSeconds(61));
    mind.gateway.awaitCancelled();
    assertEquals(Result.RESULT_FAILED, autonomy().getLastResult());
  }

  @Test
  void theThirdInARowWithoutAnythingNewOpensTheMind() {
    turnOn();
    talkOfNewThings();
    mind.gateway.answerCiting(OBSERVED);
    pass(Duration.ofSeconds(61));
    for (int skipped = 1; skipped <= 3; skipped++) {
      int events = mind.events().size();
      talk("Your name is Echo, hello.");
      talk("Your name is Echo, hello.");
      long calm = mind.events("trait_changed").stream().filter(AutonomyTest::isCalm).count();
      pass(Duration.ofSeconds(61));
      assertEquals(skipped % 3, autonomy().getSkippedInARow());
      assertTrue(mind.events().size() > events);
      assertEquals(
          calm, mind.events("trait_changed").stream().filter(AutonomyTest::isCalm).count());
    }
    Event opened = mind.events().getLast();
    JsonNode meta = MindFixture.meta(opened);
    assertEquals("low_novelty", meta.path("reason").asText());
    assertEquals("openness", meta.path("trait").asText());
    assertEquals(0.02, meta.path("delta").asDouble(), 1e-9);
    assertEquals(3, meta.path("skipped").asInt());
    List<Long> answers = mind.events("assistant_message").stream().map(Event::getEventId).toList();
    assertEquals(
        answers.subList(answers.size() - 6, answers.size()),
        Causes.read(opened.getEventId(), meta));
    assertEquals(1, mind.events("reflection").size());
  }

  @Test
  void quietHoursABudgetAndAPauseHoldItBack() {
    turnOn();
    talkOfNewThings();
    Instant now = mind.clock.instant();
    set(SetAutonomyRequest.newBuilder().setQuietHours(hours(now, -2, 3)));
    mind.gateway.answerCiting(OBSERVED);
    pass(Duration.ofMinutes(2));
    assertEquals("The end of your quiet hours.", autonomy().getWaitingFor());
    assertTrue(autonomy().getNextTime().getSeconds() > now.getEpochSecond() + 3600);
    set(SetAutonomyRequest.newBuilder().setQuietHours("").setTokensPerDay(10));
    pass(Duration.ofMinutes(2));
    assertEquals(List.of(), mind.events("reflection"));
    set(SetAutonomyRequest.newBuilder().setTokensPerDay(100_000).setState(State.STATE_PAUSED));
    talkOfNewThings(false);
    pass(Duration.ofMinutes(2));
    assertEquals(List.of(), mind.events("reflection"));
    set(SetAutonomyRequest.newBuilder().setState(State.STATE_ON));
    pass(Duration.ofMinutes(2));
    assertEquals(1, mind.events("reflection").size());
  }

  @ParameterizedTest
  @EnumSource(
      value = State.class,
      names = {"STATE_OFF", "STATE_PAUSED"})
  void offOrPausedItEndsTheCallUnderWayAndWritesNothing(State state) throws Exception {
    turnOn();
    talkOfNewThings();
    CompletableFuture<Boolean> ended = new CompletableFuture<>();
    mind.gateway.next((request, sender) -> {
      CountDownLatch cancelled = new CountDownLatch(1);
      sender.onCancel(cancelled::countDown);
      sender.send(ScriptedGateway.opened(request.getModelId(), "sha256:one", false));
      // Outside of this call, which it ends.
      Context.ROOT.run(() -> set(SetAutonomyRequest.newBuilder().setState(state)));
      ended.complete(cancelled.await(20, TimeUnit.SECONDS));
      sender.send(ScriptedGateway.text(OBSERVED.formatted(1)));
      sender.send(ScriptedGateway.finish());
    });
    pass(Duration.ofSeconds(61));
    assertTrue(ended.get(30, TimeUnit.SECONDS));
    assertEquals("autonomy_changed", mind.events().getLast().getKind());
    assertEquals(List.of(), mind.events("reflection"));
  }

  @Test
  void onlyWhatIsPausedResumesAndOnlyWhatIsOnPauses() {
    SetAutonomyRequest.Builder resume =
        SetAutonomyRequest.newBuilder().setState(State.STATE_ON).setOnlyFrom(State.STATE_PAUSED);
    int events = mind.events().size();
    refused("Autonomy is off, not paused", resume);
    refused("Autonomy is off", SetAutonomyRequest.newBuilder().setState(State.STATE_PAUSED));
    assertEquals(events, mind.events().size());
    assertEquals(State.STATE_OFF, autonomy().getState());
    turnOn();
    assertEquals(0, set(resume).getEventId());
    set(SetAutonomyRequest.newBuilder().setState(State.STATE_PAUSED));
    assertEquals(State.STATE_ON, set(resume).getAutonomy().getState());
  }

  private void refused(String begin, SetAutonomyRequest.Builder request) {
    StatusRuntimeException refused = assertThrows(StatusRuntimeException.class, () -> set(request));
    assertTrue(MindFixture.isReason(refused, "ACT_NOT_POSSIBLE"), refused::toString);
    assertTrue(refused.toString().contains(begin), refused::toString);
  }

  @Test
  void aDuePromiseRaisesOneReminder() {
    mind.gateway.answer("Gladly.\nCOMMIT: call Ana tomorrow");
    mind.say("", "Call Ana.");
    pass(Duration.ofDays(2));
    assertEquals(List.of(), mind.events("commitment_reminded"));
    turnOn();
    for (int tick = 0; tick < 3; tick++) {
      pass(Duration.ofHours(1));
    }
    Event reminder = mind.events("commitment_reminded").getFirst();
    assertEquals(1, mind.events("commitment_reminded").size());
    assertEquals(
        mind.events("commitment_opened").getFirst().getEventId(),
        MindFixture.meta(reminder).path("commitment_id").asLong());
    JsonNode promised = MindFixture.meta(mind.events("commitment_opened").getFirst());
    assertEquals(
        promised.path("due_ms").asLong(), MindFixture.meta(reminder).path("due_ms").asLong());
    assertEquals(ZoneId.systemDefault().getId(), promised.path("zone").asText());
  }

  @Test
  void eachChangeOfItIsOneEvent() {
    SetAutonomyResponse on = turnOn();
    Event event = mind.events("autonomy_changed").getFirst();
    assertEquals(event.getEventId(), on.getEventId());
    assertEquals("on", MindFixture.meta(event).path("state").asText());
    assertEquals("cli", MindFixture.meta(event).path("actor").asText());
    assertEquals(ZoneId.systemDefault().getId(), MindFixture.meta(event).path("zone").asText());
    assertEquals(0, turnOn().getEventId());
    assertEquals(1, mind.events("autonomy_changed").size());
    mind.stopMind();
    mind.start();
    assertEquals(State.STATE_ON, autonomy().getState());
    assertThrows(
        StatusRuntimeException.class,
        () -> set(SetAutonomyRequest.newBuilder().setQuietHours("at night")));
    assertThrows(
        StatusRuntimeException.class,
        () -> set(SetAutonomyRequest.newBuilder().setTokensPerDay(-1)));
  }

  private static boolean isCalm(Event event) {
    return MindFixture.meta(event).path("reason").asText().equals("calm");
  }

  private static String hours(Instant now, int from, int to) {
    LocalTime here = now.atZone(ZoneId.systemDefault()).toLocalTime();
    DateTimeFormatter minute = DateTimeFormatter.ofPattern("HH:mm");
    return minute.format(here.plusHours(from)) + "-" + minute.format(here.plusHours(to));
  }

  private SetAutonomyResponse turnOn() {
    return set(SetAutonomyRequest.newBuilder().setState(State.STATE_ON));
  }

  private SetAutonomyResponse set(SetAutonomyRequest.Builder request) {
    return reflections().setAutonomy(request.build());
  }

  private Autonomy autonomy() {
    return reflections().getAutonomy(GetAutonomyRequest.getDefaultInstance()).getAutonomy();
  }

  private ReflectionServiceBlockingStub reflections() {
    return ReflectionServiceGrpc.newBlockingStub(mind.channel("mind", Role.CLI));
  }

  /** The mind hears by its watch of what others write. */
  private void awaitLevel() {
    while (mind.mind().getMind(GetMindRequest.getDefaultInstance()).getMind().getThroughEventId()
        < mind.events().size()) {
      Thread.onSpinWait();
    }
  }

  private void pass(Duration time) {
    mind.clock.pass(time);
    mind.tick();
  }

  private void talkOfNewThings() {
    talkOfNewThings(true);
  }

  /** Two exchanges of words that were never said. */
  private void talkOfNewThings(boolean alone) {
    if (alone) {
      mind.gateway.forget();
    }
    for (int i = 0; i < 2; i++) {
      said++;
      talk("pear" + said + " apple" + said + " plum" + said);
    }
  }

  private void talk(String words) {
    mind.gateway.answerFirst("Hm.");
    mind.say("", words);
  }
}
