import { useEffect, useState } from "react";
import { useModels } from "../../common/gateway";
import { LockIcon } from "../../common/icons";
import { t } from "../../common/i18n";
import { useMind } from "../../common/mesh";
import { UNNAMED } from "../../common/models";
import { placeOf } from "../../common/places";
import { go } from "../../common/route";
import "../../common/talkWords";
import { Outcome } from "../../gen/pmm/mind/v1/mind_pb";
import { AnswerText, useAnswersReady } from "../chat/AnswerText";
import { ChatHeader } from "../chat/ChatHeader";
import { Composer } from "../chat/Composer";
import { ConsentCard } from "../chat/ConsentCard";
import { FailureCard } from "../chat/FailureCard";
import { BrokenTurn, LiveTurn } from "../chat/LiveTurn";
import { Thread } from "../chat/Thread";
import { Question } from "../chat/Turns";
import type { LiveAnswer } from "../chat/answer";
import "../chat/chat.css";
import type { Row } from "../chat/thread";
import "../chat/turns.css";
import { useAnnouncement } from "../chat/useAnnouncement";
import "./unrecorded.css";
import { type Exchange, useUnrecorded } from "./useUnrecorded";
import "./words";

/** Talk of which no word is kept. */
export default function UnrecordedPage() {
  const mind = useMind();
  const { data: models } = useModels();
  const name = mind?.name || UNNAMED;
  const { exchanges, busy, say, again, stop } = useUnrecorded();
  const [draft, setDraft] = useState("");
  const last = exchanges.at(-1)?.answer;
  const announcement = useAnnouncement(last?.state === "finished" ? undefined : last, last?.finished, name);
  const title = t("unrecorded.title", { name });

  useAnswersReady();
  useEffect(() => {
    document.title = title;
  }, [title]);
  useEffect(() => {
    if (matchMedia("(pointer: fine)").matches) document.getElementById("message")?.focus();
  }, []);
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.key === "Escape" && !event.defaultPrevented) stop();
    };
    if (!busy) return undefined;
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  }, [busy]);

  function send() {
    say(draft);
    setDraft("");
  }

  return (
    <main className="chat unrecorded">
      <h1 className="unseen">{title}</h1>
      <ChatHeader conversationId="" />
      <div className="offers">
        <aside className="offer" aria-labelledby="unrecorded-what">
          <LockIcon />
          <p className="grow">
            <b id="unrecorded-what">{t("unrecorded.what")}</b> {t("unrecorded.how")}
          </p>
          <button className="button small" onClick={() => go({ screen: "chat", conversationId: "" })}>
            {t("unrecorded.end")}
          </button>
        </aside>
      </div>
      <div className="chat-body">
        {exchanges.length === 0 ? (
          <section className="empty">
            <p className="quiet">{t("unrecorded.empty")}</p>
          </section>
        ) : (
          <Thread
            rows={exchanges.flatMap(rows)}
            landAt=""
            busy={busy}
            hasOlder={false}
            loadingOlder={false}
            loadOlder={() => undefined}
            render={(row) => {
              if (row.kind === "asked") return <Question text={row.text} />;
              if (row.kind !== "live") return null;
              const { live } = row;
              const local = placeOf(live.modelId, models) !== "remote";
              return <Unrecorded answer={live} name={name} local={local} stop={stop} again={live === last ? again : undefined} />;
            }}
          />
        )}
        <Composer name={name} draft={draft} setDraft={setDraft} busy={busy} send={send} stop={stop} editLast={() => undefined}>
          <span className="tiny quiet">{t("unrecorded.what")}</span>
        </Composer>
      </div>
      <div className="unseen" role="status">
        {announcement}
      </div>
    </main>
  );
}

function rows({ question, answer }: Exchange, at: number): Row[] {
  return [
    { kind: "asked", key: `asked ${at}`, text: question },
    { kind: "live", key: `answer ${at}`, live: answer },
  ];
}

interface UnrecordedProps {
  answer: LiveAnswer;
  name: string;
  local: boolean;
  stop(): void;
  /** Asks once more, where that can still be done: as the attempt that a consent is bound to. */
  again: ((attemptId: string) => unknown) | undefined;
}

function Unrecorded({ answer, name, local, stop, again }: UnrecordedProps) {
  const retry = again && (() => void again(crypto.randomUUID()));
  if (answer.state === "broken") return <BrokenTurn live={answer} said={t("unrecorded.cut")} sendAgain={retry} />;
  if (answer.state !== "finished") return <LiveTurn live={answer} name={name} local={local} stop={stop} />;
  const failure = answer.finished?.failure;
  return (
    <article className="answer">
      <span className="unseen">{t("turn.answer", { name })}</span>
      {answer.text && <AnswerText text={answer.text} />}
      {answer.finished?.outcome === Outcome.STOPPED && <p className="small quiet stopped">{t("unrecorded.stopped")}</p>}
      {failure?.reason === "CONSENT_REQUIRED" && again && (
        <ConsentCard failure={failure} outcomeEventId={0n} conversationId="" modelId={answer.modelId} name={name} retry={again} />
      )}
      {failure && failure.reason !== "CONSENT_REQUIRED" && <FailureCard failure={failure} modelId={answer.modelId} retry={retry} />}
    </article>
  );
}
