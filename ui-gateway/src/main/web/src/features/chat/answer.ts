import type { MessageInitShape } from "@bufbuild/protobuf";
import type { ConverseRequestSchema, ConverseResponse, ConverseResponse_Finished, Phase } from "../../gen/pmm/mind/v1/mind_pb";

export type Act = NonNullable<MessageInitShape<typeof ConverseRequestSchema>["act"]>;

/** One answer on its way, from the person's act to the last word. */
export interface LiveAnswer {
  attemptId: string;
  act: Act;
  /** Empty until a new conversation has its name. */
  conversationId: string;
  /** The person's words, until the ledger has them. */
  userText: string;
  userEventId: bigint;
  phase: Phase | undefined;
  modelId: string;
  locality: string;
  /** With Continue: what was there before the stop, then what is written now. */
  text: string;
  state: "waiting" | "writing" | "finished" | "broken";
  stopping: boolean;
  askedAt: number;
  firstWordAt: number;
  words: number;
  finished: ConverseResponse_Finished | undefined;
  problem: unknown;
}

export function ask(act: Act, attemptId: string, conversationId: string, kept: string, now: number): LiveAnswer {
  return {
    attemptId,
    act,
    conversationId,
    userText: act.case === "say" || act.case === "edit" ? (act.value.text ?? "") : "",
    userEventId: act.case === "regenerate" || act.case === "retry" ? (act.value.eventId ?? 0n) : 0n,
    phase: undefined,
    modelId: "",
    locality: "",
    text: kept,
    state: "waiting",
    stopping: false,
    askedAt: now,
    firstWordAt: 0,
    words: 0,
    finished: undefined,
    problem: undefined,
  };
}

/** Takes in one piece of what happens. */
export function advance(answer: LiveAnswer, part: ConverseResponse["part"], now: number): LiveAnswer {
  switch (part.case) {
    case "started":
      return {
        ...answer,
        conversationId: part.value.conversationId,
        userEventId: part.value.userEventId,
        modelId: part.value.modelId,
      };
    case "phase":
      return { ...answer, phase: part.value };
    case "opened":
      return { ...answer, modelId: part.value.modelId, locality: part.value.locality };
    case "text":
      return {
        ...answer,
        state: "writing",
        text: answer.text + part.value,
        firstWordAt: answer.firstWordAt || now,
        words: answer.words + countWords(part.value),
      };
    case "finished":
      return { ...answer, state: "finished", finished: part.value };
    default:
      return answer;
  }
}

/** The stream ended before its last piece. */
export function breakOff(answer: LiveAnswer, problem: unknown): LiveAnswer {
  return { ...answer, state: "broken", problem };
}

export function wordsPerSecond(answer: LiveAnswer, now: number): number {
  const seconds = (now - answer.firstWordAt) / 1000;
  return answer.firstWordAt === 0 || seconds < 0.5 ? 0 : answer.words / seconds;
}

export function isLive(answer: LiveAnswer | undefined): answer is LiveAnswer {
  return answer?.state === "waiting" || answer?.state === "writing";
}

function countWords(text: string): number {
  return text.match(/\s+\S|^\S/g)?.length ?? 0;
}
