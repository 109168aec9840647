package pmm.provider.codec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import pmm.provider.codec.AnswerEvent.Failed;
import pmm.provider.failure.Failure;
import pmm.provider.failure.ProviderReason;

/** What the errors of all providers mean. Their words differ, their statuses hardly. */
final class Failures {

  private Failures() {}

  static Failed malformed(String message) {
    return new Failed(new Failure(ProviderReason.MALFORMED, message));
  }

  /** An answer whose status is no success. */
  static Failure ofStatus(ResponseHead head, String body) {
    Words words = Json.object(body).map(Failures::words).orElse(new Words("", "", ""));
    int status = head.status();
    String said = words.message.isEmpty() ? ofStatus(status) : words.message;
    return new Failure(reason(status, words), said, status, head.retryAfter().orElse(null));
  }

  private static String ofStatus(int status) {
    return isRedirect(status)
        ? "It redirects to another address, to which nothing is sent."
        : "The provider answered with status " + status + ".";
  }

  private static boolean isRedirect(int status) {
    return status >= 300 && status < 400;
  }

  /** An error inside an answer whose status was a success. */
  static Failed inStream(JsonNode document) {
    Words words = words(document);
    String said = words.message.isEmpty() ? "The provider reported an error." : words.message;
    return new Failed(new Failure(reason(words.statusInCode(), words), said, 200, null));
  }

  /** Whether a document, or a piece of a stream, is an error and no part of an answer. */
  static boolean isError(JsonNode document) {
    return document.hasNonNull("error") || Json.string(document, "object").equals("error");
  }

  /**
   * The words of {@code {"error": "text"}}, where the text may be such a document itself, of {@code
   * {"error": {"message", "type", "code"}}}, and of {@code {"message", "type", "code"}}.
   */
  private static Words words(JsonNode document) {
    JsonNode said = document.path("error");
    if (said.isTextual()) {
      return Json.object(said.textValue())
          .filter(nested -> nested.path("error").isObject())
          .map(Failures::words)
          .orElseGet(() -> new Words(said.textValue(), "", ""));
    }
    JsonNode error = said.isObject() ? said : document;
    String message = Json.string(error, "message");
    return new Words(
        message.isEmpty() ? Json.string(document, "message") : message,
        Json.string(error, "type"),
        error.path("code").asText(""));
  }

  private static ProviderReason reason(int status, Words words) {
    String all = (words.type + " " + words.code + " " + words.message).toLowerCase(Locale.ROOT);
    if (has(
            all,
            "insufficient_quota",
            "billing_error",
            "credit balance",
            "exceeded your current quota")
        || status == 402) {
      return ProviderReason.QUOTA_EXHAUSTED;
    }
    if (has(
        all,
        "context_length_exceeded",
        "exceed_context_size",
        "maximum context length",
        "exceeds the context length",
        "exceeds the available context size",
        "exceed context limit",
        "prompt is too long")) {
      return ProviderReason.CONTEXT_OVERFLOW;
    }
    if (has(all, "overloaded") || status == 503 || status == 529) {
      return ProviderReason.OVERLOADED;
    }
    // One server in the middle says 404 where none behind it takes tools, another 500.
    if (has(all, "support tool", "tools param requires")) {
      return ProviderReason.BAD_REQUEST;
    }
    if (has(all, "model_not_found", "not_found_error") || status == 404 || notThere(all)) {
      return ProviderReason.MODEL_NOT_FOUND;
    }
    if (has(all, "rate_limit") || status == 429) {
      return ProviderReason.RATE_LIMITED;
    }
    if (has(all, "authentication_error", "permission_error", "invalid_api_key")
        || status == 401
        || status == 403) {
      return ProviderReason.KEY_REJECTED;
    }
    if (status == 408 || status == 504 || has(all, "timeout_error")) {
      return ProviderReason.TIMED_OUT;
    }
    if (isRedirect(status)) {
      return ProviderReason.ADDRESS_REFUSED;
    }
    if (has(all, "invalid_request", "request_too_large") || (status >= 400 && status < 500)) {
      return ProviderReason.BAD_REQUEST;
    }
    return ProviderReason.PROVIDER_FAILED;
  }

  private static boolean notThere(String words) {
    return words.contains("model") && words.contains("not found");
  }

  private static boolean has(String words, String... any) {
    for (String word : any) {
      if (words.contains(word)) {
        return true;
      }
    }
    return false;
  }

  private record Words(String message, String type, String code) {

    int statusInCode() {
      return code.matches("[345]\\d\\d") ? Integer.parseInt(code) : 0;
    }
  }
}
