package pmm.ui.session;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.ByteString;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import pmm.rpc.Problem;
import pmm.ui.door.Hosts;
import pmm.ui.v1.AnswerChallengeRequest;
import pmm.ui.v1.AnswerChallengeResponse;
import pmm.ui.v1.CreateChallengeRequest;
import pmm.ui.v1.CreateChallengeResponse;
import pmm.ui.v1.CreateLoginCodeRequest;
import pmm.ui.v1.CreateLoginCodeResponse;
import pmm.ui.v1.DoorServiceGrpc.DoorServiceImplBase;
import pmm.ui.v1.ExchangeLoginCodeRequest;
import pmm.ui.v1.ExchangeLoginCodeResponse;

/** The ways in. */
public final class DoorApi extends DoorServiceImplBase {
  private static final Duration CODE_VALID = Duration.ofSeconds(60);
  private static final int LONGEST_USER_AGENT = 256;

  private final Hosts hosts;
  private final OneTimeCodes codes;
  private final Sessions sessions;
  private final RememberedBrowsers browsers;

  /** Lets browsers into these sessions. */
  public DoorApi(Hosts hosts, OneTimeCodes codes, Sessions sessions, RememberedBrowsers browsers) {
    this.hosts = requireNonNull(hosts, "hosts");
    this.codes = requireNonNull(codes, "codes");
    this.sessions = requireNonNull(sessions, "sessions");
    this.browsers = requireNonNull(browsers, "browsers");
  }

  @Override
  public void createLoginCode(
      CreateLoginCodeRequest request, StreamObserver<CreateLoginCodeResponse> answer) {
    OneTimeCodes.Issued issued = codes.issue(CODE_VALID);
    answer.onNext(
        CreateLoginCodeResponse.newBuilder()
            .setUrl(hosts.page() + "#code=" + issued.code())
            .setExpireTime(SessionProto.timestamp(issued.expires()))
            .build());
    answer.onCompleted();
  }

  @Override
  public void exchangeLoginCode(
      ExchangeLoginCodeRequest request, StreamObserver<ExchangeLoginCodeResponse> answer) {
    if (!codes.redeem(request.getCode())) {
      throw new Problem(
          UiReason.CODE_NOT_VALID, "the code was used or is too old (expected: a fresh one)");
    }
    Sessions.Opened opened = sessions.open(userAgent(), null);
    answer.onNext(
        ExchangeLoginCodeResponse.newBuilder()
            .setSessionToken(opened.token())
            .setSessionId(opened.session().id())
            .build());
    answer.onCompleted();
  }

  @Override
  public void createChallenge(
      CreateChallengeRequest request, StreamObserver<CreateChallengeResponse> answer) {
    byte[] nonce = browsers.challenge(request.getBrowserId());
    answer.onNext(
        CreateChallengeResponse.newBuilder().setNonce(ByteString.copyFrom(nonce)).build());
    answer.onCompleted();
  }

  @Override
  public void answerChallenge(
      AnswerChallengeRequest request, StreamObserver<AnswerChallengeResponse> answer) {
    RememberedBrowser browser =
        browsers
            .answer(request.getBrowserId(), request.getSignature().toByteArray())
            .orElseThrow(() ->
                new Problem(
                    UiReason.SIGNATURE_NOT_VALID,
                    "not signed by a remembered browser (expected: its open challenge)"));
    Sessions.Opened opened = sessions.open(userAgent(), browser.id());
    answer.onNext(
        AnswerChallengeResponse.newBuilder()
            .setSessionToken(opened.token())
            .setSessionId(opened.session().id())
            .build());
    answer.onCompleted();
  }

  private static String userAgent() {
    String name =
        ServiceRequestContext.current().request().headers().get(HttpHeaderNames.USER_AGENT, "");
    return name.substring(0, Math.min(name.length(), LONGEST_USER_AGENT));
  }
}
