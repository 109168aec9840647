package pmm.mind.ledger;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Makes the ids of the appends that belong to one act, so that each of them can be tried again. */
public final class RequestIds {
  private RequestIds() {}

  /** Returns the same UUID for the same act and step, for ever. */
  public static String derive(String requestId, String step) {
    byte[] name = ("pmm/" + step + "\n" + requestId).getBytes(StandardCharsets.UTF_8);
    return UUID.nameUUIDFromBytes(name).toString();
  }
}
