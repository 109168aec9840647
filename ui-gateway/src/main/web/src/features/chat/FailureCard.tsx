import { duration } from "../../common/format";
import { WarnIcon } from "../../common/icons";
import { t, tCode } from "../../common/i18n";
import { modelName } from "../../common/models";
import type { Failure } from "../../gen/pmm/mind/v1/mind_pb";

/** An answer that did not come: one plain sentence, what to do, and the details for those who want them. */
export function FailureCard({ failure, modelId, retry }: { failure: Failure | undefined; modelId: string; retry?: (() => void) | undefined }) {
  const reason = failure?.reason ?? "";
  return (
    <section className="failure" aria-label={t("failure.title")}>
      <WarnIcon />
      <div className="grow">
        <p>
          <b>{tCode("failure", reason, "failure.other")}</b>{" "}
          {failure && failure.retryAfterMs > 0n && t("failure.wait", { time: duration(failure.retryAfterMs) })}
        </p>
        {reason === "UNREACHABLE" && modelId.startsWith("ollama:") && (
          <p className="small quiet">
            {t("failure.ollama")} <code>ollama serve</code>
          </p>
        )}
        <details>
          <summary>{t("failure.details")}</summary>
          <p className="small quiet">{[modelName(modelId), reason, failure?.message].filter(Boolean).join(" · ")}</p>
        </details>
      </div>
      {retry && (
        <button className="button small" onClick={retry}>
          {t("turn.again")}
        </button>
      )}
    </section>
  );
}
