import { t } from "../../common/i18n";
import type { ImportedSource } from "../../gen/pmm/mind/v1/imported_talk_pb";
import { OutsideLink } from "../chat/OutsideLink";
import { visible } from "../chat/visible";
import "./words";
import "./imported.css";

const LONGEST_QUOTE = 120;

/** What words cite, numbered, each with the words that it stands behind. Nothing of it is ever fetched. */
export function Sources({ sources, text }: { sources: ImportedSource[]; text: string }) {
  if (sources.length === 0) return null;
  return (
    <details className="sources">
      <summary>{t("imported.sources", { count: sources.length })}</summary>
      <ol>
        {sources.map((source, index) => {
          const title = visible(source.title || source.url) || t("imported.source.unnamed");
          const words = quoted(source, text);
          return (
            <li key={index} dir="auto">
              {source.url ? <OutsideLink href={source.url}>{title}</OutsideLink> : title}
              {words && <span className="small quiet"> {t("imported.source.for", { words })}</span>}
            </li>
          );
        })}
      </ol>
    </details>
  );
}

function quoted({ start, end }: ImportedSource, text: string): string {
  if (start === undefined || end === undefined) return "";
  const words = visible(text.slice(start, end)).trim();
  return words.length > LONGEST_QUOTE ? `${words.slice(0, LONGEST_QUOTE).trimEnd()}…` : words;
}
