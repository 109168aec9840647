import { dateOf, day, moment } from "../../common/format";
import { t } from "../../common/i18n";
import { type Commitment, Commitment_State } from "../../gen/pmm/mind/v1/mind_pb";
import { EventLink } from "./EventLink";
import { PromiseActs } from "./PromiseActs";

/** One promise: its words, when it is due, where it comes from, and what the person can say to it. */
export function PromiseRow({ commitment }: { commitment: Commitment }) {
  const { text, createTime, openEventId, sourceEventId, evidenceEventId, state } = commitment;
  return (
    <li className="entry-row">
      <div className="grow">
        <p dir="auto">{text || <i className="quiet">{t("turn.forgotten")}</i>}</p>
        <p className="tiny quiet entry-facts">
          <DueChip commitment={commitment} />
          {t(state === Commitment_State.PROPOSED ? "promises.said" : "promises.made", { day: day(dateOf(createTime)) })}
          <EventLink eventId={sourceEventId || openEventId} />
          {evidenceEventId > 0n && (
            <>
              {t("promises.evidence")} <EventLink eventId={evidenceEventId} />
            </>
          )}
        </p>
      </div>
      <PromiseActs commitment={commitment} />
    </li>
  );
}

function DueChip({ commitment: { state, overdue, dueTime, expireTime } }: { commitment: Commitment }) {
  switch (state) {
    case Commitment_State.CLOSED:
      return <span className="chip green">{t("promises.kept")}</span>;
    case Commitment_State.EXPIRED:
      return <span className="chip amber">{t("promises.expired")}</span>;
    case Commitment_State.OPEN:
      if (overdue && dueTime) return <span className="chip amber">{t("promises.overdue", { time: moment(dateOf(dueTime)) })}</span>;
      if (dueTime) return <span className="chip blue">{t("promises.due", { time: moment(dateOf(dueTime)) })}</span>;
      return expireTime ? <span className="chip">{t("promises.until", { day: day(dateOf(expireTime)) })}</span> : null;
    default:
      return dueTime ? <span className="chip">{t("promises.due", { time: moment(dateOf(dueTime)) })}</span> : null;
  }
}
