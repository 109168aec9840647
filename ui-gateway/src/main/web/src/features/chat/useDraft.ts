import { useCallback, useState } from "react";
import { store, stored } from "../../common/stored";

/** What is being typed in a conversation, kept across reloads. */
export function useDraft(conversationId: string): [string, (draft: string) => void] {
  const key = `pmm.draft.${conversationId || "new"}`;
  const [state, setState] = useState({ key, draft: stored(key) ?? "" });
  if (state.key !== key) setState({ key, draft: stored(key) ?? "" });
  const setDraft = useCallback(
    (draft: string) => {
      store(key, draft || undefined);
      setState({ key, draft });
    },
    [key],
  );
  return [state.key === key ? state.draft : (stored(key) ?? ""), setDraft];
}
