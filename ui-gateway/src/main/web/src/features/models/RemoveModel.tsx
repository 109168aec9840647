import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useClient } from "../../common/api";
import { Problem } from "../../common/Problem";
import { t } from "../../common/i18n";
import { keys } from "../../common/mesh";
import { modelName } from "../../common/models";
import { type Model, Api, ModelService } from "../../gen/pmm/provider/v1/provider_pb";

/** Says what goes with a model, and lets it go. */
export function RemoveModel({ model, current, done }: { model: Model; current: boolean; done(): void }) {
  const models = useClient(ModelService);
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => models.removeModel({ modelId: model.modelId, requestId: crypto.randomUUID() }),
    onSuccess: async () => {
      done();
      await queries.invalidateQueries({ queryKey: keys.models });
      await queries.invalidateQueries({ queryKey: keys.ollama });
    },
  });
  if (current) return <p className="small">{t("remove.current")}</p>;
  return (
    <div className="model-form">
      <p className="small">
        {t(model.keyHint ? "remove.what.key" : "remove.what", { model: modelName(model.modelId), hint: model.keyHint })}
        {model.api === Api.OLLAMA && ` ${t("remove.file")}`}
      </p>
      {model.api === Api.OLLAMA && (
        <p className="small quiet">
          {t("remove.ollama")} <code>{`ollama rm ${model.providerModel}`}</code>
        </p>
      )}
      <Problem error={remove.error} />
      <button className="button danger small start" disabled={remove.isPending} onClick={() => remove.mutate()}>
        {t("remove.do", { model: modelName(model.modelId) })}
      </button>
    </div>
  );
}
