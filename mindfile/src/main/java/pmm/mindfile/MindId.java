package pmm.mindfile;

import java.security.SecureRandom;
import java.util.UUID;

/** The id of a mind: a UUID of version 7 (RFC 9562), time first, the rest random. */
final class MindId {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final long VERSION_7 = 0x7000;
  private static final long VARIANT = 0x8000_0000_0000_0000L;

  private MindId() {}

  static String create(long nowMs) {
    long high = nowMs << 16 | VERSION_7 | RANDOM.nextInt(1 << 12);
    long low = VARIANT | RANDOM.nextLong() >>> 2;
    return new UUID(high, low).toString();
  }
}
