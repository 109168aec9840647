import { useQuery } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";
import { useClient } from "../../common/api";
import { bytes } from "../../common/format";
import { useModels } from "../../common/gateway";
import { Problem } from "../../common/Problem";
import { t } from "../../common/i18n";
import { keys } from "../../common/mesh";
import { hostOf } from "../../common/places";
import { Api, Locality, OllamaService } from "../../gen/pmm/provider/v1/provider_pb";
import { usePull } from "./pulls";

/** What could be downloaded: the shipped list, and any other name. */
export function Downloads() {
  const ollama = useClient(OllamaService);
  const { pull, pulls } = usePull();
  const [name, setName] = useState("");
  const [url, setUrl] = useState("");
  const elsewhere = useElsewhere();
  const { data, error } = useQuery({
    queryKey: [...keys.ollama, "suggested"],
    queryFn: ({ signal }) => ollama.listSuggestedModels({}, { signal }),
  });
  const busy = pull?.state === "running";
  function submit(event: SubmitEvent) {
    event.preventDefault();
    pulls.start({ modelId: `ollama:${name.trim().replace(/^ollama:/, "")}`, url });
  }
  return (
    <>
      <h3>{t("models.suggested")}</h3>
      <Problem error={error} />
      <ul className="model-list">
        {data?.models.map((model) => (
          <li key={model.modelId}>
            <div className="grow">
              <b>{model.title}</b> <span className="small quiet">{t("models.by", { maker: model.maker, license: model.license })}</span>
              <p className="small">{model.summary}</p>
              <p className={model.fits || data.memoryBytes === 0n ? "tiny quiet" : "tiny tight"}>
                {t("models.needs", { size: bytes(model.sizeBytes), memory: bytes(model.memoryBytes) })}
                {!model.fits && data.memoryBytes > 0n && ` ${t("models.tooLarge", { memory: bytes(data.memoryBytes) })}`}
              </p>
            </div>
            <button
              className="button small"
              disabled={busy}
              aria-label={t("models.download.named", { model: model.title })}
              onClick={() => pulls.start({ modelId: model.modelId, url })}
            >
              {t("models.download")}
            </button>
          </li>
        ))}
      </ul>
      <form onSubmit={submit}>
        <div className="row end-line">
          <label className="field grow">
            <span>{t("models.other")}</span>
            <input autoComplete="off" spellCheck={false} placeholder="llama3.2:3b" value={name} onChange={(event) => setName(event.target.value)} />
          </label>
          <button className="button" type="submit" disabled={busy || name.trim() === ""}>
            {t("models.download")}
          </button>
        </div>
        {elsewhere.length > 0 && (
          <label className="field">
            <span>{t("models.where")}</span>
            <select value={url} onChange={(event) => setUrl(event.target.value)}>
              <option value="">{t("models.where.here")}</option>
              {elsewhere.map(([address, host]) => (
                <option key={address} value={address}>
                  {host}
                </option>
              ))}
            </select>
          </label>
        )}
      </form>
    </>
  );
}

/** The Ollamas elsewhere that the person has added a model of, as address and host. */
function useElsewhere(): [string, string][] {
  const { data: models } = useModels();
  const there = models?.filter((model) => model.api === Api.OLLAMA && model.locality === Locality.REMOTE && !model.forwardsTo) ?? [];
  return [...new Map(there.map((model) => [model.url, hostOf(model)]))];
}
