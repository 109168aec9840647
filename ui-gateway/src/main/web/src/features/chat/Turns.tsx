import { type KeyboardEvent, type ReactNode, Suspense, useEffect, useRef, useState } from "react";
import { CopyButton } from "../../common/CopyButton";
import { clock, dateOf, duration, moment, number } from "../../common/format";
import { AgainIcon, EditIcon, LeftIcon, RightIcon, WhyIcon } from "../../common/icons";
import { t } from "../../common/i18n";
import { lazy } from "../../common/lazy";
import { assistantName, modelName } from "../../common/models";
import type { ImportedPart } from "../../gen/pmm/mind/v1/imported_talk_pb";
import { type Message, Outcome } from "../../gen/pmm/mind/v1/mind_pb";
import { AnswerText } from "./AnswerText";
import { Notes } from "./Notes";

const FeedbackMenu = lazy(() => import("./FeedbackMenu"));
const ImportedBeside = lazy(() => import("../imported/Beside"));
const Marks = lazy(() => import("../imported/Marks"));
const OwnWords = lazy(() => import("../imported/OwnWords"));

export function Question({ text, message, edit }: { text: string; message?: Message; edit?: () => void }) {
  const time = message?.createTime && moment(dateOf(message.createTime));
  const asked = (
    <div className="question">
      <div className="bubble" dir="auto" {...(time ? { title: time } : {})}>
        <span className="unseen">{t("turn.you")} </span>
        {message?.forgotten ? <i className="quiet">{t("turn.forgotten")}</i> : message ? <Said message={message} show={(words) => <p className="said">{words}</p>} plain={text} /> : text}
      </div>
      {message && (
        <div className="question-actions">
          <Origin message={message} />
          {message.source && <span className="tiny quiet tabular">{when(message)}</span>}
          {edit && (
            <button className="button plain square small" aria-label={t("turn.edit")} title={t("turn.edit")} onClick={edit}>
              <EditIcon />
            </button>
          )}
          <CopyButton text={text} small />
        </div>
      )}
    </div>
  );
  return message ? <WithBeside message={message}>{asked}</WithBeside> : asked;
}

/** The words of a message: of an imported one each part as what it is. */
function Said({ message, show, plain }: { message: Message; show(words: string): ReactNode; plain: ReactNode }) {
  return message.imported?.parts.length || message.imported?.incomplete ? (
    <Suspense fallback={plain}>
      <OwnWords message={message} show={show} />
    </Suspense>
  ) : (
    plain
  );
}

/** What the old assistant did before these words, and after them. */
function WithBeside({ message: { imported }, children }: { message: Message; children: ReactNode }) {
  return (
    <>
      <Beside parts={imported?.before} />
      {children}
      <Beside parts={imported?.after} />
    </>
  );
}

function Beside({ parts }: { parts: ImportedPart[] | undefined }) {
  if (!parts?.length) return null;
  return (
    <Suspense fallback={<div className="beside-space" />}>
      <ImportedBeside parts={parts} />
    </Suspense>
  );
}

/** Nothing that was said elsewhere passes for what was said here. */
function Origin({ message: { source, imported } }: { message: Message }) {
  if (!source) return null;
  return (
    <>
      <span className="chip violet">{t("turn.source", { source: assistantName(source) })}</span>
      {imported && imported.marks.length > 0 && (
        <Suspense>
          <Marks marks={imported.marks} />
        </Suspense>
      )}
    </>
  );
}

export function QuestionEditor({ text, save, cancel }: { text: string; save(text: string): void; cancel(): void }) {
  const [draft, setDraft] = useState(text);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    field.current?.focus();
    field.current?.setSelectionRange(text.length, text.length);
  }, [text.length]);
  const ready = draft.trim() !== "" && draft !== text;
  function pressed(event: KeyboardEvent) {
    if (event.key === "Escape") {
      event.stopPropagation();
      cancel();
    } else if (event.key === "Enter" && !event.shiftKey && ready) {
      event.preventDefault();
      save(draft);
    }
  }
  return (
    <div className="question editor">
      <textarea ref={field} value={draft} aria-label={t("turn.edit")} onKeyDown={pressed} onChange={(event) => setDraft(event.target.value)} />
      <div className="row end">
        <span className="tiny quiet grow">{t("turn.edit.kept")}</span>
        <button className="button plain small" onClick={cancel}>
          {t("common.cancel")}
        </button>
        <button className="button primary small" disabled={!ready} onClick={() => save(draft)}>
          {t("turn.edit.send")}
        </button>
      </div>
    </div>
  );
}

