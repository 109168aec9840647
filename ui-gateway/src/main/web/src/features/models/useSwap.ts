import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useClient } from "../../common/api";
import { keys, useMind } from "../../common/mesh";
import { MindService } from "../../gen/pmm/mind/v1/mind_pb";
import { ModelService } from "../../gen/pmm/provider/v1/provider_pb";
import { usePull } from "./pulls";

/** Has the mind speak through another model; one that was only found is added first. Two switches go one after the other. */
export function useSwap() {
  const models = useClient(ModelService);
  const minds = useClient(MindService);
  const queries = useQueryClient();
  const mind = useMind();
  const { pull, pulls } = usePull();
  return useMutation({
    mutationKey: keys.swap,
    scope: { id: keys.swap[0] },
    mutationFn: async ({ modelId, added = true }: { modelId: string; added?: boolean }) => {
      const from = mind?.modelId ?? "";
      if (!added) await models.addModel({ model: { modelId }, requestId: crypto.randomUUID() });
      await minds.selectModel({ modelId, requestId: crypto.randomUUID() });
      return { from, to: modelId };
    },
    onSuccess: async (_, { modelId }) => {
      if (pull?.state === "done" && pull.model?.modelId === modelId) pulls.dismiss();
      await Promise.all([
        queries.invalidateQueries({ queryKey: keys.models }),
        queries.invalidateQueries({ queryKey: keys.mind }),
        queries.invalidateQueries({ queryKey: keys.ollama }),
      ]);
    },
  });
}
