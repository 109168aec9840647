import { WarnIcon } from "../../common/icons";
import { t, tCode } from "../../common/i18n";
import { modelName } from "../../common/models";
import type { Failure } from "../../gen/pmm/mind/v1/mind_pb";

/** An answer that did not come: one plain sentence, and what the way to the model says of it and of what to do. */
export function FailureCard({
  failure,
  modelId,
  kept = false,
  retry,
}: {
  failure: Failure | undefined;
  modelId: string;
  /** Whether there are words of the answer. */
  kept?: boolean;
  retry?: (() => void) | undefined;
}) {
  const reason = failure?.reason ?? "";
  return (
    <div className="failure" role="group" aria-label={t("failure.title")}>
      <WarnIcon />
      <div className="grow">
        <p>
          <b>
            {modelName(modelId)}: {tCode("failure", reason, "failure.other")}
          </b>
          {kept && ` ${t("failure.kept")}`}
        </p>
        {failure?.message && <p className="small quiet">{failure.message}</p>}
        {reason === "UNREACHABLE" && modelId.startsWith("ollama:") && (
          <p className="small quiet">
            {t("failure.ollama")} <code>ollama serve</code>
          </p>
        )}
      </div>
      {retry && (
        <button className="button small" onClick={retry}>
          {t("turn.again")}
        </button>
      )}
    </div>
  );
}
