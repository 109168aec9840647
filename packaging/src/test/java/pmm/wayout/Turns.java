package pmm.wayout;

import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import pmm.mind.v1.ConversationServiceGrpc;
import pmm.mind.v1.ConversationServiceGrpc.ConversationServiceBlockingStub;
import pmm.mind.v1.ConverseRequest;
import pmm.mind.v1.ConverseResponse;
import pmm.provider.v1.AddRemoteModelRequest;
import pmm.provider.v1.ConsentServiceGrpc;
import pmm.provider.v1.ConsentServiceGrpc.ConsentServiceBlockingStub;
import pmm.provider.v1.DenyConsentRequest;
import pmm.provider.v1.GoOfflineRequest;
import pmm.provider.v1.GrantStandingConsentRequest;
import pmm.provider.v1.LeaveOfflineRequest;
import pmm.provider.v1.ListAttemptsRequest;
import pmm.provider.v1.ModelDraft;
import pmm.provider.v1.ModelServiceGrpc;
import pmm.provider.v1.ModelServiceGrpc.ModelServiceBlockingStub;
import pmm.provider.v1.NetworkServiceGrpc;
import pmm.provider.v1.NetworkServiceGrpc.NetworkServiceBlockingStub;
import pmm.provider.v1.RevokeConsentRequest;
import pmm.rpc.Home;
import pmm.rpc.MeshChannel;
import pmm.rpc.Role;

/** Takes many turns with every place, as a person would who changes their mind a lot. */
final class Turns implements AutoCloseable {

  private static final int AT_ONCE = 4;
  private static final Duration LONGEST_TURN = Duration.ofSeconds(60);
  private static final Duration LONGEST_END = Duration.ofSeconds(30);
  private static final Pattern NUMBER = Pattern.compile("turn-(\\d+)-");

  private final long seed;
  private final MeshChannel mindChannel;
  private final MeshChannel providerChannel;
  private final ConversationServiceBlockingStub mind;
  private final ModelServiceBlockingStub models;
  private final ConsentServiceBlockingStub consents;
  private final NetworkServiceBlockingStub network;
  private final ExecutorService workers = Executors.newFixedThreadPool(AT_ONCE);
  private final ScheduledExecutorService later = Executors.newScheduledThreadPool(AT_ONCE);
  private final Map<String, Integer> endings = new ConcurrentSkipListMap<>();

  private Turns(Home home, long seed) {
    this.seed = seed;
    mindChannel = new MeshChannel(home, "mind", Role.CLI);
    providerChannel = new MeshChannel(home, "provider", Role.CLI);
    mind = ConversationServiceGrpc.newBlockingStub(mindChannel.channel());
    models = ModelServiceGrpc.newBlockingStub(providerChannel.channel());
    consents = ConsentServiceGrpc.newBlockingStub(providerChannel.channel());
    network = NetworkServiceGrpc.newBlockingStub(providerChannel.channel());
  }

  /**
   * Prints how the turns ended.
   *
   * @param arguments home folder of a running mesh, number of turns, seed
   */
  public static void main(String[] arguments) throws Exception {
    int count = Integer.parseInt(arguments[1]);
    long seed = Long.parseLong(arguments[2]);
    try (Turns turns = new Turns(new Home(Path.of(arguments[0])), seed)) {
      turns.run(Plan.all(count, seed));
      System.out.printf("%d turns with seed %d ended so: %s%n", count, seed, turns.endings);
    }
  }

  /** The attempt that belongs to a turn. */
  static UUID attemptId(long seed, int number) {
    return new UUID(seed, number);
  }

  /** The number of the turn in whose message this stands; -1 if none does. */
  static int number(String text) {
    int number = -1;
    for (Matcher matcher = NUMBER.matcher(text); matcher.find(); ) {
      number = Integer.parseInt(matcher.group(1));
    }
    return number;
  }

  @Override
  public void close() {
    workers.shutdownNow();
    later.shutdownNow();
    mindChannel.close();
    providerChannel.close();
  }

  private void run(List<Plan> plans) throws Exception {
    addModels();
    int before = Place.values().length;
    together(plans.subList(0, before));
    if (!endings.equals(Map.of("CONSENT_REQUIRED", before))) {
      throw new AssertionError(
          endings + " (expected: CONSENT_REQUIRED for all, before anything is allowed)");
    }
    allow();
    List<Plan> next = new ArrayList<>();
    for (Plan plan : plans.subList(before, plans.size())) {
      if (plan.alone()) {
        together(next);
        next.clear();
        alone(plan);
      } else {
        next.add(plan);
      }
    }
    together(next);
    awaitResults();
  }

