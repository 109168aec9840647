package pmm.mindfile;

import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The closed list of event kinds that can be appended. Reading keeps any well-formed kind. */
public final class Kinds {
  /** The first event of every mind. */
  public static final String MIND_CREATED = "mind_created";

  /** Precedes the first append in a home that did not write the last event. */
  public static final String OPENED_ON = "opened_on";

  /** Names what is forgotten. */
  public static final String REDACTION = "redaction";

  /** Names the head that a restore abandons. */
  public static final String RESTORED_FROM = "restored_from";

  /** Says that the tables are of the next version from here on. */
  public static final String SCHEMA_MIGRATED = "schema_migrated";

  /** Names the key whose signatures are trusted from here on. */
  public static final String KEY_PINNED = "key_pinned";

  /** Says which model speaks from here on. */
  public static final String MODEL_SELECTED = "model_selected";

  /** Reports what an archive brought; the mind writes it. */
  public static final String IMPORTED = "imported";

  /** What a kind is about. */
  public enum Group {
    /** The file's own life; only its keeper writes these, but for the report of an import. */
    LIFE(
        MIND_CREATED,
        OPENED_ON,
        IMPORTED,
        RESTORED_FROM,
        REDACTION,
        SCHEMA_MIGRATED,
        "format_upgraded",
        KEY_PINNED),
    /** Conversations. */
    TALK(
        "conversation_started",
        "conversation_renamed",
        "conversation_archived",
        "user_message",
        "generation_started",
        "assistant_message",
        "generation_stopped",
        "generation_failed",
        "branch_selected",
        "feedback_given",
        "summary",
        "off_record"),
    /** Who the mind is, and through which model it speaks. */
    IDENTITY(
        "name_adopted",
        "trait_changed",
        "stage_changed",
        "model_added",
        "model_removed",
        "fallback_set",
        MODEL_SELECTED,
        "identity_checked",
        "template_applied"),
    /** Commitments. */
    PROMISES(
        "commitment_proposed",
        "commitment_opened",
        "commitment_closed",
        "commitment_expired",
        "commitment_rejected",
        "commitment_snoozed",
        "commitment_reminded"),
    /** What the mind believes. */
    MEMORY("memory_proposed", "memory_kept", "memory_corrected", "memory_rejected"),
    /** Reflection and claims. */
    GROWTH("reflection", "claim_recorded", "claim_refused", "marker_malformed"),
    /** Settings, consent and network: the audit. */
    CONTROL(
        "setting_changed",
        "autonomy_changed",
        "network_mode_changed",
        "consent_granted",
        "consent_denied",
        "consent_revoked",
        "network_attempt",
        "network_result",
        "codec_switched",
        "device_paired",
        "device_revoked"),
    /** Plugins and their calls. */
    TOOLS("plugin_added", "plugin_removed", "tool_called", "tool_returned"),
    /** What came with imported talk and was not said: reasoning, hidden context, records. */
    IMPORTS("imported_record"),
    /** What the person's own programs append. */
    OTHERS("note");

    private final List<String> kinds;

    Group(String... kinds) {
      this.kinds = List.of(kinds);
    }

    /** The kinds of this group. */
    public List<String> kinds() {
      return kinds;
    }
  }

  private static final Map<String, Group> GROUPS =
      Arrays.stream(Group.values())
          .flatMap(group -> group.kinds.stream().map(kind -> Map.entry(kind, group)))
          .collect(toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

  private static final int MAX_LENGTH = 64;

  private Kinds() {}

  /** Every kind that can be appended, sorted. */
  public static Set<String> all() {
    return new TreeSet<>(GROUPS.keySet());
  }

  /** The group of {@code kind}, or empty for a kind that this version does not know. */
  public static Optional<Group> group(String kind) {
    return Optional.ofNullable(GROUPS.get(kind));
  }

  /** Whether this version can append {@code kind}. */
  public static boolean isKnown(String kind) {
    return GROUPS.containsKey(kind);
  }

  /** Whether {@code kind} is written only by the keeper of the file. */
  public static boolean isLife(String kind) {
    return GROUPS.get(kind) == Group.LIFE;
  }

  /** Whether {@code kind} is part of the audit and stores the actor. */
  public static boolean isControl(String kind) {
    return GROUPS.get(kind) == Group.CONTROL;
  }

  /** Whether {@code kind} matches {@code [a-z][a-z0-9_.]{0,63}}. */
  public static boolean isWellFormed(String kind) {
    return isWellFormed(Texts.utf8(kind));
  }

  static boolean isWellFormed(byte[] kind) {
    if (kind.length == 0 || kind.length > MAX_LENGTH || !isLetter(kind[0])) {
      return false;
    }
    for (byte c : kind) {
      if (!(isLetter(c) || (c >= '0' && c <= '9') || c == '_' || c == '.')) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLetter(int c) {
    return c >= 'a' && c <= 'z';
  }
}
