import { useCallback, useState } from "react";
import { store, stored } from "../../common/stored";

interface Drafting {
  draft: string;
  setDraft(draft: string): void;
  /** Empties the box; the words stay in the browser until the ledger has them. */
  takeDraft(): void;
}

/** What is being typed in a conversation, kept across reloads. */
export function useDraft(conversationId: string): Drafting {
  const key = keyOf(conversationId);
  const [state, setState] = useState({ key, draft: stored(key) ?? "" });
  if (state.key !== key) setState({ key, draft: stored(key) ?? "" });
  const setDraft = useCallback(
    (draft: string) => {
      store(key, draft || undefined);
      setState({ key, draft });
    },
    [key],
  );
  const takeDraft = useCallback(() => setState({ key, draft: "" }), [key]);
  return { draft: state.key === key ? state.draft : (stored(key) ?? ""), setDraft, takeDraft };
}

/** The ledger has these words: they are no draft any more. */
export function settleDraft(conversationId: string, text: string): void {
  if (stored(keyOf(conversationId)) === text) store(keyOf(conversationId), undefined);
}

function keyOf(conversationId: string): string {
  return `pmm.draft.${conversationId || "new"}`;
}
