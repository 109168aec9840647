import { type Timestamp, timestampNow } from "@bufbuild/protobuf/wkt";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useClient } from "../../common/api";
import { keys } from "../../common/mesh";
import { ConversationService } from "../../gen/pmm/mind/v1/mind_pb";
import { type LiveAnswer, advance, ask, breakOff, isLive } from "../chat/answer";
import { swapped } from "../models/swapped";

/** What was said, and its answer as far as it is. */
export interface Exchange {
  question: string;
  /** A consent "once" is for the very bytes that were shown, and the time is among them. */
  askTime: Timestamp;
  answer: LiveAnswer;
}

/** Talk that lives in this page alone: it goes with the screen, and so does an answer that is on its way. */
export function useUnrecorded() {
  const conversations = useClient(ConversationService);
  const queries = useQueryClient();
  const [exchanges, setExchanges] = useState<Exchange[]>([]);
  const abort = useRef<AbortController>(undefined);
  useEffect(() => () => abort.current?.abort(), []);

  async function run(before: Exchange[], question: string, askTime: Timestamp, attemptId: string) {
    const { signal } = (abort.current = new AbortController());
    const act = { case: "say" as const, value: { text: question } };
    let answer = ask(act, attemptId, "", "", Date.now());
    const show = (next: LiveAnswer) => {
      answer = next;
      setExchanges([...before, { question, askTime, answer }]);
    };
    show(answer);
    try {
      await swapped(queries);
      const offRecordTurns = before.flatMap(turns);
      const stream = conversations.converse({ act, requestId: attemptId, offRecord: true, offRecordTurns, askTime }, { signal });
      for await (const { part } of stream) show(advance(answer, part, Date.now()));
      if (answer.state !== "finished") show(breakOff(answer, undefined));
    } catch (problem) {
      show(breakOff(answer, signal.aborted ? undefined : problem));
    }
    void queries.invalidateQueries({ queryKey: keys.network });
  }

  const last = exchanges.at(-1);
  return {
    exchanges,
    busy: isLive(last?.answer),
    say: (question: string) => void run(exchanges, question, timestampNow(), crypto.randomUUID()),
    /** Asks the last one again, as the attempt that a consent is bound to. */
    again: (attemptId: string) => last && void run(exchanges.slice(0, -1), last.question, last.askTime, attemptId),
    stop: () => {
      if (!isLive(last?.answer)) return;
      // A stop that cannot be told travels as a cancel.
      conversations.stopAnswer({ attemptId: last!.answer.attemptId }).then(
        ({ stopped }) => stopped || abort.current?.abort(),
        () => abort.current?.abort(),
      );
    },
  };
}

function turns({ question, answer }: Exchange) {
  return [
    { fromPerson: true, text: question },
    { fromPerson: false, text: answer.text },
  ].filter((turn) => turn.text !== "");
}
