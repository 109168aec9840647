import { useState } from "react";
import { bytes } from "../../common/format";
import { t } from "../../common/i18n";
import { Facts } from "./Facts";
import { Pick } from "./Pick";
import { everything, files, others } from "./counts";
import type { Choice, Found } from "./job";

/** What an archive holds, and what of it shall come in. */
export function Choosing({ name, found, run, leave }: { name: string; found: Found; run(choice: Choice): void; leave(): void }) {
  const { report, conversations, characters } = found;
  const [spared, setSpared] = useState<ReadonlySet<string>>(new Set());
  const [withFiles, setWithFiles] = useState(true);
  const [withOthers, setWithOthers] = useState(true);
  const counts = report.found!;
  const beside = others(counts);
  const warned = characters.filter((card) => card.warnings.length > 0);
  const nothing = conversations.length === spared.size && (beside.length === 0 || !withOthers) && counts.emptyConversations === 0n;

  function begin() {
    const chosen = conversations.map((each) => each.originalId).filter((id) => !spared.has(id));
    const few = chosen.length > 0 && chosen.length < spared.size;
    run({
      originalIds: few ? chosen : [],
      excludedOriginalIds: few ? [] : [...spared],
      conversationsOnly: !withOthers,
      withoutAttachments: !withFiles,
    });
  }

  return (
    <form
      className="import-work"
      onSubmit={(event) => {
        event.preventDefault();
        begin();
      }}
    >
      <div className="row">
        <span className="chip green">{t("import.recognised", { format: report.formatTitle })}</span>
        <span className="small quiet">{t("import.size", { name: report.name || name, size: bytes(report.archiveBytes) })}</span>
      </div>
      <Facts report={report} newLabel="import.fact.new" />
      {warned.length > 0 && (
        <div className="import-warned" role="note">
          <h3>{t("import.cards")}</h3>
          {warned.map((card, index) => (
            <div key={index} className="small">
              <b dir="auto">{card.name || t("import.untitled")}</b>
              <ul>
                {card.warnings.map((warning) => (
                  <li key={warning}>{warning}</li>
                ))}
              </ul>
              {card.steeringText && (
                <details>
                  <summary>{t("import.card.steers")}</summary>
                  <blockquote dir="auto">{card.steeringText}</blockquote>
                </details>
              )}
            </div>
          ))}
        </div>
      )}
      {conversations.length > 0 && <Pick all={conversations} spared={spared} spare={setSpared} />}
      {counts.attachments > 0n && (
        <label className="row">
          <input type="checkbox" checked={withFiles} onChange={(event) => setWithFiles(event.target.checked)} />
          <span className="grow">{t("import.with.files", { files: files(counts) })}</span>
        </label>
      )}
      {beside.length > 0 && (
        <label className="row">
          <input type="checkbox" checked={withOthers} onChange={(event) => setWithOthers(event.target.checked)} />
          <span className="grow">
            {t("import.with.others", { counts: beside.join(", ") })}
            {counts.memories + counts.profiles > 0n && <span className="small quiet under">{t("import.with.others.note")}</span>}
          </span>
        </label>
      )}
      {everything(report.added!) === "" && <p className="outcome good">{t("import.none.new")}</p>}
      <div className="row">
        <button className="button primary" disabled={nothing}>
          {t("import.run")}
        </button>
        <button type="button" className="button plain" onClick={leave}>
          {t("common.cancel")}
        </button>
        {nothing && <span className="small quiet">{t("import.run.nothing")}</span>}
      </div>
    </form>
  );
}
