import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, createContext, useCallback, useContext, useMemo, useRef, useState } from "react";
import { useClient } from "../../common/api";
import { keys } from "../../common/mesh";
import { isSignedOut } from "../../common/problem";
import { go, parseRoute } from "../../common/route";
import { ConversationService, type Failure } from "../../gen/pmm/mind/v1/mind_pb";

import { swapped } from "../models/swapped";
import { useSession } from "../session/SessionGate";
import { type Act, type LiveAnswer, advance, ask, breakOff, isLive } from "./answer";
import { settleDraft } from "./useDraft";

interface Asking {
  act: Act;
  conversationId: string;
  /** The id of the attempt, when a consent is bound to it; made up otherwise. */
  attemptId?: string;
  /** With continue: the text before the stop. */
  kept?: string;
}

interface Answers {
  live: LiveAnswer | undefined;
  /** What failed, as it was streamed: GetConversation leaves out what would be sent. */
  failureOf(outcomeEventId: bigint): Failure | undefined;
  send(asking: Asking): Promise<void>;
  /** Sends a broken call again: the same attempt is never stored twice. */
  sendAgain(): void;
  stop(): void;
  dismiss(): void;
}

const AnswerContext = createContext<Answers | undefined>(undefined);

export function useAnswers(): Answers {
  const answers = useContext(AnswerContext);
  if (!answers) throw new Error("no answers (expected: an AnswerProvider above)");
  return answers;
}

/** Holds the one stream of this tab, so that an answer goes on while the person looks at another screen. */
export function AnswerProvider({ children }: { children: ReactNode }) {
  const conversations = useClient(ConversationService);
  const queries = useQueryClient();
  const { lost } = useSession();
  const [live, setLive] = useState<LiveAnswer>();
  const current = useRef<LiveAnswer>(undefined);
  const cancel = useRef<AbortController>(undefined);
  const frame = useRef(0);
  const failures = useRef(new Map<bigint, Failure>());

  const show = useCallback((answer: LiveAnswer | undefined, atOnce = true) => {
    current.current = answer;
    if (atOnce) {
      cancelAnimationFrame(frame.current);
      frame.current = 0;
      setLive(answer);
    } else {
      frame.current ||= requestAnimationFrame(() => {
        frame.current = 0;
        setLive(current.current);
      });
    }
  }, []);

  const refresh = useCallback(
    async (conversationId: string) => {
      void queries.invalidateQueries({ queryKey: keys.mind });
      void queries.invalidateQueries({ queryKey: keys.network });
      void queries.invalidateQueries({ queryKey: keys.conversations });
      await queries.invalidateQueries({ queryKey: keys.conversation(conversationId) });
    },
    [queries],
  );

  const run = useCallback(
    async (asked: LiveAnswer, cameBack = false) => {
      const abort = new AbortController();
      cancel.current = abort;
      let answer = asked;
      show(answer);
      try {
        await swapped(queries);
        const stream = conversations.converse(
          { conversationId: asked.conversationId, act: asked.act, requestId: asked.attemptId },
          { signal: abort.signal },
        );
        for await (const { part } of stream) {
          const stopping = current.current?.stopping ?? false;
          answer = { ...advance(answer, part, Date.now()), stopping };
          show(answer, part.case !== "text");
          if (part.case === "started") {
            settleDraft(asked.conversationId, asked.userText);
            if (asked.conversationId === "" && isShown("")) {
              go({ screen: "chat", conversationId: part.value.conversationId }, true);
            }
            void queries.invalidateQueries({ queryKey: keys.conversations });
          }
        }
        if (answer.finished?.failure) failures.current.set(answer.finished.outcomeEventId, answer.finished.failure);
        if (answer.state !== "finished") answer = breakOff(answer, undefined);
      } catch (problem) {
        if (isSignedOut(problem) && !cameBack) {
          await lost();
          return run(asked, true);
        }
        answer = breakOff(answer, problem);
      }
      show(answer);
      if (answer.userEventId === 0n) return;
      await refresh(answer.conversationId);
      const settled = queries.getQueryState(keys.conversation(answer.conversationId))?.status !== "error";
      if (current.current?.attemptId === answer.attemptId && settled) show(undefined);
    },
    [conversations, queries, refresh, show, lost],
  );

  const answers = useMemo<Answers>(
    () => ({
      live,
      failureOf: (outcomeEventId) => failures.current.get(outcomeEventId),
      send: async ({ act, conversationId, attemptId = crypto.randomUUID(), kept = "" }) => {
        if (isLive(current.current)) return;
        await run(ask(act, attemptId, conversationId, kept, Date.now()));
      },
      sendAgain: () => {
        const broken = current.current;
        if (broken?.state !== "broken") return;
        void run(ask(broken.act, broken.attemptId, broken.conversationId, broken.text, Date.now()));
      },
      stop: () => {
        const answer = current.current;
        if (!isLive(answer)) return;
        show({ ...answer, stopping: true });
        // A stop that cannot be told travels as a cancel.
        conversations.stopAnswer({ attemptId: answer.attemptId }).then(
          ({ stopped }) => stopped || cancel.current?.abort(),
          () => cancel.current?.abort(),
        );
      },
      dismiss: () => show(undefined),
    }),
    [live, run, show, conversations],
  );
  return <AnswerContext value={answers}>{children}</AnswerContext>;
}

function isShown(conversationId: string): boolean {
  const route = parseRoute(location.pathname);
  return route.screen === "chat" && route.conversationId === conversationId;
}
