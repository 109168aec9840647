import { type MessageId, t } from "../../common/i18n";
import { type Model, type ModelCheck, Locality, ModelCheck_State } from "../../gen/pmm/provider/v1/provider_pb";

/** How a model is: in one word, and why where the word does not say it. */
export interface ModelState {
  tone: "good" | "bad" | "off" | "open";
  word: MessageId;
  reason: string;
}

const CHECKED: Record<ModelCheck_State, [ModelState["tone"], MessageId]> = {
  [ModelCheck_State.UNSPECIFIED]: ["open", "state.unasked"],
  [ModelCheck_State.READY]: ["good", "state.ready"],
  [ModelCheck_State.NOT_ASKED]: ["open", "state.unasked"],
  [ModelCheck_State.NOT_RUNNING]: ["bad", "state.away"],
  [ModelCheck_State.NOT_INSTALLED]: ["bad", "state.away"],
  [ModelCheck_State.OUTSIDE_CONTAINER]: ["bad", "state.away"],
  [ModelCheck_State.NOT_PULLED]: ["bad", "state.missing"],
  [ModelCheck_State.FORWARDS]: ["open", "state.forwards"],
  [ModelCheck_State.KEY_MISSING]: ["bad", "state.keyless"],
  [ModelCheck_State.HOST_UNKNOWN]: ["bad", "state.away"],
  [ModelCheck_State.FAILED]: ["bad", "state.away"],
};

/** The makers' own addresses answer nobody without a key. */
const WANT_KEYS = new Set(["https://api.openai.com", "https://api.anthropic.com"]);

/** What is known of a model, without asking it anything. */
export function stateOf(model: Model, offline: boolean, check?: ModelCheck): ModelState {
  if (offline && isElsewhere(model)) return { tone: "off", word: "state.off", reason: "" };
  if (check) {
    const [tone, word] = CHECKED[check.state];
    return { tone, word, reason: check.message };
  }
  if (!model.keyHint && wantsKey(model)) return { tone: "bad", word: "state.keyless", reason: t("state.keyless.why") };
  if (isElsewhere(model)) return { tone: "open", word: "state.asks", reason: "" };
  return { tone: "open", word: "state.unasked", reason: "" };
}

export function isElsewhere(model: Model): boolean {
  return model.locality === Locality.REMOTE || model.locality === Locality.UNSPECIFIED;
}

function wantsKey(model: Model): boolean {
  return URL.canParse(model.url) && WANT_KEYS.has(new URL(model.url).origin);
}
