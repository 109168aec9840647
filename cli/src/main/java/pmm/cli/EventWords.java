package pmm.cli;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import pmm.ledger.v1.Event;
import pmm.mindstate.Sentences;

/** Events in words: what a kind means, and what an event says. */
final class EventWords {
  private static final String FORGOTTEN = "[forgotten]";
  private static final Set<String> SAID = Set.of("user_message", "assistant_message");

  /**
   * Facts that only join events to each other, or prove things: left out where a person reads
   * along.
   */
  private static final List<String> MACHINERY =
      List.of(
          "request_id",
          "attempt_id",
          "conversation_id",
          "network_id",
          "parent_event_id",
          "user_event_id",
          "attempt_event_id",
          "network_attempt_event_id",
          "prompt_hash",
          "body_digest",
          "frame_blob",
          "receipt",
          "parameters",
          "traits",
          "hash_kind",
          "through_event_id",
          "bound_to",
          "body_token",
          "import_id",
          "source",
          "parent_offset",
          "actor");

  private EventWords() {}

  /**
   * What a kind means, in two or three words; the kind itself where this version does not know it.
   */
  static String kind(String kind) {
    return switch (kind) {
      case "mind_created" -> "mind created";
      case "opened_on" -> "opened here";
      case "restored_from" -> "restored";
      case "redaction" -> "forgotten";
      case "schema_migrated" -> "file migrated";
      case "format_upgraded" -> "format upgraded";
      case "key_pinned" -> "key pinned";
      case "conversation_started" -> "new conversation";
      case "conversation_renamed" -> "renamed";
      case "conversation_archived" -> "archived";
      case "imported_record" -> "imported record";
      case "tool_called" -> "tool called";
      case "tool_returned" -> "tool returned";
      case "user_message" -> "you said";
      case "generation_started" -> "answer begun";
      case "assistant_message" -> "it answered";
      case "generation_stopped" -> "answer stopped";
      case "generation_failed" -> "answer failed";
      case "branch_selected" -> "branch shown";
      case "feedback_given" -> "your feedback";
      case "off_record" -> "off the record";
      case "name_adopted" -> "name adopted";
      case "trait_changed" -> "trait changed";
      case "stage_changed" -> "stage changed";
      case "model_added" -> "model added";
      case "model_removed" -> "model removed";
      case "fallback_set" -> "stand-in set";
      case "model_selected" -> "model switched";
      case "commitment_proposed" -> "promise proposed";
      case "commitment_opened" -> "promise made";
      case "commitment_closed" -> "promise kept";
      case "commitment_expired" -> "promise let go";
      case "commitment_rejected" -> "promise rejected";
      case "commitment_snoozed" -> "promise put off";
      case "commitment_reminded" -> "promise reminded";
      case "memory_proposed" -> "memory proposed";
      case "memory_kept" -> "memory kept";
      case "memory_corrected" -> "memory corrected";
      case "memory_rejected" -> "memory rejected";
      case "claim_recorded" -> "claim recorded";
      case "claim_refused" -> "claim refused";
      case "marker_malformed" -> "marker ignored";
      case "setting_changed" -> "setting changed";
      case "autonomy_changed" -> "autonomy changed";
      case "network_mode_changed" -> "network mode";
      case "codec_switched" -> "codec switched";
      case "consent_granted" -> "you allowed";
      case "consent_denied" -> "you refused";
      case "consent_revoked" -> "you took back";
      case "network_attempt" -> "connection";
      case "network_result" -> "connection ended";
      default -> kind.replace('_', ' ');
    };
  }

  /** What an event is: of talk that was imported, that it was said elsewhere. */
  static String kind(Event event) {
    boolean said = SAID.contains(event.getKind());
    return said && origin(Json.object(event.getMetaJson())).isPresent()
        ? (event.getKind().equals("user_message") ? "you said there" : "answered there")
        : kind(event.getKind());
  }

  /**
   * Where and when imported words were said, such as "chatgpt, 2023-03-01 22:13"; nothing of
   * others.
   */
  static Optional<String> origin(Map<String, @Nullable Object> meta) {
    return Optional.ofNullable(meta.get("source"))
        .filter(Map.class::isInstance)
        .map(source -> (Map<?, ?>) source)
        .map(source -> source.get("format") + ", " + moment(source));
  }

  private static String moment(Map<?, ?> source) {
    String guessed = Boolean.TRUE.equals(source.get("time_guessed")) ? "about " : "";
    return source.get("original_time_us") instanceof Number micros
        ? guessed + When.minute(Instant.ofEpochMilli(Math.floorDiv(micros.longValue(), 1000L)))
        : "time unknown";
  }

  /** What an event says, on one line: its words, else the facts that a person can use. */
  static String text(Event event) {
    Map<String, @Nullable Object> meta = Json.object(event.getMetaJson());
    String there =
        SAID.contains(event.getKind())
            ? origin(meta).map(origin -> "[" + origin + "] ").orElse("")
            : "";
    return there + words(event, meta);
  }

