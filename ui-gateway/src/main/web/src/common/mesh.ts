import { useQuery } from "@tanstack/react-query";
import { useSession } from "../features/session/SessionGate";
import { MindService } from "../gen/pmm/mind/v1/mind_pb";
import { SessionService } from "../gen/pmm/ui/v1/ui_pb";
import { useClient } from "./api";

/** Keys of what several screens ask for, to be refreshed when it changes. */
export const keys = {
  mesh: ["mesh"],
  /** All that the mind is: what follows from an act on one part shows on the others. */
  mind: ["mind"],
  memory: (id: bigint) => ["mind", "memory", String(id)],
  memories: (which: string) => ["mind", "memories", which],
  commitment: (id: string) => ["mind", "commitment", id],
  commitments: (which: string) => ["mind", "commitments", which],
  steps: (figures: readonly number[]) => ["mind", "steps", ...figures],
  reflections: ["mind", "reflections"],
  switches: ["mind", "switches"],
  gauge: (conversationId: string, modelId: string, draft: string) => ["mind", "gauge", conversationId, modelId, draft],
  autonomy: ["mind", "autonomy"],
  ledger: ["ledger"],
  event: (id: bigint) => ["event", String(id)],
  events: (which: string) => ["events", which],
  models: ["models"],
  /** A switch to another model on its way; not asked for, done. */
  swap: ["swap"],
  network: ["network"],
  ollama: ["ollama"],
  conversations: ["conversations"],
  conversation: (id: string) => ["conversation", id],
  trace: (eventId: bigint) => ["trace", String(eventId)],
} as const;

/** Asked again and again: it tells whether the gateway is there. */
export function useMesh() {
  const sessions = useClient(SessionService);
  const { ready } = useSession();
  return useQuery({
    queryKey: keys.mesh,
    queryFn: ({ signal }) => sessions.getMesh({}, { signal }),
    refetchInterval: ({ state: { status, data } }) => (status === "error" || data?.services.some(({ serving }) => !serving) ? 2_000 : 15_000),
    retry: false,
    enabled: ready,
  });
}

export function useMind() {
  const minds = useClient(MindService);
  const { ready } = useSession();
  return useQuery({
    queryKey: keys.mind,
    queryFn: async ({ signal }) => (await minds.getMind({}, { signal })).mind,
    enabled: ready,
  }).data;
}
