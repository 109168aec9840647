package pmm.provider.egress;

import pmm.provider.codec.ResponseHead;
import pmm.provider.failure.Failure;

/** What arrives on a connection. */
public sealed interface Signal {

  /** Status and headers. */
  record Head(ResponseHead head) implements Signal {}

  /** Some bytes of the body. */
  @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
  record Data(byte[] bytes) implements Signal {}

  /** The body is over. */
  record End() implements Signal {}

  /** The connection broke. */
  record Broken(Failure failure) implements Signal {}
}
