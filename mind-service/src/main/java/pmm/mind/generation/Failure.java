package pmm.mind.generation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Why an answer did not come.
 *
 * @param reason in one word, such as "CONSENT_REQUIRED"
 * @param message for a person
 * @param host with CONSENT_REQUIRED: where the words would go
 * @param purpose with CONSENT_REQUIRED: why
 * @param dataClasses with CONSENT_REQUIRED: which kinds of words
 * @param retryAfterMs how long to wait before trying again; 0 if not known
 * @param bodyToken with CONSENT_REQUIRED: what ties a consent to exactly what would be sent; not
 *     kept
 */
public record Failure(
    String reason,
    String message,
    String host,
    String purpose,
    List<String> dataClasses,
    long retryAfterMs,
    String bodyToken) {
  /** The reason of an answer that waits for the person's consent. */
  public static final String CONSENT_REQUIRED = "CONSENT_REQUIRED";

  /** The reason of an attempt whose process ended before it did. */
  public static final String INTERRUPTED = "INTERRUPTED";

  /** Copies the list. */
  public Failure {
    dataClasses = List.copyOf(dataClasses);
  }

  /** Returns a failure that consent has no part in. */
  public static Failure of(String reason, String message) {
    return new Failure(reason, message, "", "", List.of(), 0, "");
  }

  /** Writes it into the meta of an outcome. */
  public void write(ObjectNode meta) {
    ObjectNode json = meta.putObject("failure").put("message", message).put("reason", reason);
    if (!host.isEmpty()) {
      json.put("host", host).put("purpose", purpose);
      ArrayNode classes = json.putArray("data_classes");
      dataClasses.forEach(classes::add);
    }
  }

  /** Reads it from the meta of an outcome. */
  public static Failure read(JsonNode meta) {
    JsonNode json = meta.path("failure");
    List<String> classes = new ArrayList<>();
    json.path("data_classes").forEach(each -> classes.add(each.asText()));
    return new Failure(
        json.path("reason").asText(),
        json.path("message").asText(),
        json.path("host").asText(),
        json.path("purpose").asText(),
        classes,
        0,
        "");
  }
}
