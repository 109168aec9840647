import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, createContext, useCallback, useContext, useMemo, useRef, useState } from "react";
import { useClient } from "../../common/api";
import { keys } from "../../common/mesh";
import { isCancelled } from "../../common/problem";
import { ConsentService, Consent_Scope, OllamaService } from "../../gen/pmm/provider/v1/provider_pb";
import { type Pull, type Wish, advance, begin, breakOff } from "./pull";

interface Pulling {
  pull: Pull | undefined;
  /** Begins a download; one of the same model that stopped goes on. */
  start(wish: Wish): void;
  cancel(): void;
  /** Answers what the download waits for. */
  allow(): Promise<void>;
  refuse(): Promise<void>;
  dismiss(): void;
}

const PullContext = createContext<Pulling | undefined>(undefined);

export function usePull(): Pulling {
  const pulling = useContext(PullContext);
  if (!pulling) throw new Error("no download (expected: a PullProvider above)");
  return pulling;
}

/** Holds the one download of this tab, so that it goes on while the person does something else. */
export function PullProvider({ children }: { children: ReactNode }) {
  const ollama = useClient(OllamaService);
  const consents = useClient(ConsentService);
  const queries = useQueryClient();
  const [pull, setPull] = useState<Pull>();
  const current = useRef<Pull>(undefined);
  const abort = useRef<AbortController>(undefined);

  const show = useCallback((next: Pull | undefined) => {
    current.current = next;
    setPull(next);
  }, []);

  const run = useCallback(
    async (begun: Pull) => {
      abort.current?.abort();
      const mine = new AbortController();
      abort.current = mine;
      let latest = begun;
      const tell = (next: Pull) => {
        latest = next;
        if (abort.current === mine) show(next);
      };
      tell(begun);
      try {
        const { modelId, url, attemptId } = begun;
        for await (const { part } of ollama.pullModel({ modelId, url, attemptId }, { signal: mine.signal })) {
          // What has left is shown elsewhere, and should not wait for the end.
          if (part.case === "progress" && latest.samples.length === 0) void queries.invalidateQueries({ queryKey: keys.network });
          tell(advance(latest, part, Date.now()));
        }
        if (latest.state === "running") tell({ ...latest, state: "stopped" });
      } catch (error) {
        tell(isCancelled(error) ? { ...latest, state: "stopped" } : breakOff(latest, error));
      }
      void queries.invalidateQueries({ queryKey: keys.network });
      void queries.invalidateQueries({ queryKey: keys.ollama });
    },
    [ollama, queries, show],
  );

  const answer = useCallback(
    async (act: (asked: Pull) => Promise<unknown>) => {
      if (!current.current) return;
      await act(current.current);
      void queries.invalidateQueries({ queryKey: ["consents"] });
    },
    [queries],
  );

  const pulling = useMemo<Pulling>(
    () => ({
      pull,
      start: (wish) => {
        const before = current.current?.modelId === wish.modelId && current.current.url === wish.url ? current.current : undefined;
        void run(begin(wish, crypto.randomUUID(), before));
      },
      cancel: () => abort.current?.abort(),
      allow: () =>
        answer(async (asked) => {
          const { host, attemptId } = asked;
          await consents.grantConsent({
            host,
            purpose: "pull",
            dataClasses: ["none"],
            scope: Consent_Scope.ONCE,
            boundTo: attemptId,
            requestId: crypto.randomUUID(),
          });
          void run(begin(asked, attemptId, asked));
        }),
      refuse: () =>
        answer(async ({ host, attemptId }) => {
          await consents.denyConsent({ host, purpose: "pull", boundTo: attemptId, requestId: crypto.randomUUID() });
          show(undefined);
        }),
      dismiss: () => show(undefined),
    }),
    [pull, run, answer, consents, show],
  );
  return <PullContext.Provider value={pulling}>{children}</PullContext.Provider>;
}
