import { ProgressBar } from "react-aria-components";
import { CheckIcon, WarnIcon } from "../../common/icons";
import { number } from "../../common/format";
import { t } from "../../common/i18n";

export interface LongWork {
  running: boolean;
  done: number;
  total: number;
  /** How it ended, in one sentence; empty before. */
  outcome: string;
  good: boolean;
  details: string[];
}

export const IDLE: LongWork = { running: false, done: 0, total: 0, outcome: "", good: true, details: [] };

/** Long work under way, and then the one line it ended in. */
export function ProgressLine({ label, state }: { label: string; state: LongWork }) {
  return (
    <div className="progress-line" role="status">
      {state.running && (
        <ProgressBar aria-label={label} value={state.done} maxValue={Math.max(1, state.total)}>
          {({ percentage = 0 }) => (
            <>
              <span className="small quiet tabular">{t("progress", { label, done: number(state.done), total: number(state.total) })}</span>
              <div className="progress">
                <div style={{ width: `${percentage}%` }} />
              </div>
            </>
          )}
        </ProgressBar>
      )}
      {!state.running && state.outcome && (
        <>
          <p className={state.good ? "outcome good" : "outcome"}>
            {state.good ? <CheckIcon /> : <WarnIcon />}
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
