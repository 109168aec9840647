package pmm.provider.failure;

import io.grpc.Status;
import java.util.stream.Stream;
import pmm.rpc.Reason;

/** Every reason why this service says no; the name is the reason of the ErrorInfo. */
public enum ProviderReason implements Reason {
  /** Nothing answers at the address. */
  UNREACHABLE,
  /** The key was refused. */
  KEY_REJECTED,
  /** Too many requests for now. */
  RATE_LIMITED,
  /** The account has no quota left; waiting does not help. */
  QUOTA_EXHAUSTED,
  /** The provider, or its place in our queue, is full. */
  OVERLOADED,
  /** The provider does not have this model. */
  MODEL_NOT_FOUND,
  /** The provider refused the request. */
  BAD_REQUEST,
  /** The prompt, or it and the answer, is longer than the model's window. */
  CONTEXT_OVERFLOW,
  /** The model takes no images. */
  IMAGES_NOT_TAKEN,
  /** The provider failed. */
  PROVIDER_FAILED,
  /** The answer was not in the promised format. */
  MALFORMED,
  /** The connection ended before the answer did. */
  CUT_OFF,
  /** No first word, or no next one, in time. */
  TIMED_OUT,
  /** The certificate is not to be trusted. */
  TLS,
  /** The host shows another key than the pinned ones. */
  PIN_MISMATCH,
  /** The address is not the kind it was when the model was added, or the name is not allowed. */
  ADDRESS_REFUSED,
  /** The breaker is open after repeated failures. */
  BREAKER_OPEN,
  /** The person's own limit is reached. */
  LIMIT_REACHED,
  /** The tokens that the person allows a day are spent. */
  BUDGET_SPENT,
  /** The consent was revoked while the call ran. */
  CONSENT_REVOKED,
  /** Offline mode was switched on while the call ran. */
  WENT_OFFLINE,
  /** Nobody has allowed this yet. */
  CONSENT_REQUIRED,
  /** Offline mode allows nothing that may leave the device. */
  OFFLINE,
  /** The server said in its answer that it had sent the words on to another host. */
  FORWARDED,
  /** No such model has been added. */
  MODEL_UNKNOWN,
  /** Another model has this name. */
  MODEL_EXISTS,
  /** No such consent was given. */
  CONSENT_UNKNOWN,
  /** The act needs the method that asks for a confirmation. */
  STEP_UP_METHOD,
  /** A field of the request does not hold what it must. */
  INVALID_FIELD,
  /** The isolated codec of the model broke its contract, or does not answer. */
  CODEC_FAILED,
  /** What is to be downloaded does not fit on the disk. */
  NO_SPACE,
  /** The ledger is away, and without it nothing leaves. */
  LEDGER_AWAY;

  @Override
  public String domain() {
    return "provider.pmm";
  }

  @Override
  public Status.Code code() {
    return switch (this) {
      case UNREACHABLE, OVERLOADED, PROVIDER_FAILED, CUT_OFF, BREAKER_OPEN, LEDGER_AWAY ->
          Status.Code.UNAVAILABLE;
      case KEY_REJECTED,
          PIN_MISMATCH,
          ADDRESS_REFUSED,
          CONSENT_REQUIRED,
          CONSENT_REVOKED,
          FORWARDED,
          WENT_OFFLINE,
          STEP_UP_METHOD ->
          Status.Code.PERMISSION_DENIED;
      case RATE_LIMITED, QUOTA_EXHAUSTED, LIMIT_REACHED, BUDGET_SPENT ->
          Status.Code.RESOURCE_EXHAUSTED;
      case MODEL_NOT_FOUND, MODEL_UNKNOWN, CONSENT_UNKNOWN -> Status.Code.NOT_FOUND;
      case MODEL_EXISTS -> Status.Code.ALREADY_EXISTS;
      case BAD_REQUEST, CONTEXT_OVERFLOW, IMAGES_NOT_TAKEN, TLS, OFFLINE, CODEC_FAILED, NO_SPACE ->
          Status.Code.FAILED_PRECONDITION;
      case MALFORMED -> Status.Code.DATA_LOSS;
      case TIMED_OUT -> Status.Code.DEADLINE_EXCEEDED;
      case INVALID_FIELD -> Status.Code.INVALID_ARGUMENT;
    };
  }

  /** Whether this is the name of a reason after which the same call may be tried again. */
  public static boolean isRetryable(String name) {
    return Stream.of(values()).anyMatch(reason -> reason.name().equals(name) && reason.retryable());
  }

  /** Whether another model may well answer where this one does not. */
  public boolean otherModelHelps() {
    return switch (this) {
      case UNREACHABLE,
          RATE_LIMITED,
          QUOTA_EXHAUSTED,
          OVERLOADED,
          MODEL_NOT_FOUND,
          PROVIDER_FAILED,
          MALFORMED,
          CUT_OFF,
          TIMED_OUT,
          BREAKER_OPEN,
          CODEC_FAILED,
          BUDGET_SPENT ->
          true;
      case KEY_REJECTED,
          BAD_REQUEST,
          CONTEXT_OVERFLOW,
          IMAGES_NOT_TAKEN,
          TLS,
          PIN_MISMATCH,
          ADDRESS_REFUSED,
          LIMIT_REACHED,
          CONSENT_REVOKED,
          CONSENT_REQUIRED,
          OFFLINE,
          FORWARDED,
          WENT_OFFLINE,
          MODEL_UNKNOWN,
          MODEL_EXISTS,
          CONSENT_UNKNOWN,
          STEP_UP_METHOD,
          INVALID_FIELD,
          NO_SPACE,
          LEDGER_AWAY ->
          false;
    };
  }

  /** Whether asking again may help, as long as nothing of an answer has been seen. */
  public boolean retryable() {
    return switch (this) {
      case UNREACHABLE, RATE_LIMITED, OVERLOADED, PROVIDER_FAILED, CUT_OFF -> true;
      case KEY_REJECTED,
          QUOTA_EXHAUSTED,
          MODEL_NOT_FOUND,
          BAD_REQUEST,
          CONTEXT_OVERFLOW,
          IMAGES_NOT_TAKEN,
          MALFORMED,
          TIMED_OUT,
          TLS,
          PIN_MISMATCH,
          ADDRESS_REFUSED,
          BREAKER_OPEN,
          LIMIT_REACHED,
          BUDGET_SPENT,
          CONSENT_REVOKED,
          CONSENT_REQUIRED,
          OFFLINE,
          FORWARDED,
          WENT_OFFLINE,
          MODEL_UNKNOWN,
          MODEL_EXISTS,
          CONSENT_UNKNOWN,
          STEP_UP_METHOD,
          INVALID_FIELD,
          CODEC_FAILED,
          NO_SPACE,
          LEDGER_AWAY ->
          false;
    };
  }
}
