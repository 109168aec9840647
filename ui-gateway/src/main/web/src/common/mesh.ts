import { useQuery } from "@tanstack/react-query";
import { useSession } from "../features/session/SessionGate";
import { LedgerService } from "../gen/pmm/ledger/v1/ledger_pb";
import { MindService } from "../gen/pmm/mind/v1/mind_pb";
import { ModelService, NetworkService } from "../gen/pmm/provider/v1/provider_pb";
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
  gauge: (conversationId: string, modelId: string, draft: string) => ["mind", "gauge", conversationId, modelId, draft],
  autonomy: ["mind", "autonomy"],
  ledger: ["ledger"],
  event: (id: bigint) => ["event", String(id)],
  models: ["models"],
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
    refetchInterval: (query) => (query.state.status === "error" ? 2_000 : 15_000),
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

export function useLedgerInfo() {
  const ledger = useClient(LedgerService);
  const { ready } = useSession();
  return useQuery({ queryKey: keys.ledger, queryFn: ({ signal }) => ledger.getLedgerInfo({}, { signal }), enabled: ready }).data;
}

export function useModels() {
  const models = useClient(ModelService);
  const { ready } = useSession();
  return useQuery({
    queryKey: keys.models,
    queryFn: async ({ signal }) => (await models.listModels({ pageSize: 200 }, { signal })).models,
    enabled: ready,
  });
}

export function useNetwork() {
  const network = useClient(NetworkService);
  const { ready } = useSession();
  return useQuery({
    queryKey: keys.network,
    queryFn: ({ signal }) => network.getNetwork({}, { signal }),
    refetchInterval: 30_000,
    enabled: ready,
  }).data;
}
