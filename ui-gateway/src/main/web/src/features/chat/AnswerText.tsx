import { Suspense, lazy } from "react";

const Markdown = lazy(() => import("./Markdown"));

/** Beyond this an answer is shown as it is: no one reads that much formatting, and parsing it would freeze the page. */
const PLAIN_FROM = 60_000;

export function AnswerText({ text, writing = false }: { text: string; writing?: boolean }) {
  const plain = <div className="plain-text">{text}</div>;
  return (
    <div className={writing ? "answer-text writing" : "answer-text"} dir="auto">
      {text.length > PLAIN_FROM ? plain : <Suspense fallback={plain}><Markdown text={text} /></Suspense>}
    </div>
  );
}
