package pmm.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static pmm.provider.GatewayExtension.ask;
import static pmm.provider.Refusals.refused;

import io.grpc.StatusRuntimeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pmm.ledger.v1.CreateSnapshotRequest;
import pmm.ledger.v1.RestoreSnapshotRequest;
import pmm.provider.failure.ProviderReason;
import pmm.provider.ledger.Entry;
import pmm.provider.v1.Attempt;
import pmm.provider.v1.Consent;
import pmm.provider.v1.DenyConsentRequest;
import pmm.provider.v1.Finish;
import pmm.provider.v1.GenerateRequest;
import pmm.provider.v1.GenerateResponse;
import pmm.provider.v1.GetModelRequest;
import pmm.provider.v1.GetNetworkRequest;
import pmm.provider.v1.GetNetworkResponse;
import pmm.provider.v1.GetTotalsRequest;
import pmm.provider.v1.GoOfflineRequest;
import pmm.provider.v1.GrantConsentRequest;
import pmm.provider.v1.GrantStandingConsentRequest;
import pmm.provider.v1.LeaveOfflineRequest;
import pmm.provider.v1.ListAttemptsRequest;
import pmm.provider.v1.ListConsentsRequest;
import pmm.provider.v1.Locality;
import pmm.provider.v1.NetworkMode;
import pmm.provider.v1.ProviderError;
import pmm.provider.v1.RevokeConsentRequest;
import pmm.provider.v1.Total;
import pmm.rpc.RemoteProblem;

class ConsentTest {

  @RegisterExtension final GatewayExtension mesh = new GatewayExtension();

  @Test
  void refusesWithoutConsentRecordsItAndConnectsToNobody() {
    GenerateRequest.Builder request = ask(mesh.remote("scripted"), "Hello");
    RemoteProblem problem = refused(ProviderReason.CONSENT_REQUIRED, () -> mesh.hear(request));
    Map<String, String> told = new TreeMap<>(problem.metadata());
    assertTrue(String.valueOf(told.remove("body_token")).matches("[0-9a-f]{64}"));
    assertEquals(
        Map.of(
            "host", "127.0.0.1",
            "purpose", "chat",
            "data_classes", "message",
            "model_id", "openai:scripted"),
        told);
    Entry refusal = mesh.events("network_attempt").getFirst();
    assertEquals("CONSENT_REQUIRED", refusal.text("refused"));
    assertEquals(request.getAttemptId(), refusal.text("attempt_id"));
    assertFalse(refusal.meta().has("body_digest"));
    assertEquals(List.of(), mesh.model().requests());
  }

  @Test
  void recordsTheAttemptBeforeTheServerSeesTheFirstByte() {
    String model = mesh.remote("scripted");
    grantAlways();
    List<Entry> seenByServer = new CopyOnWriteArrayList<>();
    mesh.model().onRequest(_ -> seenByServer.addAll(mesh.events("network_attempt")));
    long source = mesh.say("Hello");
    Heard heard = mesh.hear(ask(model, "Hello").addSourceEventIds(source));
    assertEquals("I heard: Hello", heard.text());
    assertEquals(1, seenByServer.size());
    Entry attempt = seenByServer.getFirst();
    assertEquals(heard.opened.getAttemptEventId(), attempt.id());
    assertEquals("remote", attempt.text("locality"));
    assertEquals("loopback", attempt.text("address_class"));
    assertEquals(64, attempt.text("body_digest").length());
    assertTrue(attempt.number("consent_id") > 0);
    Entry result = mesh.events("network_result").getFirst();
    assertEquals(attempt.id(), result.number("attempt_event_id"));
    assertEquals("done", result.text("outcome"));
    assertEquals(200, result.number("http_status"));
    assertTrue(result.number("received_bytes") > 0);
  }

