import { create } from "@bufbuild/protobuf";
import { type CallOptions } from "@connectrpc/connect";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useClient } from "../../common/api";
import { t } from "../../common/i18n";
import { keys } from "../../common/mesh";
import { modelName } from "../../common/models";
import { AddRemoteModelRequestSchema, type Model, type ModelDraft, ModelService } from "../../gen/pmm/provider/v1/provider_pb";
import { useStepUp } from "../session/useStepUp";

type Draft = Pick<ModelDraft, "modelId"> & Partial<Omit<ModelDraft, "$typeName" | "$unknown">>;

interface Adding {
  draft: Draft;
  /** Whether it runs on this device, as the person declares. */
  here: boolean;
  /** Whether it takes the place of the one of that name. */
  replace: boolean;
  consequence: string;
  done(): void;
}

/** Adds a model, or changes one; what sends words elsewhere is confirmed first. */
export function useAddModel(mindName: string) {
  const models = useClient(ModelService);
  const queries = useQueryClient();
  const stepUp = useStepUp(mindName);
  const refresh = async (modelId: string) => {
    await queries.invalidateQueries({ queryKey: keys.models });
    queries.removeQueries({ queryKey: ["check", modelId] });
  };
  const local = useMutation({
    mutationFn: ({ draft, replace }: Adding) => models.addModel({ model: draft, replace, requestId: crypto.randomUUID() }),
    onSuccess: async (_, { draft, done }) => {
      await refresh(draft.modelId);
      done();
    },
  });
  function add(adding: Adding) {
    if (adding.here) {
      local.mutate(adding);
      return;
    }
    const { draft, replace, consequence, done } = adding;
    const request = create(AddRemoteModelRequestSchema, { model: draft, replace, requestId: crypto.randomUUID() });
    stepUp.ask({
      requests: [request],
      method: ModelService.method.addRemoteModel,
      title: t(replace ? "add.confirm.change" : "add.confirm", { model: modelName(draft.modelId) }),
      consequence,
      run: async (options: CallOptions) => {
        await models.addRemoteModel(request, options);
        await refresh(draft.modelId);
        done();
      },
    });
  }
  return { add, dialog: stepUp.dialog, error: local.error, busy: local.isPending };
}

/** A model as it is, to be added again with another key. */
export function draftOf(model: Model, key: string): Draft {
  const { modelId, api, url, providerModel, contextTokens, codecName } = model;
  const [pin = "", pinBackup = ""] = model.pins;
  return { modelId, api, url, providerModel, contextTokens, codecName, pin, pinBackup, key };
}
