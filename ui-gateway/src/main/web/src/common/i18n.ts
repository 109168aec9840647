import { i18n } from "@lingui/core";
import type enShared from "../../../../../../mindstate/src/main/resources/pmm/mindstate/locales/en.json";
import stages from "../../../../../../mindstate/src/main/resources/pmm/mindstate/locales/en-stage.json";
import page from "../locales/en.json";
import type enMind from "../locales/en-mind.json";
import type enPrivacy from "../locales/en-privacy.json";
import type enWhy from "../locales/en-why.json";

/** What every screen says: by itself, and of a mind as the command does. */
const en = { ...page, ...stages };

export type MessageId = keyof typeof en | keyof typeof enShared | keyof typeof enMind | keyof typeof enPrivacy | keyof typeof enWhy;

i18n.load("en", en);
i18n.activate("en");

/** The words for an id of the catalogue, with its values filled in. */
export function t(id: MessageId, values?: Record<string, string | number>): string {
  return i18n._(id, values);
}

/** The words for a code that the mesh sent, or the fallback when the catalogue does not know it. */
export function tCode(prefix: string, code: string, fallback: MessageId): string {
  const id = `${prefix}.${code}`;
  return id in i18n.messages ? i18n._(id) : i18n._(fallback, { code });
}

export { i18n };
