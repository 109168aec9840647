import { Problem } from "../../common/Problem";
import { CheckIcon, DeviceIcon } from "../../common/icons";
import { t } from "../../common/i18n";
import { BUILTIN_VOICE, modelName } from "../../common/models";
import { go } from "../../common/route";
import type { Mind } from "../../gen/pmm/mind/v1/mind_pb";
import { FoundModels } from "../models/FoundModels";
import "../models/models.css";
import { useSwap } from "../models/useSwap";
import "../models/words";
import { Steps } from "./Steps";

/** What the mind speaks through: what is on this device already, or no model yet. */
export function Voice({ mind, back, next }: { mind: Mind; back(): void; next(): void }) {
  const swap = useSwap();
  const builtin = mind.modelId === BUILTIN_VOICE;
  return (
    <>
      <section className="card models" aria-labelledby="voice-title">
        <h2 id="voice-title">
          <DeviceIcon />
          {t("model.here")}
        </h2>
        <p role="status" className="outcome good">
          <CheckIcon />
          <span>{t("welcome.model.now", { model: modelName(mind.modelId) })}</span>
        </p>
        {builtin ? (
          <p className="small quiet">{t("welcome.model.none.lead")}</p>
        ) : (
          <button className="button small start" disabled={swap.isPending} onClick={() => swap.mutate({ modelId: BUILTIN_VOICE })}>
            {t("welcome.model.use")}
          </button>
        )}
        <FoundModels use={(modelId, added) => swap.mutate({ modelId, added })} busy={swap.isPending} />
        <Problem error={swap.error} />
        <p className="small quiet">{t("welcome.model.more")}</p>
        <button className="button small start" onClick={() => go({ screen: "models" })}>
          {t("welcome.model.open")}
        </button>
      </section>
      <Steps back={back} next={next} last />
    </>
  );
}
