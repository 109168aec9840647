package pmm.rpc;

import static java.util.Objects.requireNonNull;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lets a call through if its token's role may make it, and says who the {@link Caller} is. */
public final class AuthInterceptor implements ServerInterceptor {
  static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  static final Metadata.Key<String> ACTOR =
      Metadata.Key.of("pmm-actor", Metadata.ASCII_STRING_MARSHALLER);
  static final String SCHEME = "Bearer ";
  private static final int LONGEST_ACTOR = 256;

  private final TokenTable tokens;
  private final Access access;

  /** Checks calls against these tokens and this table. */
  public AuthInterceptor(TokenTable tokens, Access access) {
    this.tokens = requireNonNull(tokens, "tokens");
    this.access = requireNonNull(access, "access");
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    String method = call.getMethodDescriptor().getFullMethodName();
    if (!access.needsToken(method)) {
      return next.startCall(call, headers);
    }
    Caller caller;
    try {
      caller = authorize(method, headers);
    } catch (Problem refused) {
      StatusRuntimeException status = Statuses.of(refused);
      call.close(status.getStatus(), requireNonNull(status.getTrailers()));
      return new ServerCall.Listener<>() {};
    }
    return Contexts.interceptCall(
        Context.current().withValue(Caller.KEY, caller), call, headers, next);
  }

  private Caller authorize(String method, Metadata headers) {
    @Nullable String header = headers.get(AUTHORIZATION);
    if (header == null || !header.startsWith(SCHEME)) {
      throw new Problem(
          RpcReason.TOKEN_MISSING, "no token (expected: the header authorization: Bearer TOKEN)");
    }
    Role role =
        tokens
            .role(header.substring(SCHEME.length()))
            .orElseThrow(() ->
                new Problem(
                    RpcReason.TOKEN_UNKNOWN,
                    "unknown token (expected: one of this run, from the service's run folder)"));
    if (!access.allows(role, method)) {
      throw new Problem(
          RpcReason.ROLE_NOT_ALLOWED,
          "role " + role.id() + " may not call " + method,
          Map.of("role", role.id(), "method", method));
    }
    @Nullable String actor = role.namesActors() ? headers.get(ACTOR) : null;
    boolean named = actor != null && !actor.isBlank() && actor.length() <= LONGEST_ACTOR;
    return new Caller(role, named && actor != null ? actor : role.id());
  }
}
