package pmm.ui.session;

import io.grpc.Context;
import io.grpc.Context.CancellableContext;
import io.grpc.Status;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pmm.rpc.Caller;
import pmm.rpc.Role;

/** One browser that is in. */
public final class Session {
  private static final Context.Key<Session> KEY = Context.key("session");

  private final String id = Secrets.name();
  private final Secrets.Hash token;
  private final String userAgent;
  private final Instant created;
  private final CancellableContext life = Context.ROOT.withCancellation();
  private volatile Instant lastSeen;
  private volatile @Nullable String browserId;

  Session(Secrets.Hash token, String userAgent, Instant created, @Nullable String browserId) {
    this.token = token;
    this.userAgent = userAgent;
    this.created = created;
    this.lastSeen = created;
    this.browserId = browserId;
  }

  /** The session behind the gRPC call that runs on this thread, if a browser makes it. */
  static Optional<Session> current() {
    return Optional.ofNullable(KEY.get());
  }

  /** Who makes the gRPC call that runs on this thread: a session, or a program with a token. */
  public static Caller caller() {
    return current().map(session -> new Caller(Role.UI, session.id)).orElseGet(Caller::current);
  }

  String id() {
    return id;
  }

  String userAgent() {
    return userAgent;
  }

  Instant created() {
    return created;
  }

  Instant lastSeen() {
    return lastSeen;
  }

  Optional<String> browserId() {
    return Optional.ofNullable(browserId);
  }

  boolean hasToken(Secrets.Hash given) {
    return token.matches(given);
  }

  void seen(Instant now) {
    lastSeen = now;
  }

  void rememberAs(String browser) {
    browserId = browser;
  }

  /** A context for one call of this session; it ends when the session does. */
  Context context() {
    return life.withValue(KEY, this);
  }

  void end() {
    life.cancel(Status.UNAUTHENTICATED.withDescription("the session has ended").asException());
  }
}
