package pmm.ui.session;

import com.google.protobuf.ByteString;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import pmm.rpc.Problem;
import pmm.ui.mesh.Mesh;
import pmm.ui.mesh.MeshHealth;
import pmm.ui.v1.BeginStepUpRequest;
import pmm.ui.v1.BeginStepUpResponse;
import pmm.ui.v1.ConfirmPendingRequest;
import pmm.ui.v1.ConfirmPendingResponse;
import pmm.ui.v1.ConfirmStepUpRequest;
import pmm.ui.v1.ConfirmStepUpResponse;
import pmm.ui.v1.GetMeshRequest;
import pmm.ui.v1.GetMeshResponse;
import pmm.ui.v1.ListPendingRequest;
import pmm.ui.v1.ListPendingResponse;
import pmm.ui.v1.ListSessionsRequest;
import pmm.ui.v1.ListSessionsResponse;
import pmm.ui.v1.RememberBrowserRequest;
import pmm.ui.v1.RememberBrowserResponse;
import pmm.ui.v1.RevokeSessionRequest;
import pmm.ui.v1.RevokeSessionResponse;
import pmm.ui.v1.SessionServiceGrpc.SessionServiceImplBase;

/** What those who are in may ask about themselves and their like. */
public final class SessionApi extends SessionServiceImplBase {
  private final Sessions sessions;
  private final RememberedBrowsers browsers;
  private final StepUps stepUps;
  private final MeshHealth health;
  private final MindName mindName;

  /** Answers from these. */
  public SessionApi(Sessions sessions, RememberedBrowsers browsers, StepUps stepUps, Mesh mesh) {
    this.sessions = sessions;
    this.browsers = browsers;
    this.stepUps = stepUps;
    this.health = new MeshHealth(mesh);
    this.mindName = new MindName(mesh);
  }

  @Override
  public void getMesh(GetMeshRequest request, StreamObserver<GetMeshResponse> answer) {
    answer.onNext(
        GetMeshResponse.newBuilder()
            .addAllServices(health.check())
            .setSessionId(Session.current().map(Session::id).orElse(""))
            .setVersion(version())
            .build());
    answer.onCompleted();
  }

  @Override
  public void listSessions(
      ListSessionsRequest request, StreamObserver<ListSessionsResponse> answer) {
    answer.onNext(
        ListSessionsResponse.newBuilder()
            .addAllSessions(SessionProto.list(sessions.all(), browsers.all()))
            .build());
    answer.onCompleted();
  }

  @Override
  public void revokeSession(
      RevokeSessionRequest request, StreamObserver<RevokeSessionResponse> answer) {
    String id = request.getSessionId();
    Optional<Session> session =
        sessions.all().stream().filter(live -> live.id().equals(id)).findFirst();
    // Whoever is revoked shall not come back by the key either.
    String browserId = session.flatMap(Session::browserId).orElse(id);
    if (!browsers.forget(browserId) && session.isEmpty()) {
      throw new Problem(
              UiReason.SESSION_NOT_FOUND, id + " (expected: an id that ListSessions returns)")
          .inField("session_id");
    }
    answer.onNext(RevokeSessionResponse.getDefaultInstance());
    answer.onCompleted();
    session.ifPresent(sessions::end);
    sessions.all().stream()
        .filter(live -> live.browserId().equals(Optional.of(browserId)))
        .forEach(sessions::end);
  }

  @Override
  public void rememberBrowser(
      RememberBrowserRequest request, StreamObserver<RememberBrowserResponse> answer) {
    Session session = session();
    RememberedBrowser browser =
        browsers.remember(request.getPublicKey().toByteArray(), session.userAgent());
    session.browserId().ifPresent(browsers::forget);
    session.rememberAs(browser.id());
    answer.onNext(RememberBrowserResponse.newBuilder().setBrowserId(browser.id()).build());
    answer.onCompleted();
  }

  @Override
  public void beginStepUp(BeginStepUpRequest request, StreamObserver<BeginStepUpResponse> answer) {
    List<byte[]> requests =
        Stream.concat(Stream.of(request.getRequest()), request.getFurtherRequestsList().stream())
            .map(ByteString::toByteArray)
            .toList();
    String id = stepUps.begin(session(), request.getMethod(), requests);
    answer.onNext(BeginStepUpResponse.newBuilder().setStepUpId(id).build());
    answer.onCompleted();
  }

  @Override
  public void confirmStepUp(
      ConfirmStepUpRequest request, StreamObserver<ConfirmStepUpResponse> answer) {
    if (!mindName.is(request.getMindName())) {
      throw new Problem(UiReason.NAME_NOT_RIGHT, "that is not the mind's name")
          .inField("mind_name");
    }
    stepUps.confirm(session(), request.getStepUpId());
    answer.onNext(ConfirmStepUpResponse.getDefaultInstance());
    answer.onCompleted();
  }

  @Override
  public void listPending(ListPendingRequest request, StreamObserver<ListPendingResponse> answer) {
    answer.onNext(
        ListPendingResponse.newBuilder()
            .addAllPending(stepUps.waiting().stream().map(SessionProto::pending).toList())
            .build());
    answer.onCompleted();
  }

  @Override
  public void confirmPending(
      ConfirmPendingRequest request, StreamObserver<ConfirmPendingResponse> answer) {
    stepUps.confirmNamed(request.getPendingId());
    answer.onNext(ConfirmPendingResponse.getDefaultInstance());
    answer.onCompleted();
  }

  private static Session session() {
    return Session.current()
        .orElseThrow(() ->
            new Problem(UiReason.SESSION_NOT_VALID, "a program (expected: a browser's session)"));
  }

  private static String version() {
    return Optional.ofNullable(SessionApi.class.getPackage().getImplementationVersion())
        .orElse("development");
  }
}
