import { useState } from "react";
import { bytes, dateOf, day, number } from "../../common/format";
import { LeftIcon, RightIcon } from "../../common/icons";
import { t } from "../../common/i18n";
import type { FoundConversation } from "../../gen/pmm/mind/v1/importing_pb";
import { messages } from "./counts";

/** Thousands of rows at once would stop the page. */
const PAGE = 50;

/** The conversations of an archive, a page at a time; what is left out is kept by the archive's ids. */
export function Pick({ all, spared, spare }: { all: FoundConversation[]; spared: ReadonlySet<string>; spare(ids: ReadonlySet<string>): void }) {
  const [words, setWords] = useState("");
  const [from, setFrom] = useState(0);
  const sought = words.trim().toLocaleLowerCase();
  const found = sought ? all.filter((each) => each.title.toLocaleLowerCase().includes(sought)) : all;
  const page = found.slice(from, from + PAGE);

  function set(conversations: FoundConversation[], chosen: boolean) {
    const next = new Set(spared);
    for (const { originalId } of conversations) {
      if (chosen) next.delete(originalId);
      else next.add(originalId);
    }
    spare(next);
  }

  return (
    <fieldset className="import-pick">
      <legend>
        <h3>{t("import.pick")}</h3>
      </legend>
      <div className="row">
        <input
          className="input grow"
          type="search"
          value={words}
          aria-label={t("import.pick.find")}
          placeholder={t("import.pick.find")}
          onChange={(event) => {
            setWords(event.target.value);
            setFrom(0);
          }}
        />
        <button type="button" className="button small" onClick={() => set(found, true)}>
          {t("import.pick.all")}
        </button>
        <button type="button" className="button small" onClick={() => set(found, false)}>
          {t("import.pick.none")}
        </button>
      </div>
      <p className="small quiet tabular" role="status">
        {t("import.pick.chosen", { chosen: number(all.length - spared.size), all: number(all.length) })}
      </p>
      {found.length === 0 && <p className="quiet">{t("import.pick.nothing")}</p>}
      <ul className="plain-list import-list">
        {page.map((each) => (
          <li key={each.originalId}>
            <label className="row grow">
              <input type="checkbox" checked={!spared.has(each.originalId)} onChange={(event) => set([each], event.target.checked)} />
              <span className="grow">
                <b dir="auto">{each.title || t("import.untitled")}</b>{" "}
                <span className="small quiet tabular under">{about(each)}</span>
              </span>
            </label>
          </li>
        ))}
      </ul>
      {found.length > PAGE && (
        <div className="row">
          <button type="button" className="button plain square small" aria-label={t("import.pick.previous")} disabled={from === 0} onClick={() => setFrom(from - PAGE)}>
            <LeftIcon />
          </button>
          <span className="small quiet tabular">
            {t("import.pick.page", { from: number(from + 1), to: number(from + page.length), all: number(found.length) })}
          </span>
          <button type="button" className="button plain square small" aria-label={t("import.pick.next")} disabled={from + PAGE >= found.length} onClick={() => setFrom(from + PAGE)}>
            <RightIcon />
          </button>
        </div>
      )}
    </fieldset>
  );
}

function about({ createTime, messageCount, newMessageCount, attachmentBytes }: FoundConversation): string {
  return [
    createTime ? day(dateOf(createTime)) : t("import.pick.nodate"),
    messages(messageCount),
    attachmentBytes > 0n && bytes(attachmentBytes),
    newMessageCount === 0n && t("import.pick.here"),
  ]
    .filter(Boolean)
    .join(" · ");
}
