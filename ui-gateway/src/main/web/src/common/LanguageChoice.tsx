import { useEffect, useRef } from "react";
import { changeLanguage, i18n, t } from "./i18n";
import { type Language, LANGUAGES } from "./language";

/** Every screen is drawn anew in the new language; whoever chose it stays where the choice is. */
let justChosen = false;

/** The language of the page, kept in this browser. */
export function LanguageChoice() {
  const field = useRef<HTMLSelectElement>(null);
  useEffect(() => {
    if (justChosen) field.current?.focus();
    justChosen = false;
  }, []);
  async function choose(language: Language) {
    justChosen = true;
    await changeLanguage(language);
  }
  return (
    <label className="language small">
      {t("language.label")}
      <select ref={field} className="input" value={i18n.locale} onChange={(event) => void choose(event.target.value as Language)}>
        {Object.entries(LANGUAGES).map(([language, name]) => (
          <option key={language} value={language} lang={language}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
