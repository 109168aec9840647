import { i18n } from "@lingui/core";
import type enShared from "../../../../../../mindstate/src/main/resources/pmm/mindstate/locales/en.json";
import stages from "../../../../../../mindstate/src/main/resources/pmm/mindstate/locales/en-stage.json";
import page from "../locales/en.json";
import type enChat from "../locales/en-chat.json";
import type enCharts from "../locales/en-charts.json";
import type enEvents from "../locales/en-events.json";
import type enImport from "../locales/en-import.json";
import type enImported from "../locales/en-imported.json";
import type enMind from "../locales/en-mind.json";
import type enModels from "../locales/en-models.json";
import type enPrivacy from "../locales/en-privacy.json";
import type enSearch from "../locales/en-search.json";
import type enSession from "../locales/en-session.json";
import type enUnrecorded from "../locales/en-unrecorded.json";
import type enWelcome from "../locales/en-welcome.json";
import type enWhy from "../locales/en-why.json";
import { type Language, chooseLanguage, firstLanguage } from "./language";

export type MessageId =
  | keyof typeof page
  | keyof typeof stages
  | keyof typeof enShared
  | keyof typeof enChat
  | keyof typeof enCharts
  | keyof typeof enEvents
  | keyof typeof enImport
  | keyof typeof enImported
  | keyof typeof enMind
  | keyof typeof enModels
  | keyof typeof enPrivacy
  | keyof typeof enSearch
  | keyof typeof enSession
  | keyof typeof enUnrecorded
  | keyof typeof enWelcome
  | keyof typeof enWhy;

type Words = Record<string, string>;
type Other = () => Promise<{ default: Words }>;

/** Where the German is of each catalogue that is here. */
const german: Other[] = [];
let fetched: Promise<unknown> = Promise.resolve();

/**
 * Takes in the words of one part of the page: English comes with the part, German is fetched by those who read it. Parts that come
 * lazily wait for it (lazy.ts).
 */
export function speak(english: Words, other: Other): void {
  german.push(other);
  i18n.load("en", english);
  if (i18n.locale === "de") fetched = Promise.all([fetched, take(other)]);
}

/** Comes true once all words are there of the parts that are here. */
export function spoken(): Promise<unknown> {
  return fetched;
}

async function take(other: Other): Promise<void> {
  i18n.load("de", (await other()).default);
}

/** Changes the language of the whole page, now and whenever this browser comes back. */
export async function changeLanguage(language: Language): Promise<void> {
  // Parts may come while others are fetched.
  for (let known = 0; language === "de" && known < german.length; ) {
    const missing = german.slice(known);
    known = german.length;
    await Promise.all(missing.map(take));
  }
  chooseLanguage(language);
  begin(language);
}

function begin(language: Language): void {
  i18n.activate(language);
  document.documentElement.lang = language;
}

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

i18n.load({ en: {}, de: {} });
begin(firstLanguage());
// What every screen says: by itself, and of a mind as the command does.
speak(page, () => import("../locales/de.json"));
speak(stages, () => import("../../../../../../mindstate/src/main/resources/pmm/mindstate/locales/de-stage.json"));
