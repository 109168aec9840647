import type { Client } from "@connectrpc/connect";
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { useClient } from "../../common/api";
import { keys } from "../../common/mesh";
import { isCancelled } from "../../common/problem";
import { ConsentService, Consent_Scope, OllamaService } from "../../gen/pmm/provider/v1/provider_pb";
import { type Pull, type Wish, advance, begin, breakOff } from "./pull";

const all = new WeakMap<QueryClient, Pulls>();

/** The one download of this tab. It goes on while the person looks at other screens. */
export class Pulls {
  private pull: Pull | undefined;
  private readonly listeners = new Set<() => void>();
  private abort = new AbortController();

  private constructor(
    private readonly ollama: Client<typeof OllamaService>,
    private readonly consents: Client<typeof ConsentService>,
    private readonly queries: QueryClient,
  ) {}

  /** That of this session. */
  static of(ollama: Client<typeof OllamaService>, consents: Client<typeof ConsentService>, queries: QueryClient): Pulls {
    let pulls = all.get(queries);
    if (!pulls) {
      pulls = new Pulls(ollama, consents, queries);
      all.set(queries, pulls);
    }
    return pulls;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = (): Pull | undefined => this.pull;

  /** Begins a download; one of the same model that stopped goes on. */
  start(wish: Wish): void {
    const before = this.pull?.modelId === wish.modelId && this.pull.url === wish.url ? this.pull : undefined;
    void this.run(begin(wish, crypto.randomUUID(), before));
  }

  cancel(): void {
    this.abort.abort();
  }

  dismiss(): void {
    this.show(undefined);
  }

  /** Allows what the download waits for, and goes on. */
  allow(): Promise<void> {
    return this.answer(async (asked) => {
      const { host, attemptId } = asked;
      await this.consents.grantConsent({
        host,
        purpose: "pull",
        dataClasses: ["none"],
        scope: Consent_Scope.ONCE,
        boundTo: attemptId,
        requestId: crypto.randomUUID(),
      });
      void this.run(begin(asked, attemptId, asked));
    });
  }

  /** Refuses it: nothing is downloaded. */
  refuse(): Promise<void> {
    return this.answer(async ({ host, attemptId }) => {
      await this.consents.denyConsent({ host, purpose: "pull", boundTo: attemptId, requestId: crypto.randomUUID() });
      this.show(undefined);
    });
  }

  private async answer(act: (asked: Pull) => Promise<void>): Promise<void> {
    if (!this.pull) return;
    await act(this.pull);
    void this.queries.invalidateQueries({ queryKey: ["consents"] });
  }

  private async run(begun: Pull): Promise<void> {
    this.abort.abort();
    const mine = new AbortController();
    this.abort = mine;
    let latest = begun;
    const tell = (next: Pull) => {
      latest = next;
      if (this.abort === mine) this.show(next);
    };
    tell(begun);
    try {
      const { modelId, url, attemptId } = begun;
      for await (const { part } of this.ollama.pullModel({ modelId, url, attemptId }, { signal: mine.signal })) {
        // What has left is shown elsewhere, and should not wait for the end.
        if (part.case === "progress" && latest.samples.length === 0) void this.queries.invalidateQueries({ queryKey: keys.network });
        tell(advance(latest, part, Date.now()));
      }
      if (latest.state === "running") tell({ ...latest, state: "stopped" });
    } catch (error) {
      tell(isCancelled(error) ? { ...latest, state: "stopped" } : breakOff(latest, error));
    }
    void this.queries.invalidateQueries({ queryKey: keys.network });
    void this.queries.invalidateQueries({ queryKey: keys.ollama });
  }

  private show(pull: Pull | undefined): void {
    this.pull = pull;
    this.listeners.forEach((listener) => listener());
  }
}

/** The download of this tab, if there is one, and what can be done about it. */
export function usePull(): { pull: Pull | undefined; pulls: Pulls } {
  const pulls = Pulls.of(useClient(OllamaService), useClient(ConsentService), useQueryClient());
  return { pull: useSyncExternalStore(pulls.subscribe, pulls.snapshot), pulls };
}
