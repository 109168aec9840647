import { ProgressBar } from "react-aria-components";
import { CheckIcon, ClockIcon, WarnIcon } from "../../common/icons";
import { bytesOf, number } from "../../common/format";
import { t } from "../../common/i18n";

export interface LongWork {
  running: boolean;
  done: number;
  total: number;
  /** How it ended, in one sentence; empty before. */
  outcome: string;
  good: boolean;
  details: string[];
  /** Whether it is only on its way to a good end, which the person brings about. */
  calm?: boolean;
}

export const IDLE: LongWork = { running: false, done: 0, total: 0, outcome: "", good: true, details: [] };

/** Long work under way, and then the one line it ended in. */
export function ProgressLine({ label, state, inBytes = false }: { label: string; state: LongWork; inBytes?: boolean }) {
  return (
    <div className="progress-line" role="status">
      {state.running && (
        <ProgressBar aria-label={label} value={state.done} maxValue={Math.max(1, state.total)}>
          {({ percentage = 0 }) => (
            <>
              <span className="small quiet tabular">{inBytes ? t("progress.bytes", { label, done: bytesOf(state.done, state.total) }) : t("progress", { label, done: number(state.done), total: number(state.total) })}</span>
              <div className="progress">
                <div style={{ width: `${percentage}%` }} />
              </div>
            </>
          )}
        </ProgressBar>
      )}
      {!state.running && state.outcome && (
        <>
          <p className={state.calm ? "outcome plain" : state.good ? "outcome good" : "outcome"}>
            {state.calm ? <ClockIcon /> : state.good ? <CheckIcon /> : <WarnIcon />}
            {state.outcome}
          </p>
          {state.details.length > 0 && (
            <details>
              <summary className="small quiet">{t("progress.details")}</summary>
              <ul className="small quiet">
                {state.details.map((line) => (
                  <li key={line}>{line}</li>
                ))}
              </ul>
            </details>
          )}
        </>
      )}
    </div>
  );
}