  @Test
  void keepsNoDigestOfWordsThatNoEventKeeps() {
    String model = mesh.proved("scripted");
    long memory = mesh.say("Hello");
    Heard _ = mesh.hear(ask(model, "Secret"));
    GenerateRequest.Builder unrecorded =
        ask(model, "Secret").setConversationId("").setOffRecord(true).addSourceEventIds(memory);
    Heard _ = mesh.hear(unrecorded);
    List<Entry> attempts = mesh.events("network_attempt");
    assertEquals(2, attempts.size());
    attempts.forEach(attempt -> assertFalse(attempt.meta().has("body_digest")));
  }

  @Test
  void refusesARequestThatIsNeitherOnNorOffTheRecord() {
    String model = mesh.proved("scripted");
    refused(ProviderReason.INVALID_FIELD, () -> mesh.hear(ask(model, "Hi").setConversationId("")));
    refused(ProviderReason.INVALID_FIELD, () -> mesh.hear(ask(model, "Hi").setOffRecord(true)));
    assertEquals(List.of(), mesh.events("network_attempt"));
  }

  @Test
  void onceAllowsOneAttemptOnly() {
    String model = mesh.remote("scripted");
    GenerateRequest.Builder request = ask(model, "Hello");
    Consent consent = grant(Consent.Scope.SCOPE_ONCE, request.getAttemptId());
    assertEquals("test session", consent.getActor());
    refused(ProviderReason.CONSENT_REQUIRED, () -> mesh.hear(ask(model, "Hello")));
    assertEquals("I heard: Hello", mesh.hear(request).text());
    refused(ProviderReason.CONSENT_REQUIRED, () -> mesh.hear(request));
    assertEquals(Consent.State.STATE_ENDED, listed().getState());
  }

  @ParameterizedTest
  @ValueSource(strings = {"scripted+status=401", "scripted+status=500", "scripted+error=2"})
  void onceIsOverWhereItHasFailedForGood(String script) {
    String model = mesh.remote(script);
    GenerateRequest.Builder request = ask(model, "Hello");
    Consent _ = grant(Consent.Scope.SCOPE_ONCE, request.getAttemptId());
    try {
      assertTrue(mesh.hear(request).finish.hasError());
    } catch (StatusRuntimeException e) {
      assertFalse(
          RemoteProblem.from(e).orElseThrow().is(ProviderReason.CONSENT_REQUIRED), e::toString);
    }
    assertEquals(Consent.State.STATE_ENDED, listed().getState());
  }

  @Test
  void onceIsForOneCallAtATime() {
    String model = mesh.remote("scripted+endless+paced=20");
    GenerateRequest.Builder request = ask(model, "Hello");
    Consent _ = grant(Consent.Scope.SCOPE_ONCE, request.getAttemptId());
    Iterator<GenerateResponse> first = mesh.provider().generate(request.build());
    while (!first.next().hasText()) {
      // Phases come first.
    }
    refused(ProviderReason.CONSENT_REQUIRED, () -> mesh.hear(request));
    assertTrue(first.hasNext());
    assertEquals(1, mesh.model().requests().size());
  }

  @Test
  void onceAllowsExactlyTheBytesThatWereRefused() {
    String model = mesh.remote("scripted");
    RemoteProblem problem =
        refused(ProviderReason.CONSENT_REQUIRED, () -> mesh.hear(ask(model, "Hello")));
    GenerateRequest.Builder other = ask(model, "Hello, and my secret");
    grantOnce(other, problem);
    refused(ProviderReason.CONSENT_REQUIRED, () -> mesh.hear(other));
    GenerateRequest.Builder same = ask(model, "Hello");
    grantOnce(same, problem);
    assertEquals("I heard: Hello", mesh.hear(same).text());
    assertEquals(1, mesh.model().requests().size());
  }

  @Test
  void whatBindsAConsentToBytesIsWorthNothingAfterARestart() {
    String model = mesh.remote("scripted");
    RemoteProblem problem =
        refused(ProviderReason.CONSENT_REQUIRED, () -> mesh.hear(ask(model, "Hello")));
    mesh.stopGateway();
    mesh.startGateway();
    GenerateRequest.Builder same = ask(model, "Hello");
    grantOnce(same, problem);
    refused(ProviderReason.CONSENT_REQUIRED, () -> mesh.hear(same));
    assertEquals(List.of(), mesh.model().requests());
  }

