import { dateOf, moment } from "../../common/format";
import { ClockIcon } from "../../common/icons";
import { t } from "../../common/i18n";
import type { Commitment } from "../../gen/pmm/mind/v1/mind_pb";
import { PromiseActs } from "../mind/PromiseActs";

/** What it said it would have done by the end of today: shown when the page opens, until the person has said a word on it. */
export default function DuePromises({ due }: { due: Commitment[] }) {
  return (
    <ul className="notes due" aria-label={t("due.title")}>
      {due.map((commitment) => (
        <li key={commitment.commitmentId} className="note amber asking">
          <ClockIcon />
          <div className="grow">
            <p>
              <b>{t("due.promise")}</b> <span className="quiet">{t("note.words", { text: commitment.text })}</span>
            </p>
            <p className="tiny quiet">{t("due.since", { time: moment(dateOf(commitment.dueTime)) })}</p>
            <PromiseActs commitment={commitment} />
          </div>
        </li>
      ))}
    </ul>
  );
}
