package pmm.mind.contract;

import com.google.protobuf.Timestamp;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import pmm.mindstate.Models;
import pmm.mindstate.StateEvent;
import pmm.rpc.Problem;

/** Checks and conversions that several methods share. */
public final class Requests {
  /** The most bytes a message or an answer may have, as UTF-8. */
  public static final int MAX_TEXT_BYTES = 1 << 20;

  private static final int DEFAULT_PAGE = 50;
  private static final int MAX_PAGE = 200;

  private Requests() {}

  /** Returns the page size that a request means. */
  public static int pageSize(int asked) {
    return asked <= 0 ? DEFAULT_PAGE : Math.min(asked, MAX_PAGE);
  }

  /** Returns a required UUID in its canonical form. */
  public static String uuid(String field, String value) {
    try {
      return UUID.fromString(value).toString();
    } catch (IllegalArgumentException e) {
      throw bad(field, value.isEmpty() ? "nothing" : value, "a UUID");
    }
  }

  /** Returns the caller's request id, or one made up for a caller that wants no protection. */
  public static String requestId(String value) {
    return value.isEmpty() ? UUID.randomUUID().toString() : uuid("request_id", value);
  }

  /** Returns the model that a request names, or the one that is selected. */
  public static String modelId(String asked, Models models) {
    if (asked.isEmpty()) {
      return models.selected().modelId();
    }
    if (!asked.equals(Models.BUILT_IN) && !models.added().containsKey(asked)) {
      throw new Problem(
          MindReason.MODEL_NOT_FOUND,
          "model_id: " + asked + " was not added",
          Map.of("model_id", asked));
    }
    return asked;
  }

  /** Checks a person's words. */
  public static String words(String field, String text) {
    if (text.isBlank()) {
      throw bad(field, "nothing", "words");
    }
    return storable(field, text);
  }

  /** Checks what may become a person's words, and may be nothing yet. */
  public static String storable(String field, String text) {
    if (text.indexOf('\0') >= 0) {
      throw bad(field, "a text with a NUL character", "a text without");
    }
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_TEXT_BYTES) {
      throw bad(field, bytes + " bytes", "at most " + MAX_TEXT_BYTES);
    }
    return text;
  }

  /** Returns the number in a page token, or a default for the first page. */
  public static long pageToken(String token, long first) {
    if (token.isEmpty()) {
      return first;
    }
    try {
      return Long.parseLong(token);
    } catch (NumberFormatException e) {
      throw bad("page_token", token, "the next_page_token of the page before");
    }
  }

  /** Returns the failure of a wrong field. */
  public static Problem bad(String field, String was, String expected) {
    String message = field + ": " + was + " (expected: " + expected + ")";
    return new Problem(MindReason.BAD_REQUEST, message).inField(field);
  }

  /** Returns a time of the wire in milliseconds. */
  public static long millis(Timestamp time) {
    return time.getSeconds() * 1000 + time.getNanos() / 1_000_000;
  }

  /** Has a time of imported talk set, unless nobody knows it. */
  public static void setTime(Consumer<Timestamp> field, long millis) {
    if (millis != StateEvent.UNKNOWN_TIME) {
      field.accept(timestamp(millis));
    }
  }

  /** Returns a time of the ledger in its wire form. */
  public static Timestamp timestamp(long millis) {
    return Timestamp.newBuilder()
        .setSeconds(Math.floorDiv(millis, 1000L))
        .setNanos((int) Math.floorMod(millis, 1000L) * 1_000_000)
        .build();
  }
}