  private void grantOnce(GenerateRequest.Builder request, RemoteProblem refused) {
    var _ =
        mesh.consents()
            .grantConsent(
                GrantConsentRequest.newBuilder()
                    .setHost("127.0.0.1")
                    .setScope(Consent.Scope.SCOPE_ONCE)
                    .setBoundTo(request.getAttemptId())
                    .setBodyToken(refused.metadata().getOrDefault("body_token", ""))
                    .build());
  }

  @Test
  void nothingIsAskedOfARemoteHostWhenItsModelIsAdded() {
    String model = mesh.remote("scripted", "sk-key");
    var _ = mesh.models().getModel(GetModelRequest.newBuilder().setModelId(model).build());
    assertEquals(0, mesh.model().begun());
    assertEquals(List.of(), mesh.model().requests());
    assertEquals(List.of(), mesh.events("network_attempt"));
  }

  @Test
  void sumsWhatWentOutByDayAndDestinationAndCountsDeclaredApart() {
    String remote = mesh.remote("scripted");
    String declared = mesh.declared("scripted", pmm.provider.v1.Api.API_OPENAI);
    assertFalse(network().hasQuietDays());
    Heard _ = mesh.hear(ask(declared, "Hi"));
    refused(ProviderReason.CONSENT_REQUIRED, () -> mesh.hear(ask(remote, "Hi")));
    assertFalse(network().hasQuietDays(), "nothing has left");
    assertEquals(0, network().getDeclaredQuietDays());
    assertTrue(network().hasDeclaredQuietDays());
    grantAlways();
    for (int i = 0; i < 3; i++) {
      Heard _ = mesh.hear(ask(remote, "Hi"));
    }
    assertTrue(network().hasQuietDays());
    assertEquals(0, network().getQuietDays());
    List<Total> totals =
        mesh.network().getTotals(GetTotalsRequest.getDefaultInstance()).getTotalsList();
    assertEquals(
        Set.of("127.0.0.1:" + mesh.model().port()),
        totals.stream().map(Total::getHost).collect(Collectors.toSet()));
    Total out = total(totals, Locality.LOCALITY_REMOTE);
    List<Attempt> attempts =
        mesh
            .network()
            .listAttempts(ListAttemptsRequest.getDefaultInstance())
            .getAttemptsList()
            .stream()
            .filter(attempt -> attempt.getLocality() == Locality.LOCALITY_REMOTE)
            .toList();
    assertEquals(3, out.getCalls());
    assertEquals(1, out.getRefused());
    assertEquals(attempts.stream().mapToLong(Attempt::getSentBytes).sum(), out.getSentBytes());
    assertEquals(
        attempts.stream().mapToLong(Attempt::getReceivedBytes).sum(), out.getReceivedBytes());
    assertEquals(1, total(totals, Locality.LOCALITY_DECLARED).getCalls());
  }

  @Test
  void whatReachedNobodyIsListedAsNothingSent() {
    String model = mesh.remote("scripted");
    grantAlways();
    mesh.model().close();
    refused(ProviderReason.UNREACHABLE, () -> mesh.hear(ask(model, "Hi")));
    List<Attempt> attempts =
        mesh.network().listAttempts(ListAttemptsRequest.getDefaultInstance()).getAttemptsList();
    assertEquals(
        Set.of("failed"), attempts.stream().map(Attempt::getOutcome).collect(Collectors.toSet()));
    assertEquals(0, attempts.stream().mapToLong(Attempt::getSentBytes).sum());
    // Once this is known, so is what came before it.
    grantAlways();
    assertFalse(network().hasQuietDays(), "nothing has left");
    assertFalse(network().hasLastRemoteTime());
    assertEquals(0, network().getRemoteCallsToday());
    assertEquals(List.of(), network().getHostsTodayList());
    Total total = mesh.network().getTotals(GetTotalsRequest.getDefaultInstance()).getTotals(0);
    assertEquals(0, total.getCalls());
    assertEquals(attempts.size(), total.getUnsent());
  }

