import { useQuery } from "@tanstack/react-query";
import { useClient } from "../../common/api";
import { type Model, Locality, ModelService } from "../../gen/pmm/provider/v1/provider_pb";
import { useSession } from "../session/SessionGate";

/**
 * Whether a model could be used now. One that is proved to be on this device is asked by itself, since nothing is recorded of it; of all
 * others it is the person's act, which may be a use of the network.
 */
export function useCheck(model: Model | undefined) {
  const models = useClient(ModelService);
  const { ready } = useSession();
  const modelId = model?.modelId ?? "";
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ["check", modelId],
    queryFn: async ({ signal }) => (await models.checkModels({ modelId }, { signal })).checks[0] ?? null,
    enabled: ready && model?.locality === Locality.PROVED && !model.forwardsTo,
    retry: false,
  });
  return { check: data ?? undefined, error, checking: isFetching, ask: () => void refetch() };
}
