package pmm.mind.reflection;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.grpc.stub.StreamObserver;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import pmm.ledger.v1.Event;
import pmm.mind.contract.MindReason;
import pmm.mind.contract.Requests;
import pmm.mind.conversation.Prompts;
import pmm.mind.derivation.PersonActs;
import pmm.mind.generation.Generation;
import pmm.mind.ledger.Draft;
import pmm.mind.ledger.EventReader;
import pmm.mind.ledger.MindKeeper;
import pmm.mind.v1.Autonomy.State;
import pmm.mind.v1.GetAutonomyRequest;
import pmm.mind.v1.GetAutonomyResponse;
import pmm.mind.v1.Phase;
import pmm.mind.v1.ReflectRequest;
import pmm.mind.v1.ReflectResponse;
import pmm.mind.v1.Reflected;
import pmm.mind.v1.ReflectionServiceGrpc.ReflectionServiceImplBase;
import pmm.mind.v1.SetAutonomyRequest;
import pmm.mind.v1.SetAutonomyResponse;
import pmm.mindstate.Autonomy;
import pmm.mindstate.MindState;
import pmm.mindstate.QuietHours;
import pmm.mindstate.Reflections;
import pmm.rpc.Caller;
import pmm.rpc.Problem;
import pmm.rpc.StreamSender;

/** ReflectionService: checks a request, has it done, answers. */
final class ReflectionGrpc extends ReflectionServiceImplBase {
  private static final int LEAST_EXCHANGES = 2;
  private static final long MOST_TOKENS = 1_000_000_000;

  private final EventReader reader;
  private final MindKeeper keeper;
  private final PersonActs acts;
  private final Reflecting reflecting;
  private final Autonomous autonomous;
  private final InstantSource clock;
  private final ZoneId zone;

  ReflectionGrpc(
      EventReader reader,
      MindKeeper keeper,
      PersonActs acts,
      Reflecting reflecting,
      Autonomous autonomous,
      InstantSource clock,
      ZoneId zone) {
    this.reader = reader;
    this.keeper = keeper;
    this.acts = acts;
    this.reflecting = reflecting;
    this.autonomous = autonomous;
    this.clock = clock;
    this.zone = zone;
  }

  @Override
  public void reflect(ReflectRequest request, StreamObserver<ReflectResponse> responses) {
    StreamSender.serve(responses, sender -> reflect(request, sender));
  }

  private void reflect(ReflectRequest request, StreamSender<ReflectResponse> sender) {
    String requestId = Requests.uuid("request_id", request.getRequestId());
    Reflections past = ready().reflections();
    RecentTalk talk = RecentTalk.read(reader, past, Math.max(LEAST_EXCHANGES, past.exchanges()));
    PersonActs.By by = new PersonActs.By(requestId, Caller.current().actor());
    Reflecting.Wish wish = new Reflecting.Wish(requestId, by, talk, Long.MAX_VALUE);
    Reflecting.Done done = reflecting.reflect(wish, new Hearing(step -> send(sender, step)));
    sender.send(ReflectResponse.newBuilder().setReflected(reflected(done)).build());
  }

  private static void send(StreamSender<ReflectResponse> sender, Generation.Step step) {
    Phase.Step shown =
        switch (step) {
          case CHECKING -> Phase.Step.STEP_CHECKING;
          case CONNECTING -> Phase.Step.STEP_CONNECTING;
          case THINKING -> Phase.Step.STEP_THINKING;
        };
    sender.send(ReflectResponse.newBuilder().setPhase(Phase.newBuilder().setStep(shown)).build());
  }

  private static Reflected reflected(Reflecting.Done done) {
    Reflected.Builder reflected =
        Reflected.newBuilder().setResult(done.result()).setMessage(done.message());
    if (done.failure() != null) {
      reflected.setFailure(Prompts.toProto(done.failure(), null));
    }
    List<Event> stored = done.stored();
    if (!stored.isEmpty()) {
      Event first = stored.getFirst();
      reflected.setEventId(first.getEventId());
      if (first.getKind().equals("reflection")) {
        first.getContent().lines().forEach(reflected::addObservations);
      }
      stored.stream().skip(1).map(Event::getEventId).forEach(reflected::addDerivedEventIds);
    }
    return reflected.build();
  }

  @Override
  public void getAutonomy(
      GetAutonomyRequest request, StreamObserver<GetAutonomyResponse> responses) {
    responses.onNext(GetAutonomyResponse.newBuilder().setAutonomy(view(ready())).build());
    responses.onCompleted();
  }

