import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useClient } from "../../common/api";
import { bytes } from "../../common/format";
import { t } from "../../common/i18n";
import { refusal, sentence } from "../../common/problem";
import { keys } from "../../common/mesh";
import { ModelCheck_State, type OllamaModel, OllamaService } from "../../gen/pmm/provider/v1/provider_pb";
import { isUsable } from "./pull";

/** What the Ollama on this device has; it is asked once the person wants to know. */
export function FoundModels({ use, busy }: { use(modelId: string, added: boolean): void; busy: boolean }) {
  const ollama = useClient(OllamaService);
  const [wanted, setWanted] = useState(false);
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: [...keys.ollama, "found"],
    queryFn: ({ signal }) => ollama.findModels({}, { signal }),
    enabled: wanted,
    retry: (failures, problem) => !refusal(problem) && failures < 3,
  });
  const there = data?.state === ModelCheck_State.READY;
  return (
    <>
      <h3>{t("models.there")}</h3>
      {there && data.models.length > 0 && (
        <ul className="model-list">
          {data.models.map((model) => (
            <li key={model.name}>
              <div className="grow">
                <b>{model.name}</b>
                <p className="tiny quiet">{facts(model)}</p>
                {model.digestBefore && <p className="tiny tight">{t("models.another")}</p>}
              </div>
              {isUsable(model) && (
                <button
                  className="button small"
                  disabled={busy}
                  aria-label={t("models.use.named", { model: model.name })}
                  onClick={() => use(model.modelId, model.added)}
                >
                  {t("models.use")}
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      <div role="status">
        {there && data.models.length === 0 && <p className="small quiet">{t("models.empty")}</p>}
        {data && !there && <p className="small">{data.message}</p>}
        {error && <p className="problem">{sentence(error)}</p>}
      </div>
      {!there && (
        <button className="button small start" disabled={isFetching} onClick={() => (wanted ? void refetch() : setWanted(true))}>
          {t(isFetching ? "models.looking" : "models.look")}
        </button>
      )}
    </>
  );
}

function facts(model: OllamaModel): string {
  return [bytes(model.sizeBytes), model.parameterSize, model.quantization, model.remoteHost && t("models.forwards", { host: model.remoteHost })]
    .filter(Boolean)
    .join(" · ");
}
