package pmm.ledger.store;

import io.grpc.Status;
import io.grpc.Status.Code;
import pmm.rpc.Reason;

/** Why the ledger did not do what it was asked to. */
public enum LedgerReason implements Reason {
  /** A field of the request is not well-formed. */
  INVALID,
  /** The request is beyond a limit of the format. */
  TOO_LARGE,
  /** No event of this kind can be appended by this version. */
  KIND_UNKNOWN,
  /** The caller's role may not append this kind. */
  KIND_NOT_ALLOWED,
  /** There is no such event, chunk or derived value. */
  NOT_FOUND,
  /** The last event is not the one that the caller expects. */
  HEAD_MOVED,
  /** A newer event of the fenced kinds exists. */
  FENCED,
  /** The file was replaced by an older state or another mind: what was read before is void. */
  HISTORY_REPLACED,
  /** The ledger holds events; an import needs an empty one. */
  LEDGER_NOT_EMPTY,
  /** What is to be imported does not verify; nothing of it is stored. */
  IMPORT_BROKEN,
  /** A signature is not of the key that is trusted, or not over this ledger. */
  SIGNATURE_REFUSED,
  /** The chain does not verify; appends stop. */
  LEDGER_BROKEN,
  /** What lies there is no mind file of a version that can be read. */
  NOT_READABLE,
  /** Another process has the file. */
  LOCKED,
  /** The file or its folder cannot be written. */
  READ_ONLY,
  /** No space is left; nothing was written. */
  DISK_FULL,
  /** Another program holds the file for a while; nothing was written: retry. */
  BUSY,
  /** The device failed; nothing was written. */
  DEVICE_FAILED,
  /** The ledger is stopping, or taking in an import. */
  NOT_OPEN;

  @Override
  public Status.Code code() {
    return switch (this) {
      case INVALID, TOO_LARGE, KIND_UNKNOWN, IMPORT_BROKEN -> Code.INVALID_ARGUMENT;
      case KIND_NOT_ALLOWED -> Code.PERMISSION_DENIED;
      case NOT_FOUND -> Code.NOT_FOUND;
      case HEAD_MOVED, FENCED, HISTORY_REPLACED -> Code.ABORTED;
      case SIGNATURE_REFUSED, LEDGER_NOT_EMPTY, LEDGER_BROKEN, NOT_READABLE, LOCKED, READ_ONLY ->
          Code.FAILED_PRECONDITION;
      case DISK_FULL -> Code.RESOURCE_EXHAUSTED;
      case DEVICE_FAILED -> Code.INTERNAL;
      case BUSY, NOT_OPEN -> Code.UNAVAILABLE;
    };
  }

  @Override
  public String domain() {
    return "ledger.pmm";
  }
}
