package pmm.mindstate.transcript;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times as they are written: in UTC, as precise as they are known. */
final class Moments {
  private Moments() {}

  static String ofMicros(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
  }

  static String ofMillis(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }

  /** The time of something that was said here. */
  static ObjectNode here(long millis) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("utc", ofMillis(millis))
        .put("micros", millis * 1000);
  }
}
