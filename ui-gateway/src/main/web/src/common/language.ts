import { store, stored } from "./stored";

/** The languages of the page, each by its own name. */
export const LANGUAGES = { en: "English", de: "Deutsch" } as const;

export type Language = keyof typeof LANGUAGES;

const CHOSEN = "pmm.language";

/** What the person chose in this browser, else the first of the browser's languages that the page speaks. */
export function firstLanguage(): Language {
  const wanted = [stored(CHOSEN) ?? "", ...navigator.languages].map((tag) => tag.split("-")[0]!.toLowerCase());
  return wanted.find(isLanguage) ?? "en";
}

/** Keeps a choice in this browser. */
export function chooseLanguage(language: Language): void {
  store(CHOSEN, language);
}

function isLanguage(tag: string): tag is Language {
  return tag in LANGUAGES;
}
