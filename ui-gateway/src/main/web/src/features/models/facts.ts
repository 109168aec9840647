import { useQuery } from "@tanstack/react-query";
import { useClient } from "../../common/api";
import { dateOf } from "../../common/format";
import { keys } from "../../common/mesh";
import { type Event, LedgerService, Order } from "../../gen/pmm/ledger/v1/ledger_pb";
import { useSession } from "../session/SessionGate";

const LOOKED_AT = 40;
const LEAST_WORDS = 20;

/** How quick a model was, as its answers in the ledger tell. */
export interface Speed {
  wordsPerSecond: number;
  answers: number;
}

interface Receipt {
  model_id?: string;
  elapsed_ms?: number;
  first_token_ms?: number;
}

/** The words a second of a model in these answers; nothing where they are too few to tell. */
export function speedOf(modelId: string, events: readonly Event[]): Speed | undefined {
  let words = 0;
  let ms = 0;
  let answers = 0;
  for (const event of events) {
    const receipt = JSON.parse(event.metaJson || "{}") as Receipt;
    const writing = (receipt.elapsed_ms ?? 0) - (receipt.first_token_ms ?? 0);
    if (receipt.model_id !== modelId || writing <= 0) continue;
    words += event.content?.split(/\s+/).filter(Boolean).length ?? 0;
    ms += writing;
    answers++;
  }
  return words < LEAST_WORDS ? undefined : { wordsPerSecond: (1000 * words) / ms, answers };
}

export function useSpeed(modelId: string): Speed | undefined {
  const ledger = useClient(LedgerService);
  const { ready } = useSession();
  return useQuery({
    queryKey: [...keys.mind, "speed", modelId],
    queryFn: async ({ signal }) => {
      const { events } = await ledger.listEvents({ kinds: ["assistant_message"], order: Order.NEWEST_FIRST, pageSize: LOOKED_AT }, { signal });
      return speedOf(modelId, events) ?? null;
    },
    enabled: ready,
  }).data ?? undefined;
}

/** When the mind began to speak through the model in use; nothing where it never spoke through another. */
export function useSince(modelId: string): Date | undefined {
  const ledger = useClient(LedgerService);
  const { ready } = useSession();
  return useQuery({
    queryKey: [...keys.mind, "since", modelId],
    queryFn: async ({ signal }) => {
      const { events } = await ledger.listEvents({ kinds: ["model_selected"], order: Order.NEWEST_FIRST, pageSize: 1 }, { signal });
      return events[0] ? dateOf(events[0].createTime) : null;
    },
    enabled: ready,
  }).data ?? undefined;
}
