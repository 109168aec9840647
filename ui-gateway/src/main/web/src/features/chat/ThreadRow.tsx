import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useClient } from "../../common/api";
import { ChipIcon } from "../../common/icons";
import { t } from "../../common/i18n";
import { keys } from "../../common/mesh";
import { modelName } from "../../common/models";
import { ConversationService, type Message, Outcome } from "../../gen/pmm/mind/v1/mind_pb";
import { useAnswers } from "./AnswerProvider";
import { ConsentCard } from "./ConsentCard";
import { FailureCard } from "./FailureCard";
import { BrokenTurn, LiveTurn } from "./LiveTurn";
import { Notes } from "./Notes";
import { Answer, Question, QuestionEditor, Siblings } from "./Turns";
import type { LiveAnswer } from "./answer";
import type { Row } from "./thread";

interface Context {
  conversationId: string;
  name: string;
  lastEventId: bigint;
  liveElsewhere: string;
  busy: boolean;
  local: boolean;
  editing: bigint;
  setEditing(eventId: bigint): void;
  why: bigint;
  setWhy(eventId: bigint): void;
}

export function ThreadRow({ row, ...context }: Context & { row: Row }) {
  switch (row.kind) {
    case "day":
      return <p className="day tiny quiet">{row.day}</p>;
    case "switched":
      return (
        <p className="switched small">
          <ChipIcon />
          {t("chat.switched", { model: modelName(row.modelId) })}
        </p>
      );
    case "asked":
      return <Question text={row.text} />;
    case "live":
      return <LiveRow live={row.live} name={context.name} local={context.local} />;
    case "message":
      return row.message.fromPerson ? <PersonRow message={row.message} {...context} /> : <MindRow message={row.message} {...context} />;
  }
}

function LiveRow({ live, name, local }: { live: LiveAnswer; name: string; local: boolean }) {
  const { stop, sendAgain, dismiss } = useAnswers();
  if (live.state !== "broken") return <LiveTurn live={live} name={name} local={local} stop={stop} />;
  const unsaid = live.userEventId === 0n;
  return <BrokenTurn live={live} said={t(unsaid ? "broken.unsaid" : "broken.cut")} sendAgain={unsaid ? sendAgain : undefined} dismiss={dismiss} />;
}

function PersonRow({ message, ...context }: Context & { message: Message }) {
  const { send } = useAnswers();
  const select = useSelectBranch(context.conversationId);
  const { eventId } = message;
  const { conversationId, busy } = context;
  if (context.editing === eventId) {
    return (
      <QuestionEditor
        text={message.text}
        cancel={() => context.setEditing(0n)}
        save={(text) => {
          context.setEditing(0n);
          void send({ act: { case: "edit", value: { eventId, text } }, conversationId });
        }}
      />
    );
  }
  // What another assistant left without an answer waits for none.
  const unanswered = context.lastEventId === eventId && !busy && !message.source;
  return (
    <>
      <Question text={message.text} message={message} {...(busy ? {} : { edit: () => context.setEditing(eventId) })} />
      <Siblings message={message} select={select} />
      <Notes notes={message.notes} />
      {unanswered && context.liveElsewhere && <Elsewhere attemptId={context.liveElsewhere} />}
      {unanswered && !context.liveElsewhere && (
        <section className="failure">
          <p className="grow">{t("failure.unanswered")}</p>
          <button className="button small" onClick={() => void send({ act: { case: "regenerate", value: { eventId } }, conversationId })}>
            {t("turn.again")}
          </button>
        </section>
      )}
    </>
  );
}

function Elsewhere({ attemptId }: { attemptId: string }) {
  const conversations = useClient(ConversationService);
  return (
    <p className="small quiet status">
      <span className="dots" aria-hidden="true" />
      {t("live.elsewhere")}
      <button className="link" onClick={() => void conversations.stopAnswer({ attemptId })}>
        {t("live.stop")}
      </button>
    </p>
  );
}

function MindRow({ message, ...context }: Context & { message: Message }) {
  const { send, failureOf } = useAnswers();
  const select = useSelectBranch(context.conversationId);
  const { conversationId, busy, name } = context;
  const questionId = message.parentEventId;
  const last = context.lastEventId === message.eventId;
  const failure = failureOf(message.eventId) ?? message.failure;

  const retry = (attemptId: string = crypto.randomUUID()) =>
    void send({ act: { case: "retry", value: { eventId: questionId } }, conversationId, attemptId });

  if (message.outcome === Outcome.FAILED && message.text === "") {
    if (last && failure?.reason === "CONSENT_REQUIRED") {
      return (
        <ConsentCard
          failure={failure}
          outcomeEventId={message.eventId}
          conversationId={conversationId}
          modelId={message.modelId}
          name={name}
          retry={retry}
        />
      );
    }
    return <FailureCard failure={failure} modelId={message.modelId} retry={last && !busy ? () => retry() : undefined} />;
  }
  return (
    <>
      <Answer
        message={message}
        name={name}
        whyOpen={context.why === message.eventId}
        why={() => context.setWhy(context.why === message.eventId ? 0n : message.eventId)}
        again={busy || message.source ? undefined : () => void send({ act: { case: "regenerate", value: { eventId: questionId } }, conversationId })}
        goOn={
          busy || !last
            ? undefined
            : () => void send({ act: { case: "continue", value: { eventId: message.eventId } }, conversationId, kept: message.text })
        }
      />
      {message.outcome === Outcome.FAILED && (
        <FailureCard failure={failure} modelId={message.modelId} kept retry={last && !busy ? () => retry() : undefined} />
      )}
      {message.driftEventId > 0n && (
        <p className="drift small quiet">
          <ChipIcon />
          {t("turn.drift", { model: modelName(message.modelId), name })}
        </p>
      )}
      <Siblings message={message} select={select} />
    </>
  );
}

function useSelectBranch(conversationId: string): (eventId: bigint) => void {
  const conversations = useClient(ConversationService);
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (eventId: bigint) => conversations.selectBranch({ conversationId, eventId, requestId: crypto.randomUUID() }),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.conversation(conversationId) }),
  }).mutate;
}