interface AnswerProps {
  message: Message;
  name: string;
  whyOpen: boolean;
  why(): void;
  again?: (() => void) | undefined;
  goOn?: (() => void) | undefined;
}

export function Answer({ message, name, whyOpen, why, again, goOn }: AnswerProps) {
  const stopped = message.outcome === Outcome.STOPPED;
  const ending = endingWords(message);
  const answer = (
    <article className="answer">
      <span className="unseen">{message.source ? t("turn.elsewhere", { source: assistantName(message.source) }) : t("turn.answer", { name })}</span>
      {message.forgotten ? <i className="quiet">{t("turn.forgotten")}</i> : <Said message={message} show={(text) => <AnswerText text={text} />} plain={<AnswerText text={message.text} />} />}
      {ending && <p className="small quiet stopped">{ending}</p>}
      {stopped && (
        <p className="small quiet stopped">
          {t("turn.stopped")}
          {goOn && (
            <>
              {" · "}
              <button className="link" onClick={goOn}>
                {t("turn.continue")}
              </button>
            </>
          )}
        </p>
      )}
      <div className="answer-actions">
        <Origin message={message} />
        {!message.source && (
          <button className={whyOpen ? "button plain small why on" : "button plain small why"} aria-expanded={whyOpen} onClick={why}>
            <WhyIcon />
            {t("turn.why")}
          </button>
        )}
        <CopyButton text={message.text} small />
        {again && (
          <button className="button plain square small" aria-label={t("turn.again")} title={t("turn.again")} onClick={again}>
            <AgainIcon />
          </button>
        )}
        {canBeJudged(message) && (
          <Suspense fallback={<FeedbackSpace />}>
            <FeedbackMenu answerEventId={message.eventId} standing={message.feedback} />
          </Suspense>
        )}
        <span className="tiny quiet tabular receipt">{receipt(message)}</span>
      </div>
      <Notes notes={message.notes} />
    </article>
  );
  return <WithBeside message={message}>{answer}</WithBeside>;
}

/** As large as the menu, and the line of what came of it. */
function FeedbackSpace() {
  return (
    <>
      <span className="button plain square small" />
      <span className="feedback-outcome" />
    </>
  );
}

/** Feedback is on words that the mind itself said here. */
function canBeJudged({ outcome, source, forgotten, text }: Message): boolean {
  return (outcome === Outcome.ANSWERED || outcome === Outcome.STOPPED) && !source && !forgotten && text.trim() !== "";
}

/** What became of an answer that came to its end without being one; empty if there is nothing to say. */
export function endingWords({ outcome, forgotten, text, notes, finishReason, toolCalls, actsText }: Message): string {
  if (outcome !== Outcome.ANSWERED || forgotten) return "";
  if (finishReason === "FILTERED") return t("turn.filtered");
  if (text.trim() === "" && actsText) return actsText;
  if (text.trim() !== "" || notes.length > 0) return "";
  if (finishReason === "LENGTH") return t("turn.longest");
  const tools = [...new Set(toolCalls.map((call) => call.name))].join(", ");
  return tools ? t("turn.tool", { tools }) : t("turn.nothing");
}

/** The time of day, or that it is a guess, or that nobody knows it. */
function when({ createTime, timeGuessed }: Message): string {
  if (!createTime) return t("turn.undated");
  const time = clock(dateOf(createTime));
  return timeGuessed ? t("turn.guessed", { time }) : time;
}

function receipt(message: Message): string {
  const model = message.source ? message.modelId || t("turn.model.unknown") : modelName(message.modelId);
  const parts = [model, message.elapsedMs > 0n ? duration(message.elapsedMs) : when(message)];
  return [...parts.filter(Boolean), t("turn.event", { id: number(message.eventId) })].join(" · ");
}

/** "2 of 3": the other ways this turn went. */
export function Siblings({ message, select }: { message: Message; select(eventId: bigint): void }) {
  const { siblingEventIds: ids } = message;
  if (ids.length < 2) return null;
  const at = ids.indexOf(message.eventId);
  const arrow = (to: bigint | undefined, label: string, icon: React.ReactNode) => (
    <button className="button plain square small" disabled={to === undefined} aria-label={label} onClick={() => to !== undefined && select(to)}>
      {icon}
    </button>
  );
  return (
    <div className={message.fromPerson ? "siblings question-side" : "siblings"} role="group" aria-label={t("turn.versions")}>
      {arrow(ids[at - 1], t("turn.version.previous"), <LeftIcon />)}
      <span className="tiny quiet tabular">{t("turn.version", { at: at + 1, of: ids.length })}</span>
      {arrow(ids[at + 1], t("turn.version.next"), <RightIcon />)}
    </div>
  );
}
