package pmm.rpc;

import io.grpc.Status;

/** Why a call failed, in one word; each service has one enum of them. */
public interface Reason {
  /** The word, UPPER_SNAKE, at most 63 characters. */
  String name();

  /** The gRPC code it travels under. */
  Status.Code code();

  /** The service that speaks, such as "ledger.pmm". */
  String domain();
}
