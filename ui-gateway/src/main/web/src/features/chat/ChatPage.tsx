import { Suspense, useEffect, useMemo, useState } from "react";
import { t } from "../../common/i18n";
import { useModels } from "../../common/gateway";
import { lazy } from "../../common/lazy";
import { useMind } from "../../common/mesh";
import { UNNAMED } from "../../common/models";
import { placeOf } from "../../common/places";
import { go } from "../../common/route";
import { refusal, sentence } from "../../common/problem";
import "../../common/talkWords";
import { RememberOffer } from "../session/RememberOffer";
import { isTyping, shortcutsOn } from "../shell/Shortcuts";
import { useAnswers } from "./AnswerProvider";
import { useAnswersReady } from "./AnswerText";
import { ChatHeader } from "./ChatHeader";
import { Composer } from "./Composer";
import { Skeleton } from "../../common/Skeleton";
import { EmptyChat } from "./EmptyChat";
import { Thread } from "./Thread";
import { ThreadRow } from "./ThreadRow";
import { isLive } from "./answer";
import { useAnnouncement } from "./useAnnouncement";
import "./chat.css";
import "./turns.css";
import { besides, rows } from "./thread";
import { useConversation } from "./useConversation";
import { useDraft } from "./useDraft";

const ContextGauge = lazy(() => import("./ContextGauge"));
const BackupReminder = lazy(() => import("../privacy/BackupReminder"));
const WhyPanel = lazy(() => import("./WhyPanel"));

export default function ChatPage({ conversationId, eventId }: { conversationId: string; eventId: bigint }) {
  const mind = useMind();
  const { data: models } = useModels();
  const answers = useAnswers();
  const live = answers.live?.conversationId === conversationId ? answers.live : undefined;
  const thread = useConversation(conversationId, answers.live?.attemptId ?? "", eventId);
  const answersReady = useAnswersReady();
  const { draft, setDraft, takeDraft } = useDraft(conversationId);
  const [editing, setEditing] = useState(0n);
  const [why, setWhy] = useState(0n);
  const name = mind?.name || UNNAMED;
  const busy = isLive(answers.live);
  const shown = useMemo(() => rows(thread.messages, live, mind?.modelId ?? ""), [thread.messages, live, mind?.modelId]);
  const lastAnswer = thread.messages.findLast((message) => !message.fromPerson);
  const announcement = useAnnouncement(live, lastAnswer, name);
  const { stop } = answers;

  useEffect(() => {
    document.title = t("chat.title", { name });
  }, [name]);

  useEffect(() => {
    setEditing(0n);
    setWhy(0n);
    if (!eventId && matchMedia("(pointer: fine)").matches) document.getElementById("message")?.focus();
  }, [conversationId]);

  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      if (event.key === "Escape") {
        if (busy) stop();
        else setWhy(0n);
      } else if (event.key === "w" && shortcutsOn() && !isTyping(event.target) && !event.ctrlKey && !event.metaKey && !event.altKey) {
        setWhy((open) => (open ? 0n : (lastAnswer?.eventId ?? 0n)));
      }
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  }, [busy, stop, lastAnswer?.eventId]);

  function say() {
    takeDraft();
    void answers.send({ act: { case: "say", value: { text: draft } }, conversationId });
  }

  function editLast() {
    const last = besides(thread.messages, live).findLast((message) => message.fromPerson && !message.forgotten);
    if (last) setEditing(last.eventId);
  }

  const empty = conversationId === "" && !live;
  return (
    <main className={why ? "chat with-why" : "chat"}>
      <h1 className="unseen">{t("chat.title", { name })}</h1>
      <ChatHeader conversationId={conversationId} />
      <div className="offers">
        <RememberOffer />
        <Suspense>
          <BackupReminder backUp={() => go({ screen: "privacy" })} />
        </Suspense>
      </div>
      <div className="chat-body">
        {empty ? (
          <EmptyChat mind={mind} suggest={(text) => { setDraft(text); document.getElementById("message")?.focus(); }} />
        ) : thread.loading || !answersReady ? (
          <Skeleton />
        ) : thread.error && thread.messages.length === 0 ? (
          <Unshown error={thread.error} retry={thread.retry} />
        ) : (
          <Thread
            key={conversationId}
            rows={shown}
            landAt={eventId ? String(eventId) : ""}
            busy={live !== undefined && isLive(live)}
            hasOlder={thread.hasOlder}
            loadingOlder={thread.loadingOlder}
            loadOlder={thread.loadOlder}
            render={(row) => (
              <ThreadRow
                row={row}
                conversationId={conversationId}
                name={name}
                lastEventId={thread.messages.at(-1)?.eventId ?? 0n}
                liveElsewhere={thread.liveElsewhere}
                busy={busy}
                local={live ? placeOf(live.modelId, models) !== "remote" : true}
                editing={editing}
                setEditing={setEditing}
                why={why}
                setWhy={setWhy}
              />
            )}
          />
        )}
        <Composer
          name={name}
          draft={draft}
          setDraft={setDraft}
          busy={busy}
          send={say}
          stop={stop}
          editLast={editLast}
        >
          <Suspense>{mind && <ContextGauge conversationId={conversationId} draft={draft} modelId={mind.modelId} />}</Suspense>
        </Composer>
      </div>
      <Suspense>{why > 0n && <WhyPanel eventId={why} name={name} close={() => setWhy(0n)} />}</Suspense>
      <div className="unseen" role="status">
        {announcement}
      </div>
    </main>
  );
}

/** In the place of a conversation that could not be read. */
function Unshown({ error, retry }: { error: unknown; retry(): void }) {
  const unknown = refusal(error)?.reason === "CONVERSATION_NOT_FOUND";
  return (
    <section className="failure">
      <p className="grow">{unknown ? t("chat.unknown") : sentence(error)}</p>
      <button className="button small" onClick={unknown ? () => go({ screen: "chat", conversationId: "" }, true) : retry}>
        {t(unknown ? "chat.new" : "gone.retry")}
      </button>
    </section>
  );
}
