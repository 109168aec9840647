package pmm.ledger.store;

import java.util.Objects;
import pmm.mindfile.MindFileException;
import pmm.rpc.Problem;

/** What the failures of the mind file mean to a caller. */
public final class Failures {
  private Failures() {}

  /** A failure of the file as a {@link Problem}; anything else as it is. */
  public static Throwable translate(Throwable thrown) {
    return thrown instanceof MindFileException failure
        ? new Problem(reason(failure.reason()), message(failure))
        : thrown;
  }

  static String message(MindFileException failure) {
    return Objects.requireNonNullElse(failure.getMessage(), failure.reason().name());
  }

  static LedgerReason reason(MindFileException.Reason reason) {
    return switch (reason) {
      case INVALID -> LedgerReason.INVALID;
      case TOO_LARGE -> LedgerReason.TOO_LARGE;
      case HEAD_MOVED -> LedgerReason.HEAD_MOVED;
      case FENCED -> LedgerReason.FENCED;
      case UNKNOWN_KEY -> LedgerReason.SIGNATURE_REFUSED;
      case EXISTS -> LedgerReason.LEDGER_NOT_EMPTY;
      case BROKEN -> LedgerReason.LEDGER_BROKEN;
      case NOT_A_MIND_FILE, NEWER_FORMAT -> LedgerReason.NOT_READABLE;
      case LOCKED -> LedgerReason.LOCKED;
      case READ_ONLY -> LedgerReason.READ_ONLY;
      case DISK_FULL -> LedgerReason.DISK_FULL;
      case BUSY -> LedgerReason.BUSY;
      case IO -> LedgerReason.DEVICE_FAILED;
      case CLOSED -> LedgerReason.NOT_OPEN;
    };
  }
}