  private static String words(Event event, Map<String, @Nullable Object> meta) {
    if (event.getContentForgotten()) {
      return FORGOTTEN;
    }
    String content = Text.oneLine(event.getContent());
    return switch (event.getKind()) {
      case "model_selected" -> side(meta.get("from")) + " → " + side(meta.get("to"));
      case "model_added", "model_removed" ->
          meta.get("model_id") + (meta.get("host") == null ? "" : " at " + meta.get("host"));
      case "fallback_set" ->
          "".equals(meta.get("fallback_model_id"))
              ? "nobody for " + meta.get("model_id")
              : meta.get("fallback_model_id") + " for " + meta.get("model_id");
      case "network_mode_changed" -> String.valueOf(meta.get("mode"));
      case "codec_switched" ->
          meta.get("codec")
              + ("".equals(meta.get("socket"))
                  ? " is in use no more"
                  : " at " + meta.get("socket"));
      case "network_attempt" ->
          (meta.containsKey("refused") ? "refused: " : "")
              + meta.get("host")
              + " for "
              + meta.get("purpose")
              + (meta.containsKey("refused") ? " (" + meta.get("refused") + ")" : "");
      case "redaction" -> redacted(meta.get("forgets"));
      case "network_result" ->
          meta.get("outcome")
              + (meta.get("error") == null ? "" : " (" + meta.get("error") + ")")
              + ", "
              + size(meta.get("sent_bytes"))
              + " out, "
              + size(meta.get("received_bytes"))
              + " in";
      case "consent_granted", "consent_denied" ->
          meta.get("host")
              + " for "
              + meta.get("purpose")
              + (meta.get("scope") == null ? "" : ", " + meta.get("scope"));
      case "consent_revoked" -> "consent " + meta.get("consent_id");
      case "generation_started" -> "by " + meta.get("model_id");
      case "imported" -> meta.get("added_event_count") + " events from " + meta.get("format");
      case "trait_changed" ->
          meta.get("trait") + " " + signed(meta.get("delta")) + ", " + why(meta.get("reason"));
      case "stage_changed" -> stage(meta.get("from")) + " → " + stage(meta.get("to"));
      case "commitment_closed" ->
          "promise "
              + meta.get("commitment_id")
              + (isShown(meta) ? "" : ", on somebody's word: no event shows it");
      case "commitment_expired", "commitment_reminded" -> "promise " + meta.get("commitment_id");
      case "commitment_snoozed" ->
          "promise " + meta.get("commitment_id") + until(meta.get("until_ms"));
      case "commitment_rejected" -> "proposal " + meta.get("proposal_id");
      case "memory_rejected" -> "memory " + meta.get("memory_id");
      case "feedback_given" ->
          meta.get("feedback")
              + (Boolean.TRUE.equals(meta.get("withdrawn")) ? " taken back" : "")
              + ", on answer "
              + meta.get("answer_event_id");
      case "assistant_message", "generation_stopped" ->
          content.isEmpty() ? "[no words] by " + meta.get("model_id") : content;
      case "generation_failed" -> join(content, reason(meta.get("failure")));
      default -> content.isEmpty() ? facts(meta) : content;
    };
  }

  private static boolean isShown(Map<String, @Nullable Object> meta) {
    return meta.keySet().stream().anyMatch(key -> key.startsWith("evidence"));
  }

  private static String signed(@Nullable Object delta) {
    return delta instanceof Number number
        ? String.format(Locale.ROOT, "%+.3f", number.doubleValue()).replaceFirst("0$", "")
        : "";
  }

  /** A reason within a sentence. */
  private static String why(@Nullable Object reason) {
    String id = "reason." + reason;
    String said = Sentences.ENGLISH.has(id) ? Sentences.ENGLISH.say(id) : reason + "";
    return said.substring(0, 1).toLowerCase(Locale.ROOT)
        + said.substring(1).replaceFirst("\\.$", "");
  }

  private static String stage(@Nullable Object stage) {
    return stage instanceof Number number ? MindWords.stage(number.intValue()) : "";
  }

  private static String until(@Nullable Object ms) {
    return ms instanceof Number number
        ? " until " + When.minute(Instant.ofEpochMilli(number.longValue()))
        : "";
  }

  private static String redacted(@Nullable Object forgets) {
    return forgets instanceof List<?> parts
        ? parts.stream()
            .map(part ->
                part instanceof Map<?, ?> fields
                    ? fields.get("part") + " of event " + fields.get("event")
                    : String.valueOf(part))
            .collect(Collectors.joining(", "))
        : "";
  }

  private static String size(@Nullable Object bytes) {
    return bytes instanceof Number count ? Text.size(count.longValue()) : "unknown size";
  }

  private static String join(String content, String reason) {
    return content.isEmpty() ? reason : content + " (" + reason + ")";
  }

  private static String side(@Nullable Object model) {
    return model instanceof Map<?, ?> fields && fields.get("model_id") != null
        ? String.valueOf(fields.get("model_id"))
        : "none";
  }

  private static String reason(@Nullable Object failure) {
    return failure instanceof Map<?, ?> fields
        ? Text.oneLine(fields.get("message") + "")
        : "no reason given";
  }

  private static String facts(Map<String, @Nullable Object> meta) {
    Map<String, @Nullable Object> shown = new LinkedHashMap<>(meta);
    MACHINERY.forEach(shown::remove);
    return shown.entrySet().stream()
        .map(field -> field.getKey().replace('_', ' ') + " " + Text.oneLine(field.getValue() + ""))
        .collect(Collectors.joining(", "));
  }
}
