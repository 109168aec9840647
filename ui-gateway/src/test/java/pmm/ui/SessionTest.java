package pmm.ui;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import pmm.ledger.v1.RestoreSnapshotRequest;
import pmm.mind.v1.BringMindRequest;
import pmm.provider.v1.AddRemoteModelRequest;
import pmm.provider.v1.GrantStandingConsentRequest;
import pmm.provider.v1.LeaveOfflineRequest;
import pmm.provider.v1.ModelDraft;
import pmm.provider.v1.NetworkServiceGrpc.NetworkServiceBlockingStub;
import pmm.rpc.Caller;
import pmm.rpc.RemoteProblem;
import pmm.rpc.Role;
import pmm.ui.v1.AnswerChallengeRequest;
import pmm.ui.v1.BeginStepUpRequest;
import pmm.ui.v1.ConfirmPendingRequest;
import pmm.ui.v1.ConfirmStepUpRequest;
import pmm.ui.v1.CreateChallengeRequest;
import pmm.ui.v1.CreateLoginCodeRequest;
import pmm.ui.v1.DoorServiceGrpc.DoorServiceBlockingStub;
import pmm.ui.v1.ExchangeLoginCodeRequest;
import pmm.ui.v1.GetMeshRequest;
import pmm.ui.v1.GetMeshResponse;
import pmm.ui.v1.ListPendingRequest;
import pmm.ui.v1.ListSessionsRequest;
import pmm.ui.v1.Pending;
import pmm.ui.v1.RememberBrowserRequest;
import pmm.ui.v1.RevokeSessionRequest;
import pmm.ui.v1.ServiceHealth;
import pmm.ui.v1.Session;
import pmm.ui.v1.SessionServiceGrpc;
import pmm.ui.v1.SessionServiceGrpc.SessionServiceBlockingStub;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SessionTest {
  private static final Pattern LINK =
      Pattern.compile("http://pmm-[0-9a-f]{8}.localhost:[0-9]+/#code=(\\S+)");
  private static final String LEAVE_OFFLINE = "pmm.provider.v1.NetworkService/LeaveOffline";

  private Fixture fixture;

  SessionTest(@TempDir Path folder) {
    fixture = new Fixture(folder);
  }

  @AfterAll
  void close() {
    fixture.close();
  }

  @Test
  void aCodeComesInTheFragmentAndOpensOnce() throws Exception {
    String url = fixture.loginUrl();
    assertTrue(url.startsWith("http://" + fixture.ownHost() + "/#code="), url);
    ExchangeLoginCodeRequest request = exchange(url.replaceFirst(".*#code=", ""));
    String token =
        fixture.web(DoorServiceBlockingStub.class, "").exchangeLoginCode(request).getSessionToken();
    GetMeshResponse mesh = sessions(token).getMesh(GetMeshRequest.getDefaultInstance());
    assertEquals(
        List.of("ledger", "mind", "provider", "ui"),
        mesh.getServicesList().stream().map(ServiceHealth::getService).toList());
    assertTrue(mesh.getServicesList().stream().allMatch(ServiceHealth::getServing), mesh::toString);
    assertFalse(mesh.getSessionId().isEmpty());
    refused(
        "CODE_NOT_VALID",
        () -> fixture.web(DoorServiceBlockingStub.class, "").exchangeLoginCode(request));
  }

  @Test
  void aCodeIsValidForAMinute() throws Exception {
    String code = fixture.loginCode();
    fixture.clock.pass(Duration.ofSeconds(60));
    refused(
        "CODE_NOT_VALID",
        () -> fixture.web(DoorServiceBlockingStub.class, "").exchangeLoginCode(exchange(code)));
  }

  @Test
  void browsersCannotMakeCodesNorConfirmForTheCommand() throws Exception {
    String token = fixture.comeIn();
    refused(
        "METHOD_NOT_ALLOWED",
        () ->
            fixture
                .web(DoorServiceBlockingStub.class, token)
                .createLoginCode(CreateLoginCodeRequest.getDefaultInstance()));
    refused(
        "METHOD_NOT_ALLOWED",
        () -> sessions(token).confirmPending(ConfirmPendingRequest.getDefaultInstance()));
  }

  @Test
  void noTokenAndWrongTokensAreRefused() {
    for (String token : new String[] {"", "x", "Bearer"}) {
      refused(
          "SESSION_NOT_VALID", () -> sessions(token).getMesh(GetMeshRequest.getDefaultInstance()));
    }
  }

  @Test
  void aSessionEndsWithTheGateway() throws Exception {
    String token = fixture.comeIn();
    fixture = fixture.restarted();
    refused(
        "SESSION_NOT_VALID", () -> sessions(token).getMesh(GetMeshRequest.getDefaultInstance()));
  }

  @Test
  void aRememberedBrowserComesBackByItsKeyOnce() throws Exception {
    KeyPair key = key();
    String browser = remember(key, fixture.comeIn());
    String address = fixture.ownHost().replaceFirst(":.*", "");
    fixture = fixture.restarted();
    assertEquals(address, fixture.ownHost().replaceFirst(":.*", ""));

    AnswerChallengeRequest answer = answer(browser, key, nonce(browser));
    String token =
        fixture.web(DoorServiceBlockingStub.class, "").answerChallenge(answer).getSessionToken();
    List<Session> live =
        sessions(token)
            .listSessions(ListSessionsRequest.getDefaultInstance())
            .getSessionsList()
            .stream()
            .filter(Session::getLive)
            .toList();
    assertEquals(1, live.size());
    assertTrue(live.getFirst().getRemembered());
    assertEquals("TestBrowser/1", live.getFirst().getUserAgent());
    refused("SIGNATURE_NOT_VALID", () -> answerChallenge(answer));
  }

  @Test
  void onlyTheOpenChallengeSignedByTheRightKeyInTimeOpens() throws Exception {
    KeyPair key = key();
    String browser = remember(key, fixture.comeIn());
    byte[] nonce = nonce(browser);
    refused("SIGNATURE_NOT_VALID", () -> answerChallenge(answer(browser, key(), nonce)));
    byte[] other = nonce(browser);
    refused("SIGNATURE_NOT_VALID", () -> answerChallenge(answer(browser, key, nonce)));
    refused("SIGNATURE_NOT_VALID", () -> answerChallenge(answer(browser, key, other)));
    byte[] late = nonce(browser);
    fixture.clock.pass(Duration.ofSeconds(60));
    refused("SIGNATURE_NOT_VALID", () -> answerChallenge(answer(browser, key, late)));
    byte[] unknown = nonce("0123456789abcdef");
    assertEquals(32, unknown.length);
    refused("SIGNATURE_NOT_VALID", () -> answerChallenge(answer("0123456789abcdef", key, unknown)));
  }

  @Test
  void refusesAKeyThatIsNone() throws Exception {
    String token = fixture.comeIn();
    for (int length : new int[] {0, 64, 65}) {
      refused(
          "KEY_NOT_VALID",
          () ->
              sessions(token)
                  .rememberBrowser(
                      RememberBrowserRequest.newBuilder()
                          .setPublicKey(ByteString.copyFrom(new byte[length]))
                          .build()));
    }
  }

  @Test
  void revokingASessionForgetsItsKeyToo() throws Exception {
    KeyPair key = key();
    String token = fixture.comeIn();
    String browser = remember(key, token);
    String witness = fixture.comeIn();
    String id = sessions(token).getMesh(GetMeshRequest.getDefaultInstance()).getSessionId();
    RevokeSessionRequest revoke = RevokeSessionRequest.newBuilder().setSessionId(id).build();
    sessions(witness).revokeSession(revoke);
    refused(
        "SESSION_NOT_VALID", () -> sessions(token).getMesh(GetMeshRequest.getDefaultInstance()));
    refused("SIGNATURE_NOT_VALID", () -> answerChallenge(answer(browser, key, nonce(browser))));
    refused("SESSION_NOT_FOUND", () -> sessions(witness).revokeSession(revoke));
  }

  @Test
  void aGraveActNeedsTheMindsNameOnceForThatActInThatSession() throws Exception {
    String token = fixture.comeIn();
    refused("STEP_UP_REQUIRED", () -> leaveOffline(token, ""));
    String id = begin(token);
    refused("STEP_UP_REQUIRED", () -> leaveOffline(token, id));
    refused("NAME_NOT_RIGHT", () -> confirm(token, id, "Siri"));
    String other = fixture.comeIn();
    refused("STEP_UP_REQUIRED", () -> confirm(other, id, "Echo"));
    confirm(token, id, " echo ");
    refused("STEP_UP_REQUIRED", () -> leaveOffline(other, id));
    fixture.mesh.callers.clear();
    leaveOffline(token, id);
    Caller caller = fixture.mesh.callers.take();
    assertEquals(Role.UI, caller.role());
    assertEquals(
        sessions(token).getMesh(GetMeshRequest.getDefaultInstance()).getSessionId(),
        caller.actor());
    refused("STEP_UP_REQUIRED", () -> leaveOffline(token, id));
  }

  @Test
  void aConfirmationHoldsForTwoMinutes() throws Exception {
    String token = fixture.comeIn();
    String id = begin(token);
    confirm(token, id, "Echo");
    fixture.clock.pass(Duration.ofMinutes(2));
    refused("STEP_UP_REQUIRED", () -> leaveOffline(token, id));
  }

  @Test
  void aConfirmationIsOfExactlyOneRequest() throws Exception {
    String token = fixture.comeIn();
    String id = begin(token);
    confirm(token, id, "Echo");
    LeaveOfflineRequest other = LeaveOfflineRequest.newBuilder().setRequestId("other").build();
    refused(
        "STEP_UP_REQUIRED",
        () ->
            fixture
                .web(NetworkServiceBlockingStub.class, token, "pmm-step-up", id)
                .leaveOffline(other));
    leaveOffline(token, id);
  }

  @Test
  void anActOfSeveralCallsIsConfirmedOnceAndForExactlyThese() throws Exception {
    String token = fixture.comeIn();
    List<LeaveOfflineRequest> parts =
        Stream.of("a", "b", "c", "d")
            .map(id -> LeaveOfflineRequest.newBuilder().setRequestId(id).build())
            .toList();
    String id =
        sessions(token)
            .beginStepUp(
                BeginStepUpRequest.newBuilder()
                    .setMethod(LEAVE_OFFLINE)
                    .setRequest(parts.getFirst().toByteString())
                    .addAllFurtherRequests(
                        parts.subList(1, 4).stream()
                            .map(LeaveOfflineRequest::toByteString)
                            .toList())
                    .build())
            .getStepUpId();
    String asked = waiting(command()).getFirst().getDescription();
    assertTrue(asked.endsWith("; and so on, 4 requests in all"), asked);
    refused("STEP_UP_REQUIRED", () -> leaveOffline(token, id, parts.getFirst()));
    confirm(token, id, "Echo");

    leaveOffline(token, id, parts.get(1));

    refused("STEP_UP_REQUIRED", () -> leaveOffline(token, id, parts.get(1)));
    refused("STEP_UP_REQUIRED", () -> leaveOffline(token, id));
    leaveOffline(token, id, parts.get(0));
    leaveOffline(token, id, parts.get(3));
    leaveOffline(token, id, parts.get(2));
    refused("STEP_UP_REQUIRED", () -> leaveOffline(token, id, parts.get(2)));
  }

  @Test
  void theCommandConfirmsOneThatWaitsAndSeesWhatItIs() throws Exception {
    String token = fixture.comeIn();
    String first = begin(token);
    String second = begin(token);
    SessionServiceBlockingStub command = command();
    List<Pending> waiting = waiting(command);
    assertEquals(2, waiting.size());
    assertEquals(LEAVE_OFFLINE, waiting.getFirst().getMethod());
    assertTrue(waiting.getFirst().getDescription().startsWith("leave offline mode"));
    assertEquals("TestBrowser/1", waiting.getFirst().getUserAgent());
    refused("STEP_UP_NOT_FOUND", () -> confirmPending(command, first));
    confirmPending(command, waiting.getFirst().getPendingId());
    refused("STEP_UP_REQUIRED", () -> leaveOffline(token, second));
    leaveOffline(token, first);
    assertEquals(waiting.subList(1, 2), waiting(command));
    confirmPending(command, waiting.getLast().getPendingId());
  }

  @Test
  void saysInWordsWhatARequestAsksForButNeverAKey() throws Exception {
    String token = fixture.comeIn();
    AddRemoteModelRequest add =
        AddRemoteModelRequest.newBuilder()
            .setModel(
                ModelDraft.newBuilder()
                    .setModelId("openai:gpt\u202e\nA browser asks to nothing")
                    .setUrl("https://evil.example/v1")
                    .setKey("sk-secret"))
            .setReplace(true)
            .build();
    GrantStandingConsentRequest grant =
        GrantStandingConsentRequest.newBuilder().setHost("evil.example").build();
    begin(token, "pmm.provider.v1.ModelService/AddRemoteModel", add.toByteString());
    begin(token, "pmm.provider.v1.ConsentService/GrantStandingConsent", grant.toByteString());
    begin(
        token,
        "pmm.provider.v1.ConsentService/GrantStandingConsent",
        grant.toBuilder().setPurpose("test").build().toByteString());
    RestoreSnapshotRequest restore =
        RestoreSnapshotRequest.newBuilder().setName("mind-20261122T180305Z-412.db").build();
    begin(token, "pmm.ledger.v1.LedgerService/RestoreSnapshot", restore.toByteString());
    BringMindRequest bring =
        BringMindRequest.newBuilder().setName("old.db\nto nothing").setSha256("9f86d081").build();
    begin(token, "pmm.mind.v1.ImportService/BringMind", bring.toByteString());
    SessionServiceBlockingStub command = command();
    List<Pending> waiting = waiting(command);
    assertEquals(
        List.of(
            "add the model openai:gpt A browser asks to nothing at https://evil.example/v1, with a"
                + " key, in place of the one of that name",
            "let message and memory go to evil.example for chat until you take it back",
            "let what holds no words go to evil.example for test until you take it back",
            "go back to the snapshot mind-20261122T180305Z-412.db, and leave what came after it",
            "put old.db to nothing (SHA-256 9f86d081) in the place of the mind that lives here,"
                + " which is kept as a file"),
        waiting.stream().map(Pending::getDescription).toList());
    refused(
        "REQUEST_NOT_VALID",
        () -> begin(token, LEAVE_OFFLINE, ByteString.copyFromUtf8("no message")));
    waiting.forEach(pending -> confirmPending(command, pending.getPendingId()));
  }

  @Test
  void onlyGuardedActsAreConfirmed() throws Exception {
    String token = fixture.comeIn();
    refused(
        "METHOD_NOT_GUARDED",
        () ->
            sessions(token)
                .beginStepUp(BeginStepUpRequest.newBuilder().setMethod("a.B/C").build()));
  }

  @Test
  void thePageMovesToLocalhostWhereTheOwnerSaysSo(@TempDir Path folder) throws Exception {
    try (Fixture moved = new Fixture(folder, Map.of("ui.stay_on_localhost", "true"))) {
      String localhost = "localhost:" + moved.port();
      assertTrue(moved.loginUrl().startsWith("http://" + localhost + "/#code="));
      String page = moved.http(localhost).get("/").aggregate().join().contentUtf8();
      assertTrue(page.contains("page of the test"), page);
      String token = moved.comeIn();
      var unused =
          moved
              .web(SessionServiceBlockingStub.class, token)
              .getMesh(GetMeshRequest.getDefaultInstance());
    }
  }

  @Test
  void aContainersLogHoldsOneLinkUntilABrowserIsRemembered(@TempDir Path folder) throws Exception {
    Map<String, String> container = Map.of("ui.bind", "127.0.0.1");
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    PrintStream before = System.err;
    System.setErr(new PrintStream(log, true, UTF_8));
    try (Fixture first = new Fixture(folder, container)) {
      Matcher link = LINK.matcher(log.toString(UTF_8));
      assertTrue(link.find(), () -> log.toString(UTF_8));
      first.clock.pass(Duration.ofMinutes(9));
      String token =
          first
              .web(DoorServiceBlockingStub.class, "")
              .exchangeLoginCode(exchange(link.group(1)))
              .getSessionToken();
      var unused =
          first
              .web(SessionServiceBlockingStub.class, token)
              .rememberBrowser(
                  RememberBrowserRequest.newBuilder().setPublicKey(point(key())).build());
      log.reset();
    } finally {
      System.setErr(before);
    }
    System.setErr(new PrintStream(log, true, UTF_8));
    try (Fixture second = new Fixture(folder, container)) {
      assertTrue(second.port() > 0);
      assertFalse(LINK.matcher(log.toString(UTF_8)).find());
    } finally {
      System.setErr(before);
    }
  }

  private SessionServiceBlockingStub sessions(String token) {
    return fixture.web(SessionServiceBlockingStub.class, token);
  }

  private String begin(String token) {
    return begin(token, LEAVE_OFFLINE, LeaveOfflineRequest.getDefaultInstance().toByteString());
  }

  private String begin(String token, String method, ByteString request) {
    return sessions(token)
        .beginStepUp(BeginStepUpRequest.newBuilder().setMethod(method).setRequest(request).build())
        .getStepUpId();
  }

  private SessionServiceBlockingStub command() throws IOException {
    return fixture.withToken("cli", SessionServiceGrpc.newBlockingStub(fixture.program()));
  }

  private static List<Pending> waiting(SessionServiceBlockingStub command) {
    return command.listPending(ListPendingRequest.getDefaultInstance()).getPendingList();
  }

  private static void confirmPending(SessionServiceBlockingStub command, String id) {
    var unused =
        command.confirmPending(ConfirmPendingRequest.newBuilder().setPendingId(id).build());
  }

  private void confirm(String token, String id, String name) {
    var unused =
        sessions(token)
            .confirmStepUp(
                ConfirmStepUpRequest.newBuilder().setStepUpId(id).setMindName(name).build());
  }

  private void leaveOffline(String token, String stepUp) {
    leaveOffline(token, stepUp, LeaveOfflineRequest.getDefaultInstance());
  }

  private void leaveOffline(String token, String stepUp, LeaveOfflineRequest request) {
    String[] headers = stepUp.isEmpty() ? new String[0] : new String[] {"pmm-step-up", stepUp};
    var unused =
        fixture.web(NetworkServiceBlockingStub.class, token, headers).leaveOffline(request);
  }

  private String remember(KeyPair key, String token) {
    return sessions(token)
        .rememberBrowser(RememberBrowserRequest.newBuilder().setPublicKey(point(key)).build())
        .getBrowserId();
  }

  private static ByteString point(KeyPair key) {
    byte[] encoded = key.getPublic().getEncoded();
    return ByteString.copyFrom(Arrays.copyOfRange(encoded, encoded.length - 65, encoded.length));
  }

  private byte[] nonce(String browser) {
    return fixture
        .web(DoorServiceBlockingStub.class, "")
        .createChallenge(CreateChallengeRequest.newBuilder().setBrowserId(browser).build())
        .getNonce()
        .toByteArray();
  }

  private void answerChallenge(AnswerChallengeRequest answer) {
    var unused = fixture.web(DoorServiceBlockingStub.class, "").answerChallenge(answer);
  }

  private static AnswerChallengeRequest answer(String browser, KeyPair key, byte[] nonce)
      throws Exception {
    Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
    signature.initSign(key.getPrivate());
    signature.update(("pmm/browser/1\n" + browser + "\n").getBytes(US_ASCII));
    signature.update(nonce);
    return AnswerChallengeRequest.newBuilder()
        .setBrowserId(browser)
        .setSignature(ByteString.copyFrom(signature.sign()))
        .build();
  }

  private static KeyPair key() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static ExchangeLoginCodeRequest exchange(String code) {
    return ExchangeLoginCodeRequest.newBuilder().setCode(code).build();
  }

  private static void refused(String reason, Executable call) {
    StatusRuntimeException failure = assertThrows(StatusRuntimeException.class, call);
    RemoteProblem problem = RemoteProblem.from(failure).orElseThrow();
    assertEquals(reason, problem.reason(), problem::toString);
    assertEquals("ui.pmm", problem.domain());
  }
}
