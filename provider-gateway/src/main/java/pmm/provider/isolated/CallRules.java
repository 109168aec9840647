package pmm.provider.isolated;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import pmm.provider.codec.HttpCall;
import pmm.provider.codec.HttpCall.KeyHeader;
import pmm.provider.model.Api;
import pmm.provider.v1.EncodeResponse;

/** Which HTTP calls an isolated codec may wish for. Whom to call is not its to say. */
final class CallRules {

  static final int MOST_BODY_BYTES = 8 << 20;
  private static final int MOST_HEADERS = 8;
  private static final Set<String> HEADERS = Set.of("accept", "content-type", "anthropic-version");
  private static final Set<KeyHeader> KEYS =
      Set.of(KeyHeader.BEARER, new KeyHeader("x-api-key", ""));
  private static final Pattern VALUE = Pattern.compile("[ -~]{0,256}");

  private CallRules() {}

  /** The call, if it is one that its format needs to ask this model. */
  static HttpCall check(Api api, String model, EncodeResponse wish) throws CodecBreach {
    if (!wish.getMethod().equals("POST")) {
      throw CodecBreach.wants("the method", wish.getMethod(), "POST");
    }
    if (!wish.getPath().equals(path(api))) {
      throw CodecBreach.wants("the path", wish.getPath(), path(api));
    }
    checkHeaders(wish.getHeadersMap());
    KeyHeader key = new KeyHeader(wish.getKeyHeader(), wish.getKeyPrefix());
    if (!KEYS.contains(key)) {
      throw CodecBreach.wants(
          "the key's header",
          key.name() + ": " + key.prefix(),
          "authorization: Bearer, x-api-key:");
    }
    if (wish.getBody().isEmpty() || wish.getBody().size() > MOST_BODY_BYTES) {
      throw new CodecBreach(
          "wants to send "
              + wish.getBody().size()
              + " bytes (expected: 1 to "
              + MOST_BODY_BYTES
              + ")");
    }
    BodyRules.check(api, model, wish.getBody());
    return new HttpCall("POST", path(api), wish.getHeadersMap(), wish.getBody().toByteArray(), key);
  }

  private static void checkHeaders(Map<String, String> headers) throws CodecBreach {
    if (headers.size() > MOST_HEADERS) {
      throw new CodecBreach(
          "wants to send " + headers.size() + " headers (expected: " + MOST_HEADERS + " at most)");
    }
    for (Map.Entry<String, String> header : headers.entrySet()) {
      if (!HEADERS.contains(header.getKey())) {
        throw CodecBreach.wants(
            "the header", header.getKey(), String.join(", ", HEADERS.stream().sorted().toList()));
      }
      if (!VALUE.matcher(header.getValue()).matches()) {
        throw new CodecBreach(
            "wants the header " + header.getKey() + " to hold more than 256 characters of ASCII");
      }
    }
  }

  private static String path(Api api) {
    return switch (api) {
      case OPENAI -> "/chat/completions";
      case ANTHROPIC -> "/v1/messages";
      case OLLAMA -> "/api/chat";
    };
  }
}
