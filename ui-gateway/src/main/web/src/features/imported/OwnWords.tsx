import { Fragment, type ReactNode } from "react";
import { CopyButton } from "../../common/CopyButton";
import { t } from "../../common/i18n";
import { type ImportedPart, ImportedPart_Kind as Kind } from "../../gen/pmm/mind/v1/imported_talk_pb";
import type { Message } from "../../gen/pmm/mind/v1/mind_pb";
import { visible } from "../chat/visible";
import { Attachment } from "./Attachment";
import { Sources } from "./Sources";
import "./words";
import "./imported.css";

/** The words of an imported message, each part as what it is: code as code, pictures and files as such, and what it cites beneath. */
export default function OwnWords({ message: { text, imported }, show }: { message: Message; show(text: string): ReactNode }) {
  const parts = imported?.parts ?? [];
  return (
    <div className="own-words">
      {pieces(parts, text).map(({ part, words }, index) => (
        <Fragment key={index}>{part ? <Piece part={part} words={words} show={show} /> : show(words)}</Fragment>
      ))}
      <Sources sources={parts.flatMap((part) => part.sources)} text={text} />
      {imported?.incomplete && <p className="small quiet">{t("imported.incomplete")}</p>}
    </div>
  );
}

/** Parts in their order; words that no part tells of are plain ones. */
export function pieces(parts: ImportedPart[], text: string): { part?: ImportedPart; words: string }[] {
  const result: { part?: ImportedPart; words: string }[] = [];
  let at = 0;
  const plain = (end: number) => {
    const words = text.slice(at, end).trim();
    if (words) result.push({ words });
  };
  for (const part of parts) {
    plain(part.start);
    result.push({ part, words: text.slice(part.start, part.end) });
    at = Math.max(at, part.end);
  }
  plain(text.length);
  return result;
}

function Piece({ part, words, show }: { part: ImportedPart; words: string; show(text: string): ReactNode }) {
  switch (part.kind) {
    case Kind.CODE:
      return (
        <figure className="code" aria-label={part.language ? t("imported.code.language", { language: part.language }) : t("imported.code")}>
          <CopyButton text={words} small />
          <pre tabIndex={0}>{visible(words)}</pre>
        </figure>
      );
    case Kind.FILE:
      return part.file ? <Attachment file={part.file} words={words} /> : null;
    case Kind.TRANSCRIPT:
      return (
        <>
          <span className="tiny quiet">{t("imported.spoken")}</span>
          {show(words)}
        </>
      );
    default:
      return words ? show(words) : null;
  }
}
