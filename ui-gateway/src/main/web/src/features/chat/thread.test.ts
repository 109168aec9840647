import { create } from "@bufbuild/protobuf";
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import { expect, it } from "vitest";
import { type Message, MessageSchema, Outcome } from "../../gen/pmm/mind/v1/mind_pb";
import { ask } from "./answer";
import { rows } from "./thread";

const NOW = new Date(2026, 10, 22, 18);

function message(id: number, fromPerson: boolean, more: Partial<Message> = {}): Message {
  return Object.assign(
    create(MessageSchema, { eventId: BigInt(id), fromPerson, text: `#${id}`, createTime: timestampFromDate(NOW), modelId: fromPerson ? "" : "m1" }),
    more,
  );
}

const kinds = (...args: Parameters<typeof rows>) => rows(...args).map((row) => (row.kind === "message" ? Number(row.message.eventId) : row.kind));
const TALK = [message(1, true), message(2, false), message(3, true), message(4, false)];

it("puts a divider before each day", () => {
  const yesterday = timestampFromDate(new Date(2026, 10, 21, 9));
  expect(kinds([message(1, true, { createTime: yesterday }), message(2, false)], undefined, "m1", NOW)).toEqual(["day", 1, "day", 2]);
});

it("shows a switch above the question that the new model answers", () => {
  const switched = message(4, false, { modelId: "m2", switchedFromModelId: "m1" });
  expect(kinds([...TALK.slice(0, 3), switched], undefined, "m2", NOW)).toEqual(["day", 1, 2, "switched", 3, 4]);
});

it("takes no model of another assistant for one that the mind spoke through, and a missing time for no day", () => {
  const said = message(1, true, { source: "chatgpt" });
  const imported = message(2, false, { modelId: "gpt-4", source: "chatgpt" });
  expect(kinds([said, imported], undefined, "m1", NOW)).toEqual(["day", 1, 2]);
  delete said.createTime;
  delete imported.createTime;
  const undated = rows([message(3, true), said, imported], undefined, "m1", NOW);
  expect(undated.map((row) => (row.kind === "day" ? row.day : row.kind))).toEqual(["Today", "message", "Time unknown", "message", "message"]);
});

it("shows a switch that no answer has followed yet at the end", () => {
  expect(kinds(TALK, undefined, "m2", NOW)).toEqual(["day", 1, 2, 3, 4, "switched"]);
});

it("shows new words until the ledger has them, and the answer on its way", () => {
  const live = ask({ case: "say", value: { text: "New" } }, "a", "c", "", 0);
  expect(kinds(TALK, live, "m1", NOW)).toEqual(["day", 1, 2, 3, 4, "asked", "live"]);
  expect(kinds([...TALK, message(5, true)], { ...live, userEventId: 5n }, "m1", NOW)).toEqual(["day", 1, 2, 3, 4, 5, "live"]);
});

it("takes away what an act replaces", () => {
  const edit = ask({ case: "edit", value: { eventId: 3n, text: "Other" } }, "a", "c", "", 0);
  expect(kinds(TALK, edit, "m1", NOW)).toEqual(["day", 1, 2, "asked", "live"]);
  const again = ask({ case: "regenerate", value: { eventId: 3n } }, "a", "c", "", 0);
  expect(kinds(TALK, again, "m1", NOW)).toEqual(["day", 1, 2, 3, "live"]);
  const stopped = [...TALK.slice(0, 3), message(4, false, { outcome: Outcome.STOPPED })];
  const goOn = ask({ case: "continue", value: { eventId: 4n } }, "a", "c", "kept", 0);
  expect(kinds(stopped, goOn, "m1", NOW)).toEqual(["day", 1, 2, 3, "live"]);
});
