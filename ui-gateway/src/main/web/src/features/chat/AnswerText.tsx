import { Suspense, memo, useMemo } from "react";
import { pieces } from "./lines";
import { visible } from "./visible";
import { lazy } from "../../common/lazy";

const loadMarkdown = () => import("./Markdown");
const Markdown = lazy(loadMarkdown);

/** Beyond this an answer is shown as it is: no one reads that much formatting, and parsing it would freeze the page. */
const PLAIN_FROM = 60_000;

/** Fetches what answers are shown with before the first one is there. */
export function prepareAnswers(): void {
  void loadMarkdown();
}

/** In pieces, of which a growing text changes the last, and the browser lays out those in sight. */
function PlainText({ text }: { text: string }) {
  const parts = useMemo(() => pieces(text), [text]);
  return (
    <div className="plain-text">
      {parts.map((part, at) => (
        <PlainPart key={at} text={part} />
      ))}
    </div>
  );
}

const PlainPart = memo(function PlainPart({ text }: { text: string }) {
  return <span className="plain-part">{text}</span>;
});

export function AnswerText({ text, writing = false }: { text: string; writing?: boolean }) {
  const shown = visible(text);
  const plain = <PlainText text={shown} />;
  return (
    <div className={writing ? "answer-text writing" : "answer-text"} dir="auto">
      {shown.length > PLAIN_FROM ? (
        plain
      ) : (
        <Suspense fallback={plain}>
          <Markdown text={shown} growing={writing} />
        </Suspense>
      )}
    </div>
  );
}
