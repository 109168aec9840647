import { create } from "@bufbuild/protobuf";
import { expect, it } from "vitest";
import { EventSchema } from "../gen/pmm/ledger/v1/ledger_pb";
import { hashOf, sealOf } from "./seal";

const salt = (from: number) => Uint8Array.from({ length: 16 }, (_, at) => from + at);

// The example of docs/file-format.md.
const first = create(EventSchema, {
  eventId: 1n,
  createTime: { seconds: 1763823348n, nanos: 123_000_000 },
  kind: "mind_created",
  content: '{"name":"Echo"}',
  contentSalt: salt(0),
  metaJson: '{"mind_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b","schema":1}',
  metaSalt: salt(0x10),
  hash: "5805c6f1aa3810bb9508ea8479aa3badc98583260fcd322f924cd2981b49cf3a",
});
const second = create(EventSchema, {
  eventId: 2n,
  createTime: { seconds: 1763823349n },
  kind: "user_message",
  content: "Grüße, 世界 🧠\nline two",
  contentSalt: salt(0x20),
  prevHash: first.hash,
  hash: "0a83b51533bb73c0bc07b3ea6a90b8aaee33635f72d986fa65d1d44ae9ac50cd",
});

it("gives the hashes that the file format gives", () => {
  expect([hashOf(first), hashOf(second)]).toEqual([first.hash, second.hash]);
  expect([sealOf(first, undefined), sealOf(second, first)]).toEqual(["whole", "whole"]);
});

it("sees a changed word, fact, time and link, and tells what was forgotten from what was changed", () => {
  for (const change of [{ content: "Grüße" }, { metaJson: "{}" }, { kind: "note" }, { createTime: { seconds: 1n } }, { prevHash: "00" }, { contentSalt: salt(1) }]) {
    expect(sealOf(create(EventSchema, { ...second, ...change } as never), undefined), JSON.stringify(change, (_, value) => `${value}`)).toBe("broken");
  }
  const { content, ...wordless } = second;
  expect(content).toBeDefined();
  expect(sealOf(create(EventSchema, { ...wordless, contentForgotten: true }), first)).toBe("forgotten");
  expect(sealOf(create(EventSchema, { ...wordless, contentForgotten: true }), second)).toBe("broken");
});