  private void addModels() {
    for (Place place : Place.values()) {
      var _ =
          models.addRemoteModel(
              AddRemoteModelRequest.newBuilder()
                  .setModel(
                      ModelDraft.newBuilder()
                          .setModelId(place.modelId())
                          .setUrl(place.url())
                          .setProviderModel("scripted")
                          .setKey("sk-proof-0123456789abcdef"))
                  .build());
    }
  }

  private void allow() {
    for (Place place : Place.values()) {
      if (place.allowed()) {
        long _ = grant(place);
      }
    }
    var _ =
        consents.denyConsent(DenyConsentRequest.newBuilder().setHost(Place.DENIED.host()).build());
  }

  private long grant(Place place) {
    return consents
        .grantStandingConsent(
            GrantStandingConsentRequest.newBuilder().setHost(place.host()).build())
        .getConsent()
        .getConsentId();
  }

  private void together(List<Plan> plans) throws InterruptedException, ExecutionException {
    List<Future<?>> running = new ArrayList<>();
    for (Plan plan : plans) {
      running.add(workers.submit(() -> converse(plan)));
    }
    for (Future<?> turn : running) {
      var _ = turn.get();
    }
  }

  private void alone(Plan plan) throws Exception {
    switch (plan.act()) {
      case OFFLINE -> {
        goOffline();
        converse(plan);
        comeBack();
      }
      case GO_OFFLINE -> {
        converse(plan, this::goOffline);
        comeBack();
      }
      case REVOKE -> {
        long consent = grant(plan.place());
        converse(
            plan,
            () -> {
              var _ =
                  consents.revokeConsent(
                      RevokeConsentRequest.newBuilder().setConsentId(consent).build());
            });
      }
      case WAIT, LEAVE -> throw new IllegalArgumentException(plan + " needs not to be alone");
    }
  }

  private void goOffline() {
    var _ = network.goOffline(GoOfflineRequest.getDefaultInstance());
  }

  private void comeBack() {
    var _ = network.leaveOffline(LeaveOfflineRequest.getDefaultInstance());
  }

  private void converse(Plan plan) {
    converse(plan, () -> {});
  }

  /** Takes one turn; returns once it has ended and the act was done. */
  private void converse(Plan plan, Runnable act) {
    CompletableFuture<Void> firstWord = new CompletableFuture<>();
    try (Context.CancellableContext leaving = Context.current().withCancellation()) {
      Runnable doing = plan.act() == Plan.Act.LEAVE ? () -> leaving.cancel(null) : act;
      CompletableFuture<Void> done =
          plan.midway()
              ? firstWord.thenRunAsync(doing, later)
              : CompletableFuture.runAsync(
                  doing,
                  CompletableFuture.delayedExecutor(
                      plan.afterMillis(), TimeUnit.MILLISECONDS, later));
      endings.merge(leaving.call(() -> ending(plan, firstWord)), 1, Integer::sum);
      boolean _ = firstWord.complete(null);
      done.join();
    } catch (Exception e) {
      throw new AssertionError(plan + " broke off", e);
    }
  }

  private String ending(Plan plan, CompletableFuture<Void> firstWord) {
    ConverseRequest request =
        ConverseRequest.newBuilder()
            .setRequestId(attemptId(seed, plan.number()).toString())
            .setModelId(plan.place().modelId())
            .setSay(
                ConverseRequest.Say.newBuilder()
                    .setText(plan.script() + " turn-" + plan.number() + "-"))
            .build();
    ConverseResponse last = ConverseResponse.getDefaultInstance();
    try {
      for (Iterator<ConverseResponse> parts =
              mind.withDeadlineAfter(LONGEST_TURN).converse(request);
          parts.hasNext(); ) {
        last = parts.next();
        if (last.hasText()) {
          boolean _ = firstWord.complete(null);
        }
      }
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() != Status.Code.CANCELLED) {
        throw e;
      }
      return "LEFT";
    }
    return last.getFinished().hasFailure()
        ? last.getFinished().getFailure().getReason()
        : last.getFinished().getOutcome().name();
  }

  /** A call that was left ends a little later than its caller. */
  private void awaitResults() throws InterruptedException {
    long end = System.nanoTime() + LONGEST_END.toNanos();
    while (running() > 0) {
      if (System.nanoTime() > end) {
        throw new AssertionError(running() + " calls still run " + LONGEST_END + " after the end");
      }
      Thread.sleep(50);
    }
  }

  private long running() {
    return network
        .listAttempts(ListAttemptsRequest.newBuilder().setPageSize(200).build())
        .getAttemptsList()
        .stream()
        .filter(attempt -> attempt.getOutcome().equals("running"))
        .count();
  }
}
