import { Suspense } from "react";
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

export function AnswerText({ text, writing = false }: { text: string; writing?: boolean }) {
  const shown = visible(text);
  const plain = <div className="plain-text">{shown}</div>;
  return (
    <div className={writing ? "answer-text writing" : "answer-text"} dir="auto">
      {shown.length > PLAIN_FROM ? (
        plain
      ) : (
        <Suspense fallback={plain}>
          <Markdown text={shown} />
        </Suspense>
      )}
    </div>
  );
}
