package pmm.provider.service;

import com.google.common.net.InetAddresses;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import pmm.provider.consent.Occasion;
import pmm.provider.failure.ProviderReason;
import pmm.provider.model.ModelAddress;
import pmm.rpc.Problem;

/** What the fields of requests must hold. */
final class Checks {

  private static final Set<String> PURPOSES =
      Set.of("chat", "reflection", "summary", "identity_check", "compare", "test", "list", "pull");
  private static final Set<String> WORDLESS = Set.of("list", "pull");
  private static final Set<String> USUAL_WORDS = Set.of("message", "memory");
  private static final Set<String> DATA_CLASSES =
      Set.of("message", "memory", "imported", "attachment", Occasion.NO_WORDS);
  private static final Pattern HOST_NAME =
      Pattern.compile(
          "LABEL(\\.LABEL)*\\.?".replace("LABEL", "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"));
  private static final int LONGEST_NAME = 253;
  private static final int MOST_PAGE = 200;
  private static final int USUAL_PAGE = 50;

  private Checks() {}

  static Problem invalid(String field, String value, String expected) {
    return new Problem(
            ProviderReason.INVALID_FIELD, field + ": " + value + " (expected: " + expected + ")")
        .inField(field);
  }

  static String required(String field, String value) {
    if (value.isBlank()) {
      throw invalid(field, "\"\"", "a value");
    }
    return value;
  }

  /** A host as addresses have it: an IP address, or a name of letters, digits, hyphens and dots. */
  static String host(String value) {
    String host = value.strip().toLowerCase(Locale.ROOT).replaceAll("^\\[(.*)]$", "$1");
    boolean name =
        host.length() <= LONGEST_NAME
            && HOST_NAME.matcher(host).matches()
            && !ModelAddress.isNumber(host);
    if (!name && !InetAddresses.isInetAddress(host)) {
      throw invalid("host", value, "a host name such as api.openai.com, or an IP address");
    }
    return host;
  }

  /** A key without the blanks around it; what is wrong with one is told without showing it. */
  static String key(String value) {
    String key = value.strip();
    if (!key.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw invalid("model.key", "[key]", "visible ASCII characters");
    }
    return key;
  }

  /** An attempt id, made up for a caller that gives none. */
  static String attemptId(String given) {
    return given.isEmpty() ? UUID.randomUUID().toString() : uuid("attempt_id", given);
  }

  static String uuid(String field, String value) {
    try {
      return UUID.fromString(value).toString();
    } catch (IllegalArgumentException e) {
      throw invalid(field, value, "a UUID");
    }
  }

  /** A request id, made up if the caller has none. */
  static String requestId(String value) {
    return value.isEmpty() ? UUID.randomUUID().toString() : uuid("request_id", value);
  }

  static String purpose(String value) {
    if (!PURPOSES.contains(value)) {
      throw invalid("purpose", value, "one of " + PURPOSES.stream().sorted().toList());
    }
    return value;
  }

  /** A purpose that a prompt can have. */
  static String promptPurpose(String value) {
    if (WORDLESS.contains(value)) {
      throw invalid("purpose", value, "one that a prompt can have");
    }
    return purpose(value);
  }

  /** What a consent allows; where it names nothing, what its purpose usually sends. */
  static Set<String> consentedClasses(String purpose, Collection<String> values) {
    if (!values.isEmpty()) {
      return dataClasses(values);
    }
    return switch (purpose) {
      case "chat" -> USUAL_WORDS;
      case "test", "list", "pull" -> Set.of(Occasion.NO_WORDS);
      default -> throw invalid("data_classes", "[]", "at least one, for " + purpose);
    };
  }

  static Set<String> dataClasses(Collection<String> values) {
    for (String value : values) {
      if (!DATA_CLASSES.contains(value)) {
        throw invalid("data_classes", value, "of " + DATA_CLASSES.stream().sorted().toList());
      }
    }
    if (values.isEmpty()) {
      throw invalid("data_classes", "[]", "at least one");
    }
    return Set.copyOf(values);
  }

  static int pageSize(int asked) {
    if (asked < 0) {
      throw invalid("page_size", Integer.toString(asked), "0 or more");
    }
    return asked == 0 ? USUAL_PAGE : Math.min(asked, MOST_PAGE);
  }

  /** A page token that is an event id; the highest if there is none. */
  static long eventToken(String token) {
    try {
      return token.isEmpty() ? Long.MAX_VALUE : Long.parseLong(token);
    } catch (NumberFormatException e) {
      throw invalid("page_token", token, "one of an earlier page");
    }
  }
}
