import { Fragment, type ReactNode } from "react";
import { dateOf, day, number } from "../../common/format";
import { type MessageId, t, tCode } from "../../common/i18n";
import type { ImportRemark, ImportReport } from "../../gen/pmm/mind/v1/importing_pb";
import { branches, everything, files, missingFiles, unused } from "./counts";

const SHOWN = 20;

/** What an archive holds, and under its label what of it is, or was, new. */
export function Facts({ report, newLabel }: { report: ImportReport; newLabel?: MessageId }) {
  const { found, added, firstTime, lastTime, oddities, remarks } = report;
  if (!found || !added) return null;
  const kinds = Object.entries(oddities).map(([kind, count]) => tCode("import.odd", kind, "import.odd.other", { count: number(count) }));
  const named = [found.attachments > 0n && files(found), found.missingAttachments > 0n && missingFiles(found)].filter(Boolean);
  return (
    <>
      <dl className="facts">
        <Fact id="import.fact.holds">{everything(found)}</Fact>
        <Fact id="import.fact.from">{firstTime && lastTime && t("import.range", { first: day(dateOf(firstTime)), last: day(dateOf(lastTime)) })}</Fact>
        <Fact id="import.fact.branches">{found.branchPoints > 0n && branches(found)}</Fact>
        <Fact id="import.fact.files">{named.join(", ")}</Fact>
        <Fact id="import.fact.unused">{found.unusedFiles > 0n && <Unused files={unused(found)} names={report.unusedFileNames} />}</Fact>
        <Fact id="import.fact.odd">{kinds.length > 0 && t("import.odd", { kinds: kinds.join(", ") })}</Fact>
        <Fact id="import.fact.chain">{remarks.filter(isChain).map(({ detail }) => detail).join(", ")}</Fact>
        {newLabel && <Fact id={newLabel}>{everything(added) || t("import.none.new")}</Fact>}
      </dl>
      <Remarks remarks={remarks.filter((remark) => !isChain(remark))} />
      <Unread report={report} />
    </>
  );
}

function Fact({ id, children }: { id: MessageId; children: ReactNode }) {
  if (!children) return null;
  return (
    <Fragment>
      <dt>{t(id)}</dt>
      <dd>{children}</dd>
    </Fragment>
  );
}

/** Files that nothing was read from, and what they are called as far as that is known. */
function Unused({ files, names }: { files: string; names: string[] }) {
  if (names.length === 0) return <>{files}</>;
  return (
    <details>
      <summary>{files}</summary>
      <span className="quiet" dir="auto">
        {names.join(", ")}
      </span>
    </details>
  );
}

function isChain({ kind }: ImportRemark): boolean {
  return kind === "chain";
}

/** What was odd, one by one. */
function Remarks({ remarks }: { remarks: ImportRemark[] }) {
  if (remarks.length === 0) return null;
  return (
    <details className="import-unread">
      <summary>{t("import.odd.where", { count: remarks.length, shown: number(remarks.length) })}</summary>
      <ul className="small">
        {remarks.map(({ place, detail }, index) => (
          <li key={index}>
            <b dir="auto">{place}</b> {detail}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** What could not be read, each with its reason. */
function Unread({ report: { notReadCount, unreadable } }: { report: ImportReport }) {
  if (notReadCount === 0n) return null;
  const shown = unreadable.slice(0, SHOWN);
  return (
    <details className="import-unread">
      <summary>{t("import.unread", { count: Number(notReadCount), shown: number(notReadCount) })}</summary>
      <ul className="small">
        {shown.map((item, index) => (
          <li key={index}>
            {item.title && <b dir="auto">{item.title} </b>}
            <span className="quiet">{item.place}</span>
            <br />
            {item.why}
          </li>
        ))}
        {notReadCount > shown.length && <li className="quiet">{t("import.unread.more", { shown: number(notReadCount - BigInt(shown.length)) })}</li>}
      </ul>
    </details>
  );
}
