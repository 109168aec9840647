import { i18n } from "@lingui/core";
import type enShared from "../../../../../../mindstate/src/main/resources/pmm/mindstate/locales/en.json";
import stages from "../../../../../../mindstate/src/main/resources/pmm/mindstate/locales/en-stage.json";
import page from "../locales/en.json";
import type enChat from "../locales/en-chat.json";
import type enCharts from "../locales/en-charts.json";
import type enImport from "../locales/en-import.json";
import type enImported from "../locales/en-imported.json";
import type enMind from "../locales/en-mind.json";
import type enModels from "../locales/en-models.json";
import type enPrivacy from "../locales/en-privacy.json";
import type enSearch from "../locales/en-search.json";
import type enSession from "../locales/en-session.json";
import type enWelcome from "../locales/en-welcome.json";
import type enWhy from "../locales/en-why.json";

/** What every screen says: by itself, and of a mind as the command does. */
const en = { ...page, ...stages };

export type MessageId =
  | keyof typeof en
  | keyof typeof enShared
  | keyof typeof enChat
  | keyof typeof enCharts
  | keyof typeof enImport
  | keyof typeof enImported
  | keyof typeof enMind
  | keyof typeof enModels
  | keyof typeof enPrivacy
  | keyof typeof enSearch
  | keyof typeof enSession
  | keyof typeof enWelcome
  | keyof typeof enWhy;

i18n.load("en", en);
i18n.activate("en");

/** The words for an id of the catalogue, with its values filled in. */
export function t(id: MessageId, values?: Record<string, string | number>): string {
  return i18n._(id, values);
}

/** The words for a code that the mesh sent, or the fallback when the catalogue does not know it. */
export function tCode(prefix: string, code: string, fallback: MessageId, values?: Record<string, string>): string {
  const id = `${prefix}.${code}`;
  return id in i18n.messages ? i18n._(id, values) : i18n._(fallback, { ...values, code });
}

export { i18n };