  private GetNetworkResponse network() {
    return mesh.network().getNetwork(GetNetworkRequest.getDefaultInstance());
  }

  private static Total total(List<Total> totals, Locality locality) {
    return totals.stream()
        .filter(total -> total.getLocality() == locality)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aConversationAllowsItselfButNoOtherPurposeAndNoOtherWords() {
    String model = mesh.remote("scripted");
    grant(Consent.Scope.SCOPE_CONVERSATION, "c1");
    assertEquals("I heard: Hi", mesh.hear(ask(model, "Hi")).text());
    refused(
        ProviderReason.CONSENT_REQUIRED, () -> mesh.hear(ask(model, "Hi").setConversationId("c2")));
    refused(
        ProviderReason.CONSENT_REQUIRED,
        () -> mesh.hear(ask(model, "Hi").setPurpose("reflection")));
    refused(
        ProviderReason.CONSENT_REQUIRED,
        () -> mesh.hear(ask(model, "Hi").addDataClasses("attachment")));
  }

  @Test
  void aConsentThatNamesNoWordsAllowsThemForChatAlone() {
    assertEquals(List.of("memory", "message"), allowedFor(""));
    assertEquals(List.of("memory", "message"), allowedFor("chat"));
    for (String wordless : List.of("test", "list", "pull")) {
      assertEquals(List.of("none"), allowedFor(wordless));
    }
    for (String other : List.of("reflection", "identity_check", "compare")) {
      var problem = refused(ProviderReason.INVALID_FIELD, () -> allowedFor(other));
      assertEquals(
          "data_classes: [] (expected: at least one, for " + other + ")", problem.message());
    }
  }

  private List<String> allowedFor(String purpose) {
    return mesh.consents()
        .grantStandingConsent(
            GrantStandingConsentRequest.newBuilder().setHost("h").setPurpose(purpose).build())
        .getConsent()
        .getDataClassesList();
  }

  @Test
  void aHostIsTakenAsItIsPrinted() {
    for (String host : List.of("fd00::2", "[fd00::2]", "[FD00::2]")) {
      assertEquals("fd00::2", hostOf(host));
    }
    for (String none : List.of("2130706433", "0x7f000001", "[fd00::2", "fd00::2]")) {
      refused(ProviderReason.INVALID_FIELD, () -> hostOf(none));
    }
  }

  private String hostOf(String host) {
    return mesh.consents()
        .grantStandingConsent(GrantStandingConsentRequest.newBuilder().setHost(host).build())
        .getConsent()
        .getHost();
  }

  @Test
  void standingConsentNeedsItsOwnMethod() {
    refused(ProviderReason.STEP_UP_METHOD, () -> grant(Consent.Scope.SCOPE_ALWAYS, "anything"));
    refused(
        ProviderReason.INVALID_FIELD,
        () ->
            mesh.consents()
                .grantStandingConsent(
                    GrantStandingConsentRequest.newBuilder()
                        .setHost("h")
                        .setExpireTime(
                            com.google.protobuf.Timestamp.newBuilder()
                                .setSeconds(Instant.now().minusSeconds(1).getEpochSecond()))
                        .build()));
  }

  @Test
  void revokingEndsTheCallsThatStandOnIt() throws InterruptedException {
    String model = mesh.remote("scripted+paced=20+endless");
    Consent consent = grantAlways();
    Iterator<GenerateResponse> answer = mesh.provider().generate(ask(model, "Go on").build());
    skipToText(answer);
    int ended =
        mesh.consents()
            .revokeConsent(
                RevokeConsentRequest.newBuilder().setConsentId(consent.getConsentId()).build())
            .getEndedCalls();
    assertEquals(1, ended);
    assertTrue(mesh.model().awaitLeftReader());
    Heard rest = new Heard();
    answer.forEachRemaining(rest::add);
    assertEquals(Finish.Reason.REASON_ERROR, rest.finish.getReason());
    assertEquals(ProviderError.Type.TYPE_CONSENT_REVOKED, rest.finish.getError().getType());
    refused(ProviderReason.CONSENT_REQUIRED, () -> mesh.hear(ask(model, "Again")));
    assertEquals(Consent.State.STATE_REVOKED, listed().getState());
  }

  @Test
  void offlineEndsAndRefusesWhatIsRemoteWhateverIsConsented() throws InterruptedException {
    String model = mesh.remote("scripted+paced=20+endless");
    String here = mesh.proved("scripted");
    String declared = mesh.declared("scripted", pmm.provider.v1.Api.API_OPENAI);
    grantAlways();
    Iterator<GenerateResponse> answer = mesh.provider().generate(ask(model, "Go on").build());
    skipToText(answer);
    assertEquals(
        1, mesh.network().goOffline(GoOfflineRequest.getDefaultInstance()).getEndedCalls());
    assertTrue(mesh.model().awaitLeftReader());
    Heard rest = new Heard();
    answer.forEachRemaining(rest::add);
    ProviderError error = rest.finish.getError();
    assertEquals(ProviderError.Type.TYPE_WENT_OFFLINE, error.getType());
    assertTrue(error.getMessage().contains("Offline mode was switched on"), error::getMessage);
    assertTrue(error.getMessage().endsWith("leave it: pmm offline off."), error::getMessage);
    refused(ProviderReason.OFFLINE, () -> mesh.hear(ask(model, "Again")));
    assertEquals("I heard: Hi", mesh.hear(ask(here, "Hi")).text());
    assertEquals("I heard: Hi", mesh.hear(ask(declared, "Hi")).text(), "was consented");
    assertEquals("OFFLINE", mesh.events("network_attempt").get(1).text("refused"));
    var _ = mesh.network().leaveOffline(LeaveOfflineRequest.getDefaultInstance());
    skipToText(mesh.provider().generate(ask(model, "Again").build()));
  }

  @Test
  void offlineAsksOnceForWhatIsOnlyDeclaredLocal() {
    String declared = mesh.declared("scripted", pmm.provider.v1.Api.API_OPENAI);
    assertEquals("I heard: Hi", mesh.hear(ask(declared, "Hi")).text());
    var _ = mesh.network().goOffline(GoOfflineRequest.getDefaultInstance());
    refused(ProviderReason.CONSENT_REQUIRED, () -> mesh.hear(ask(declared, "Hi")));
    grantAlways();
    assertEquals("I heard: Hi", mesh.hear(ask(declared, "Hi")).text());
  }

  @Test
  void aDenialIsKept() {
    long id =
        mesh.consents()
            .denyConsent(DenyConsentRequest.newBuilder().setHost("127.0.0.1").build())
            .getEventId();
    assertEquals(id, listed().getConsentId());
    assertEquals(Consent.State.STATE_DENIED, listed().getState());
  }

  @Test
  void aFileThatMovedToAnotherHomeStartsWithoutConsents() throws Exception {
    String model = mesh.remote("scripted");
    grantAlways();
    mesh.stopGateway();
    mesh.stopLedger();
    // Another home is told by the random id that stays behind.
    Path id = mesh.home().file("home.id");
    assertTrue(Files.deleteIfExists(id));
    mesh.startLedger();
    mesh.startGateway();
    refused(ProviderReason.CONSENT_REQUIRED, () -> mesh.hear(ask(model, "Hello")));
    assertEquals(List.of(), mesh.model().requests());
    assertEquals(Consent.State.STATE_REVOKED, listed().getState());
  }

  @Test
  void aRestoreVoidsConsentsAndLeavesOfflineMode() throws InterruptedException {
    String model = mesh.remote("scripted");
    grantAlways();
    String snapshot =
        mesh.ledger(pmm.rpc.Role.CLI)
            .createSnapshot(CreateSnapshotRequest.getDefaultInstance())
            .getSnapshot()
            .getName();
    var _ = mesh.network().goOffline(GoOfflineRequest.getDefaultInstance());

    var _ =
        mesh.ledger(pmm.rpc.Role.CLI)
            .restoreSnapshot(RestoreSnapshotRequest.newBuilder().setName(snapshot).build());

    refused(ProviderReason.CONSENT_REQUIRED, () -> mesh.hear(ask(model, "Hello")));
    assertEquals(List.of(), mesh.model().requests());
    assertEquals(Consent.State.STATE_REVOKED, listed().getState());
    assertEquals(
        NetworkMode.NETWORK_MODE_ASK,
        mesh.network().getNetwork(GetNetworkRequest.getDefaultInstance()).getMode());
  }

  @Test
  void aRestoreEndsTheCallsThatStandOnWhatWasLeft() throws InterruptedException {
    String model = mesh.remote("scripted+paced=20+endless");
    String snapshot =
        mesh.ledger(pmm.rpc.Role.CLI)
            .createSnapshot(CreateSnapshotRequest.getDefaultInstance())
            .getSnapshot()
            .getName();
    grantAlways();
    Iterator<GenerateResponse> answer = mesh.provider().generate(ask(model, "Go on").build());
    skipToText(answer);

    var _ =
        mesh.ledger(pmm.rpc.Role.CLI)
            .restoreSnapshot(RestoreSnapshotRequest.newBuilder().setName(snapshot).build());

    assertTrue(mesh.model().awaitLeftReader());
  }

  @Test
  void grantsToHostsAlone() {
    for (String host : List.of("a_b..c", "a b", "-a.com", "a/b", "https://a.com", "a.com:443")) {
      var problem = refused(ProviderReason.INVALID_FIELD, () -> standing(host));
      assertTrue(problem.message().contains("host: " + host), problem::message);
      assertTrue(problem.message().contains("expected: a host name"), problem::message);
    }
    for (String host : List.of("api.openai.com", "models", "10.0.0.7", "::1", "xn--bcher-kva.de")) {
      assertEquals(host, standing(host.toUpperCase(Locale.ROOT)).getHost());
    }
  }

  private Consent standing(String host) {
    return mesh.consents()
        .grantStandingConsent(GrantStandingConsentRequest.newBuilder().setHost(host).build())
        .getConsent();
  }

  @Test
  void retriesWithTheSameRequestIdAreStoredOnce() {
    GrantConsentRequest request =
        GrantConsentRequest.newBuilder()
            .setHost("h")
            .setScope(Consent.Scope.SCOPE_CONVERSATION)
            .setBoundTo("c1")
            .setRequestId("5bdb3de0-51e9-4a1e-a1de-4a8f27f7a3b1")
            .build();
    assertEquals(
        mesh.consents().grantConsent(request).getConsent(),
        mesh.consents().grantConsent(request).getConsent());
    assertEquals(1, mesh.events("consent_granted").size());
  }

  private Consent grantAlways() {
    return mesh.consents()
        .grantStandingConsent(GrantStandingConsentRequest.newBuilder().setHost("127.0.0.1").build())
        .getConsent();
  }

  private Consent grant(Consent.Scope scope, String boundTo) {
    return mesh.consents()
        .grantConsent(
            GrantConsentRequest.newBuilder()
                .setHost("127.0.0.1")
                .setScope(scope)
                .setBoundTo(boundTo)
                .build())
        .getConsent();
  }

  private Consent listed() {
    return mesh.consents().listConsents(ListConsentsRequest.getDefaultInstance()).getConsents(0);
  }

  private static void skipToText(Iterator<GenerateResponse> answer) {
    while (!answer.next().hasText()) {
      // Phases and who answers come first.
    }
  }
}
