import type { MessageId } from "../../common/i18n";

/** Kinds of events that a person would look for together. */
export interface Group {
  id: string;
  words: MessageId;
  kinds: string[];
}

export const ALL: Group = { id: "all", words: "events.group.all", kinds: [] };

export const GROUPS: Group[] = [
  ALL,
  { id: "said", words: "events.group.said", kinds: ["user_message"] },
  { id: "answers", words: "events.group.answers", kinds: ["assistant_message", "generation_stopped", "generation_failed"] },
  {
    id: "promises",
    words: "events.group.promises",
    kinds: ["commitment_proposed", "commitment_opened", "commitment_rejected", "commitment_closed", "commitment_snoozed", "commitment_reminded", "commitment_expired"],
  },
  { id: "memories", words: "events.group.memories", kinds: ["memory_proposed", "memory_kept", "memory_corrected", "memory_rejected"] },
  {
    id: "itself",
    words: "events.group.itself",
    kinds: ["name_adopted", "trait_changed", "stage_changed", "feedback_given", "claim_recorded", "claim_refused", "template_applied", "identity_checked", "marker_malformed"],
  },
  { id: "reflections", words: "events.group.reflections", kinds: ["reflection", "summary", "autonomy_changed"] },
  { id: "models", words: "events.group.models", kinds: ["model_added", "model_removed", "model_selected", "fallback_set", "codec_switched"] },
  { id: "network", words: "events.group.network", kinds: ["network_attempt", "network_result", "network_mode_changed", "consent_granted", "consent_denied", "consent_revoked"] },
  { id: "imported", words: "events.group.imported", kinds: ["imported", "imported_record", "tool_called"] },
  { id: "file", words: "events.group.file", kinds: ["mind_created", "opened_on", "redaction", "restored_from", "key_pinned", "schema_migrated", "off_record"] },
];
