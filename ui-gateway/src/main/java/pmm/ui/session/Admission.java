package pmm.ui.session;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import pmm.rpc.Access;
import pmm.rpc.AuthInterceptor;
import pmm.rpc.Problem;
import pmm.rpc.TokenTable;

/** Lets a call in: browsers by their session, programs by the token of their role. */
public final class Admission implements ServerInterceptor {
  private static final String WEB = "application/grpc-web";
  private static final String SCHEME = "Bearer ";
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final Metadata.Key<String> STEP_UP =
      Metadata.Key.of("pmm-step-up", Metadata.ASCII_STRING_MARSHALLER);

  /** What a browser may call that is not yet in. */
  private static final Set<String> COMING_IN =
      Set.of(
          "pmm.ui.v1.DoorService/ExchangeLoginCode",
          "pmm.ui.v1.DoorService/CreateChallenge",
          "pmm.ui.v1.DoorService/AnswerChallenge");

  private final Sessions sessions;
  private final StepUps stepUps;
  private final Set<String> forBrowsers;
  private final AuthInterceptor programs;

  /**
   * Checks calls.
   *
   * @param forBrowsers the full names of what a session may call
   * @param tokens those of the programs' roles
   * @param access what each of these roles may call
   */
  public Admission(
      Sessions sessions,
      StepUps stepUps,
      Set<String> forBrowsers,
      TokenTable tokens,
      Access access) {
    this.sessions = sessions;
    this.stepUps = stepUps;
    this.forBrowsers = Set.copyOf(forBrowsers);
    this.programs = new AuthInterceptor(tokens, access);
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    if (!isWeb()) {
      return programs.interceptCall(call, headers, next);
    }
    String method = call.getMethodDescriptor().getFullMethodName();
    if (COMING_IN.contains(method)) {
      return next.startCall(call, headers);
    }
    Session session = session(headers);
    if (!forBrowsers.contains(method)) {
      throw new Problem(UiReason.METHOD_NOT_ALLOWED, "browsers may not call " + method);
    }
    if (GraveAct.of(method).isPresent()) {
      @Nullable String stepUp = headers.get(STEP_UP);
      return new ConfirmedCall<>(
          call,
          // What passes through is bytes.
          request -> stepUps.use(stepUp, session, method, (byte[]) request),
          () -> Contexts.interceptCall(session.context(), call, headers, next));
    }
    return Contexts.interceptCall(session.context(), call, headers, next);
  }

  private static boolean isWeb() {
    return ServiceRequestContext.current()
        .request()
        .headers()
        .get(HttpHeaderNames.CONTENT_TYPE, "")
        .startsWith(WEB);
  }

  private Session session(Metadata headers) {
    @Nullable String header = headers.get(AUTHORIZATION);
    String token =
        header != null && header.startsWith(SCHEME) ? header.substring(SCHEME.length()) : "";
    return sessions
        .find(token)
        .orElseThrow(() ->
            new Problem(
                UiReason.SESSION_NOT_VALID,
                "no session has this token (expected: authorization: Bearer of a session)"));
  }
}
