import { day, dateOf } from "../../common/format";
import { t } from "../../common/i18n";
import type { Message } from "../../gen/pmm/mind/v1/mind_pb";
import type { LiveAnswer } from "./answer";

/** One line of the thread: a day, a change of model, or something that was said. */
export type Row =
  | { kind: "day"; key: string; day: string }
  | { kind: "switched"; key: string; modelId: string }
  | { kind: "message"; key: string; message: Message }
  | { kind: "asked"; key: string; text: string }
  | { kind: "live"; key: string; live: LiveAnswer };

/** The messages that stay in sight while an answer is on its way: what the act replaces is gone. */
export function besides(messages: Message[], live: LiveAnswer | undefined): Message[] {
  if (!live) return messages;
  const target = targetOf(live);
  const at = target === 0n ? -1 : messages.findIndex((message) => message.eventId === target);
  if (at < 0) return messages;
  return messages.slice(0, live.act.case === "edit" || live.act.case === "continue" ? at : at + 1);
}

function targetOf(live: LiveAnswer): bigint {
  return live.act.case === "say" || live.act.case === undefined ? live.userEventId : (live.act.value.eventId ?? 0n);
}

export function rows(messages: Message[], live: LiveAnswer | undefined, selectedModelId: string, now = new Date()): Row[] {
  const shown = besides(messages, live);
  const result: Row[] = [];
  let lastDay = "";
  const dated = (date: Date | undefined) => {
    const words = date ? day(date, now) : t("time.unknown");
    if (words !== lastDay) result.push({ kind: "day", key: `day ${words} ${result.length}`, day: words });
    lastDay = words;
  };
  for (const message of shown) {
    dated(message.createTime && dateOf(message.createTime));
    if (message.switchedFromModelId) aboveQuestion(result, message.eventId, message.modelId);
    result.push({ kind: "message", key: String(message.eventId), message });
  }
  const spoken = lastAsked(shown);
  if (live) {
    dated(now);
    const known = live.userEventId !== 0n && shown.some((message) => message.eventId === live.userEventId);
    if (live.userText && !known) result.push({ kind: "asked", key: `asked ${live.attemptId}`, text: live.userText });
    if (spoken && live.modelId && spoken !== live.modelId) aboveQuestion(result, 0n, live.modelId);
    result.push({ kind: "live", key: `live ${live.attemptId}`, live });
  } else if (spoken && selectedModelId && spoken !== selectedModelId) {
    result.push({ kind: "switched", key: "switched now", modelId: selectedModelId });
  }
  return result;
}

/** A switch stands above the question that the new model answers. */
function aboveQuestion(result: Row[], eventId: bigint, modelId: string): void {
  const last = result.at(-1);
  const asked = last?.kind === "asked" || (last?.kind === "message" && last.message.fromPerson);
  result.splice(result.length - (asked ? 1 : 0), 0, { kind: "switched", key: `switched ${eventId}`, modelId });
}

/** The model that the mind last asked; empty if it asked none. */
export function lastAsked(messages: Message[]): string {
  return messages.findLast((message) => message.modelId !== "" && !message.source)?.modelId ?? "";
}
