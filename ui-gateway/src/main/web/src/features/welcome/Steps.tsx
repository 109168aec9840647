import type { ReactNode } from "react";
import { t } from "../../common/i18n";

/** The way on from a step, and back. */
export function Steps({ back, next, last = false, busy = false }: { back?: () => void; next(): void; last?: boolean; busy?: boolean }) {
  return (
    <div className="row welcome-way">
      {back && (
        <button className="button plain" type="button" onClick={back}>
          {t("welcome.back")}
        </button>
      )}
      <button className="button primary" type="button" disabled={busy} onClick={next}>
        {t(last ? "welcome.finish" : "welcome.next")}
      </button>
    </div>
  );
}

/** One of several ways, of which one is chosen. */
export function Way({ name, title, lead, chosen, choose, children }: { name: string; title: string; lead: string; chosen: boolean; choose(): void; children?: ReactNode }) {
  return (
    <div className={chosen ? "way chosen" : "way"}>
      <label>
        <input type="radio" name={name} checked={chosen} onChange={choose} />
        <span>
          <b>{title}</b>
          <span className="small quiet">{lead}</span>
        </span>
      </label>
      {chosen && children}
    </div>
  );
}
