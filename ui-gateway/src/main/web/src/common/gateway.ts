import { useQuery } from "@tanstack/react-query";
import { useSession } from "../features/session/SessionGate";
import { ModelService, NetworkService } from "../gen/pmm/provider/v1/provider_pb";
import { useClient } from "./api";
import { keys } from "./mesh";

// By itself: what the gateway's messages are made of is large, and the first load of the page asks it for nothing.
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
