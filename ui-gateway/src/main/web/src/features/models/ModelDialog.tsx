import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type SubmitEvent, useEffect, useRef, useState } from "react";
import { Button, Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { useClient } from "../../common/api";
import { bytes } from "../../common/format";
import { CloseIcon } from "../../common/icons";
import { t } from "../../common/i18n";
import { keys, useModels } from "../../common/mesh";
import { hostOf } from "../../common/models";
import { sentence } from "../../common/problem";
import { MindService } from "../../gen/pmm/mind/v1/mind_pb";
import { Api, Locality, ModelService, OllamaService } from "../../gen/pmm/provider/v1/provider_pb";
import { FoundModels } from "./FoundModels";
import { PullCard } from "./PullCard";
import { usePull } from "./PullProvider";
import "./models.css";

/** Another model for the mind to speak through: downloaded by an Ollama, or already there. */
export default function ModelDialog({ close }: { close(): void }) {
  const models = useClient(ModelService);
  const minds = useClient(MindService);
  const queries = useQueryClient();
  const { pull, dismiss } = usePull();
  const place = useRef<HTMLDivElement>(null);
  const asks = pull?.state === "asking";
  // The button that began it may be far below, and is out of use while it runs.
  useEffect(() => place.current?.focus(), [pull?.attemptId, asks]);
  const use = useMutation({
    mutationFn: async ({ modelId, added }: { modelId: string; added: boolean }) => {
      if (!added) await models.addModel({ model: { modelId }, requestId: crypto.randomUUID() });
      await minds.selectModel({ modelId, requestId: crypto.randomUUID() });
    },
    onSuccess: async (_, { modelId }) => {
      await queries.invalidateQueries({ queryKey: keys.models });
      await queries.invalidateQueries({ queryKey: keys.mind });
      if (pull?.state === "done" && pull.model?.modelId === modelId) dismiss();
      close();
    },
  });
  return (
    <ModalOverlay className="overlay" isOpen isDismissable onOpenChange={(open) => !open && close()}>
      <Modal className="modal wide">
        <Dialog className="dialog models">
          <div className="row">
            <Heading slot="title" className="grow">
              {t("models.title")}
            </Heading>
            <Button slot="close" className="button plain square small" aria-label={t("common.close")}>
              <CloseIcon />
            </Button>
          </div>
          <p className="small quiet">{t("models.lead")}</p>
          {pull && (
            <div className="pull-place" ref={place} tabIndex={-1}>
              <PullCard pull={pull} use={(modelId, added) => use.mutate({ modelId, added })} />
            </div>
          )}
          {use.error && (
            <p className="problem" role="alert">
              {sentence(use.error)}
            </p>
          )}
          <FoundModels use={(modelId, added) => use.mutate({ modelId, added })} busy={use.isPending} />
          <Downloads />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

/** What could be downloaded: the shipped list, and any other name. */
function Downloads() {
  const ollama = useClient(OllamaService);
  const { pull, start } = usePull();
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
    start({ modelId: `ollama:${name.trim().replace(/^ollama:/, "")}`, url });
  }
  return (
    <>
      <h3>{t("models.suggested")}</h3>
      {error && <p className="problem">{sentence(error)}</p>}
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
              onClick={() => start({ modelId: model.modelId, url })}
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
          <Button className="button" type="submit" isDisabled={busy || name.trim() === ""}>
            {t("models.download")}
          </Button>
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
