import { ProgressBar } from "react-aria-components";

/** How far something is; a total of 0 is not known. */
export function Bar({ label, detail, done, total }: { label: string; detail: string; done: number; total: number }) {
  return (
    <ProgressBar className="progress-line" aria-label={label} value={done} maxValue={Math.max(1, total)} isIndeterminate={total === 0}>
      {({ percentage }) => (
        <>
          <span className="small tabular import-line">
            <b>{label}</b> <span className="quiet">{detail}</span>
          </span>
          <div className={total === 0 ? "progress waiting" : "progress"}>
            <div style={{ width: `${percentage ?? 100}%` }} />
          </div>
        </>
      )}
    </ProgressBar>
  );
}
