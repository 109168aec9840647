import { Problem } from "../../common/Problem";
import { useClient } from "../../common/api";
import { number } from "../../common/format";
import { CheckIcon } from "../../common/icons";
import { t } from "../../common/i18n";
import { useMind } from "../../common/mesh";
import { BUILTIN_VOICE, UNNAMED } from "../../common/models";
import { useThinking } from "../../common/useThinking";
import { ContextService, type GetGaugeResponse, type Summarized, Summarized_Result } from "../../gen/pmm/mind/v1/context_pb";
import { ConsentCard } from "./ConsentCard";
import { phaseWords } from "./LiveTurn";

/** Has the begin of a conversation summed up, so that what fits no more is not just left out. */
export function Summary({ conversationId, gauge }: { conversationId: string; gauge: GetGaugeResponse }) {
  const contexts = useClient(ContextService);
  const name = t("mind.name", { name: useMind()?.name || UNNAMED });
  const { running, phase, result, problem, start, stop } = useThinking<Summarized>(async function* (requestId, signal) {
    for await (const { part } of contexts.summarizeConversation({ conversationId, requestId }, { signal })) {
      if (part.case === "phase") yield { phase: part.value };
      if (part.case === "summarized") yield { result: part.value };
    }
  });
  const voiceless = gauge.modelId === BUILTIN_VOICE;
  const failure = result?.failure;
  const asks = failure?.reason === "CONSENT_REQUIRED";
  if (gauge.summarizableCount === 0 && !result && !running) return null;
  return (
    <div className="gauge-summary">
      <div role="status" className="small">
        {running && <p className="quiet">{phase ? phaseWords(phase) : t("phase.sending")}</p>}
        {result?.result === Summarized_Result.WRITTEN && (
          <p className="outcome good">
            <CheckIcon />
            {t("summary.written", { count: result.messageCount, shown: number(result.messageCount) })}
          </p>
        )}
        {result?.result === Summarized_Result.FAILED && !asks && <p className="problem">{result.message}</p>}
      </div>
      {asks && failure && <ConsentCard failure={failure} outcomeEventId={0n} conversationId="" modelId={gauge.modelId} name={name} retry={start} />}
      <Problem error={problem} />
      {running ? (
        <button className="button small" onClick={stop}>
          {t("live.stop")}
        </button>
      ) : (
        gauge.summarizableCount > 0 && (
          <button className="button small" disabled={voiceless} onClick={() => start()}>
            {t("summary.start", { count: gauge.summarizableCount, shown: number(gauge.summarizableCount) })}
          </button>
        )
      )}
      <p className="tiny quiet">{t(voiceless ? "summary.voiceless" : "summary.note")}</p>
    </div>
  );
}
