import { t } from "../../common/i18n";
import type { ModelState } from "./state";

/** A dot and a word: the colour alone says nothing that the word does not. */
export function StateWord({ state }: { state: ModelState }) {
  return <span className={`state-word ${state.tone}`}>{t(state.word)}</span>;
}
