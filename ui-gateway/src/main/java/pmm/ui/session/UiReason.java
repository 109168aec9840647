package pmm.ui.session;

import io.grpc.Status.Code;
import pmm.rpc.Reason;

/** Why the gateway itself says no. */
public enum UiReason implements Reason {
  /** The session is unknown or has ended. */
  SESSION_NOT_VALID,
  /** The one-time code was used, is too old, or never was. */
  CODE_NOT_VALID,
  /** The signature is not that of the remembered browser over its open challenge. */
  SIGNATURE_NOT_VALID,
  /** Browsers may not call this. */
  METHOD_NOT_ALLOWED,
  /** The act needs a confirmation, and this call carries none that holds. */
  STEP_UP_REQUIRED,
  /** The act needs no confirmation. */
  METHOD_NOT_GUARDED,
  /** The bytes are no request of the method that they are said to be of. */
  REQUEST_NOT_VALID,
  /** Nothing waits to be confirmed under this name. */
  STEP_UP_NOT_FOUND,
  /** The typed name is not the mind's. */
  NAME_NOT_RIGHT,
  /** The key is not an uncompressed P-256 point. */
  KEY_NOT_VALID,
  /** No session or remembered browser has this id. */
  SESSION_NOT_FOUND;

  @Override
  public Code code() {
    return switch (this) {
      case SESSION_NOT_VALID, CODE_NOT_VALID, SIGNATURE_NOT_VALID -> Code.UNAUTHENTICATED;
      case METHOD_NOT_ALLOWED -> Code.PERMISSION_DENIED;
      case STEP_UP_REQUIRED -> Code.FAILED_PRECONDITION;
      case METHOD_NOT_GUARDED, REQUEST_NOT_VALID, NAME_NOT_RIGHT, KEY_NOT_VALID ->
          Code.INVALID_ARGUMENT;
      case SESSION_NOT_FOUND, STEP_UP_NOT_FOUND -> Code.NOT_FOUND;
    };
  }

  @Override
  public String domain() {
    return "ui.pmm";
  }
}
