import { create } from "@bufbuild/protobuf";
import { expect, it } from "vitest";
import "../../common/talkWords";
import { type ConverseResponse, ConverseResponseSchema, Outcome, Phase_Step } from "../../gen/pmm/mind/v1/mind_pb";
import { type LiveAnswer, advance, ask, breakOff, isLive, wordsPerSecond } from "./answer";
import { phaseWords } from "./LiveTurn";

const asked = ask({ case: "say", value: { text: "Hello" } }, "attempt", "", "", 0);

function fold(answer: LiveAnswer, ...parts: [ConverseResponse["part"], number][]): LiveAnswer {
  return parts.reduce((state, [part, now]) => advance(state, part, now), answer);
}

function part(init: Parameters<typeof create<typeof ConverseResponseSchema>>[1]): ConverseResponse["part"] {
  return create(ConverseResponseSchema, init).part;
}

it("follows an answer from the question to the last word", () => {
  const started = fold(asked, [part({ part: { case: "started", value: { conversationId: "c", userEventId: 7n, modelId: "m" } } }), 10]);
  expect(started).toMatchObject({ conversationId: "c", userEventId: 7n, state: "waiting", userText: "Hello" });

  const phased = fold(started, [part({ part: { case: "phase", value: { step: Phase_Step.READING, memoryCount: 14 } } }), 20]);
  expect(phaseWords(phased.phase)).toBe("Reading 14 memories…");

  const written = fold(phased, [part({ part: { case: "text", value: "Two " } }), 1000], [part({ part: { case: "text", value: "words" } }), 2000]);
  expect(written).toMatchObject({ text: "Two words", state: "writing", words: 2 });
  expect(wordsPerSecond(written, 2000)).toBe(2);

  const finished = fold(written, [part({ part: { case: "finished", value: { outcome: Outcome.ANSWERED, outcomeEventId: 9n } } }), 3000]);
  expect(isLive(finished)).toBe(false);
  expect(finished.finished?.outcomeEventId).toBe(9n);
});

it("goes on from the kept text", () => {
  const goingOn = ask({ case: "continue", value: { eventId: 8n } }, "attempt", "c", "Until the stop, ", 0);
  expect(fold(goingOn, [part({ part: { case: "text", value: "and after" } }), 1]).text).toBe("Until the stop, and after");
});

it("keeps what was written when the stream breaks", () => {
  const broken = breakOff(fold(asked, [part({ part: { case: "text", value: "Half" } }), 1]), new Error("gone"));
  expect(broken).toMatchObject({ text: "Half", state: "broken" });
  expect(isLive(broken)).toBe(false);
});