  @Override
  public void setAutonomy(
      SetAutonomyRequest request, StreamObserver<SetAutonomyResponse> responses) {
    ready();
    check(request);
    PersonActs.By by =
        new PersonActs.By(Requests.requestId(request.getRequestId()), Caller.current().actor());
    long before = keeper.state().autonomy().eventId();
    MindState after =
        acts.write(
            by,
            mind -> {
              Autonomy wished = wished(mind.autonomy(), request);
              if (wished.equals(mind.autonomy())) {
                return List.of();
              }
              ObjectNode facts = by.facts();
              facts.setAll(wished.facts());
              return List.of(new Draft("autonomy_changed", null, facts));
            });
    if (!after.autonomy().isOn()) {
      autonomous.stop();
    }
    long last = after.autonomy().eventId();
    responses.onNext(
        SetAutonomyResponse.newBuilder()
            .setEventId(last == before ? 0 : last)
            .setAutonomy(view(after))
            .build());
    responses.onCompleted();
  }

  private static void check(SetAutonomyRequest request) {
    String quiet = request.getQuietHours();
    if (!quiet.isEmpty() && QuietHours.parse(quiet).isEmpty()) {
      throw Requests.bad("quiet_hours", quiet, "such as 22:00-07:00, or nothing");
    }
    long tokens = request.getTokensPerDay();
    if (tokens < 0 || tokens > MOST_TOKENS) {
      throw Requests.bad("tokens_per_day", Long.toString(tokens), "0 to " + MOST_TOKENS);
    }
  }

  private Autonomy wished(Autonomy now, SetAutonomyRequest request) {
    String state =
        switch (request.getState()) {
          case STATE_OFF -> Autonomy.OFF;
          case STATE_ON -> Autonomy.ON;
          case STATE_PAUSED -> Autonomy.PAUSED;
          case STATE_UNSPECIFIED, UNRECOGNIZED -> now.state();
        };
    if (!state.equals(now.state())) {
      checkStep(now.state(), state, request.getOnlyFrom());
    }
    String quiet = request.hasQuietHours() ? request.getQuietHours() : now.quiet();
    long tokens = request.hasTokensPerDay() ? request.getTokensPerDay() : now.tokensPerDay();
    // Hours are those of the place where they were said.
    String where = request.getQuietHours().isEmpty() ? now.zone() : zone.getId();
    Autonomy wished = new Autonomy(state, quiet, where, tokens, now.eventId());
    return where.isEmpty() && !wished.equals(now)
        ? new Autonomy(state, quiet, zone.getId(), tokens, now.eventId())
        : wished;
  }

  /** Resuming must not turn on what is off, nor pausing promise that it goes on later. */
  private static void checkStep(String from, String to, State onlyFrom) {
    if (onlyFrom != State.STATE_UNSPECIFIED && onlyFrom != stateOf(from)) {
      String expected = onlyFrom.name().replace("STATE_", "").toLowerCase(Locale.ROOT);
      throw new Problem(
          MindReason.ACT_NOT_POSSIBLE,
          "Autonomy is " + from + ", not " + expected + "; turn it on with: pmm autonomy on");
    }
    if (to.equals(Autonomy.PAUSED) && from.equals(Autonomy.OFF)) {
      throw new Problem(MindReason.ACT_NOT_POSSIBLE, "Autonomy is off: there is nothing to pause.");
    }
  }

  private static State stateOf(String state) {
    return State.valueOf("STATE_" + state.toUpperCase(Locale.ROOT));
  }

  private pmm.mind.v1.Autonomy view(MindState mind) {
    Autonomy autonomy = mind.autonomy();
    Gates gates = autonomous.gates(mind);
    pmm.mind.v1.Autonomy.Builder view =
        pmm.mind.v1.Autonomy.newBuilder()
            .setState(stateOf(autonomy.state()))
            .setQuietHours(autonomy.quiet())
            .setTokensPerDay(autonomy.tokensPerDay())
            .setTokensToday(mind.reflections().tokensOn(clock.millis()))
            .setZone(autonomy.zone())
            .setWaitingFor(gates.waitingFor())
            .setLastReflectionEventId(mind.reflections().lastEventId())
            .setSkippedInARow(autonomous.skippedInARow());
    Reflecting.Done last = autonomous.last();
    if (last != null) {
      view.setLastResult(last.result()).setLastMessage(last.message());
    }
    if (gates.next() != null) {
      view.setNextTime(Requests.timestamp(gates.next().toEpochMilli()));
    }
    return view.build();
  }

  private MindState ready() {
    if (!keeper.isLevel()) {
      throw new Problem(MindReason.NOT_READY, keeper.waitsFor());
    }
    return keeper.state();
  }
}
