import { useEffect, useRef, useState } from "react";
import { useModels, useNetwork } from "../../common/gateway";
import { Problem } from "../../common/Problem";
import { CheckIcon, ChipIcon, DownloadIcon, PlusIcon } from "../../common/icons";
import { t } from "../../common/i18n";
import { useMind } from "../../common/mesh";
import { BUILTIN_VOICE, UNNAMED, modelName } from "../../common/models";
import "../../common/sharedWords";
import "../../common/talkWords";
import { WaitingCards } from "../../common/Skeleton";
import { type Model, NetworkMode } from "../../gen/pmm/provider/v1/provider_pb";
import "../chat/turns.css";
import { AddElsewhere } from "./AddElsewhere";
import { Compare } from "./Compare";
import { Current } from "./Current";
import { Downloads } from "./Downloads";
import { FoundModels } from "./FoundModels";
import { Identity } from "./Identity";
import { ModelRow } from "./ModelRow";
import { PullCard } from "./PullCard";
import { VoiceRow } from "./VoiceRow";
import "./models.css";
import { usePull } from "./pulls";
import { isElsewhere } from "./state";
import { useSwap } from "./useSwap";
import "./words";

/** What the mind speaks through: the model in use, the others, and how to come by more. */
export default function ModelsPage() {
  const mind = useMind();
  const { data: models, error, refetch } = useModels();
  const network = useNetwork();
  useEffect(() => {
    document.title = t("models.page");
  }, []);
  return (
    <main className="page" tabIndex={-1}>
      <div className="page-column">
        <header>
          <h1>{t("models.page")}</h1>
          <p className="quiet">{t("models.page.lead", { name: mind?.name || UNNAMED })}</p>
        </header>
        {mind && models ? (
          <Screen name={mind.name} offline={network?.mode === NetworkMode.OFFLINE} models={models} />
        ) : error ? (
          <section className="card">
            <Problem error={error} />
            <button className="button small start" onClick={() => void refetch()}>
              {t("gone.retry")}
            </button>
          </section>
        ) : (
          <WaitingCards />
        )}
      </div>
    </main>
  );
}

function Screen({ name, offline, models }: { name: string; offline: boolean; models: Model[] }) {
  const mind = useMind()!;
  const swap = useSwap();
  const { pull } = usePull();
  const [adding, setAdding] = useState(false);
  const [added, setAdded] = useState("");
  const use = (modelId: string, isAdded = true) => swap.mutate({ modelId, added: isAdded });
  const current = mind.modelId;
  const before = swap.data?.to === current && swap.data.from !== current ? swap.data.from : "";
  const shownName = name || UNNAMED;
  const here = models.filter((model) => !isElsewhere(model));
  const elsewhere = models.filter(isElsewhere);
  const row = (model: Model) => (
    <ModelRow key={model.modelId} model={model} mindName={name} current={model.modelId === current} offline={offline} busy={swap.isPending} use={use} />
  );
  const place = useRef<HTMLDivElement>(null);
  const asks = pull?.state === "asking";
  // The button that began it may be far below, and is out of use while it runs.
  useEffect(() => place.current?.focus(), [pull?.attemptId, asks]);
  return (
    <>
      <Current mind={mind} model={models.find((each) => each.modelId === current)} offline={offline}>
        <div role="status">
          {before && (
            <div className="swapped">
              <p className="outcome good">
                <CheckIcon />
                <span>{t("swap.done", { model: modelName(current) })}</span>
              </p>
              <button className="button small" disabled={swap.isPending} onClick={() => use(before)}>
                {t("identity.back", { model: modelName(before) })}
              </button>
            </div>
          )}
        </div>
        <Problem error={swap.error} />
        <Identity key={current} name={shownName} modelId={current} before={before} goBack={() => use(before)} />
      </Current>
      {pull && (
        <div className="pull-place" ref={place} tabIndex={-1}>
          <PullCard pull={pull} use={use} />
        </div>
      )}
      <section className="card" aria-labelledby="here-title">
        <h2 id="here-title">
          <ChipIcon />
          {t("models.yours")}
        </h2>
        <h3>{t("model.here")}</h3>
        <ul className="model-rows">
          <VoiceRow current={current === BUILTIN_VOICE} busy={swap.isPending} use={use} />
          {here.map(row)}
        </ul>
        <h3>{t("model.elsewhere")}</h3>
        {offline && elsewhere.length > 0 && <p className="small quiet">{t("state.off.why")}</p>}
        {elsewhere.length === 0 ? <p className="small quiet">{t("models.elsewhere.none")}</p> : <ul className="model-rows">{elsewhere.map(row)}</ul>}
      </section>
      <Compare models={[...here, ...elsewhere]} current={current} name={shownName} />
      <section className="card models" aria-labelledby="get-title">
        <h2 id="get-title">
          <DownloadIcon />
          {t("models.title")}
        </h2>
        <p className="small quiet">{t("models.lead")}</p>
        <FoundModels use={use} busy={swap.isPending} />
        <Downloads />
      </section>
      <section className="card models" aria-labelledby="add-title">
        <h2 id="add-title">
          <PlusIcon />
          {t("add.title")}
        </h2>
        <p className="small quiet">{t("add.lead")}</p>
        {adding ? (
          <AddElsewhere
            mindName={name}
            added={(modelId) => {
              setAdded(modelId);
              setAdding(false);
            }}
          />
        ) : (
          <button className="button small start" onClick={() => setAdding(true)}>
            {t("add.begin")}
          </button>
        )}
        <p role="status" className={added ? "outcome good" : "unseen"}>
          {added && t("add.done", { model: modelName(added) })}
        </p>
      </section>
    </>
  );
}
