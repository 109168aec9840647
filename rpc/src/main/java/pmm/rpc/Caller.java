package pmm.rpc;

import static java.util.Objects.requireNonNull;

import io.grpc.Context;

/**
 * Who makes the current call.
 *
 * @param role what the caller's token says it is
 * @param actor the session, device or command behind it, for records of who did what
 */
public record Caller(Role role, String actor) {
  static final Context.Key<Caller> KEY = Context.key("caller");

  /** Checks the parts. */
  public Caller {
    requireNonNull(role, "role");
    requireNonNull(actor, "actor");
  }

  /**
   * The caller of the gRPC call that runs on this thread.
   *
   * @throws IllegalStateException outside a call that passed {@link AuthInterceptor}
   */
  public static Caller current() {
    Caller caller = KEY.get();
    if (caller == null) {
      throw new IllegalStateException("no caller (expected: inside an authenticated call)");
    }
    return caller;
  }
}
