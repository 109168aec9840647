import { Suspense, memo, useEffect, useMemo, useState } from "react";
import { pieces } from "./lines";
import { visible } from "./visible";
import { lazy } from "../../common/lazy";

const Markdown = lazy(() => import("./Markdown"));

/** Beyond this an answer is shown as it is: no one reads that much formatting, and parsing it would freeze the page. */
const PLAIN_FROM = 60_000;

/** Fetches what answers are shown with; true once it is here, or will not come: shown before that, every answer would jump. */
export function useAnswersReady(): boolean {
  const [ready, setReady] = useState(false);
  useEffect(() => {
    const done = () => setReady(true);
    Markdown.prepare().then(done, done);
  }, []);
  return ready;
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
