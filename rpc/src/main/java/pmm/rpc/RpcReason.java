package pmm.rpc;

import io.grpc.Status;
import io.grpc.Status.Code;

/** The failures that every service shares. */
public enum RpcReason implements Reason {
  /** The call carries no token. */
  TOKEN_MISSING,
  /** The token is not one of this run of the service. */
  TOKEN_UNKNOWN,
  /** The caller's role may not use this method. */
  ROLE_NOT_ALLOWED,
  /** The service is stopping. */
  STOPPING,
  /** A defect; the log holds more under the id in the message. */
  INTERNAL;

  @Override
  public Status.Code code() {
    return switch (this) {
      case TOKEN_MISSING, TOKEN_UNKNOWN -> Code.UNAUTHENTICATED;
      case ROLE_NOT_ALLOWED -> Code.PERMISSION_DENIED;
      case STOPPING -> Code.UNAVAILABLE;
      case INTERNAL -> Code.INTERNAL;
    };
  }

  @Override
  public String domain() {
    return "rpc.pmm";
  }
}
