import { create } from "@bufbuild/protobuf";
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import { ImportedMessageSchema, ImportedPart_Kind as Kind } from "../gen/pmm/mind/v1/imported_talk_pb";
import type { FakeMesh } from "./fakeMesh";

const QUESTION = "What is in this picture, and in my lease?\n\nLEASE of the flat at 4 Harbour Street, between the parties named below.";
const ANSWER = "A red square on white. Rye needs 6 hours at 28 degrees.\n\nfor loaf in range(3):\n    bake(loaf)";

/** A talk with another assistant in which everything stood that can stand beside words. */
export function importTalk(mesh: FakeMesh): void {
  const createTime = timestampFromDate(new Date(2023, 2, 1, 22, 13));
  const words = QUESTION.indexOf("LEASE");
  const code = ANSWER.indexOf("for loaf");
  const cited = ANSWER.indexOf("Rye");
  mesh.files.set("9/0", [Uint8Array.from(atob(PICTURE), (sign) => sign.charCodeAt(0))]);
  mesh.said(QUESTION, true, {
    source: "chatgpt",
    createTime,
    imported: create(ImportedMessageSchema, {
      before: [{ kind: Kind.HIDDEN, name: "hidden", text: "Be brief." }],
      parts: [
        { kind: Kind.FILE, file: { eventId: 9n, index: 0, name: "red square.png", mediaType: "image/png", size: 69n, stored: true } },
        { kind: Kind.TEXT, start: 0, end: words - 2 },
        { kind: Kind.FILE, start: words, end: QUESTION.length, file: { eventId: 9n, index: 1, name: "lease.txt", mediaType: "text/plain", size: 71n } },
        { kind: Kind.FILE, file: { eventId: 9n, index: 2, name: "a-rather-long-name-of-a-file-that-never-came.jpeg", mediaType: "image/jpeg", size: 1_200_000n } },
      ],
    }),
  });
  mesh.said(ANSWER, false, {
    source: "chatgpt",
    modelId: "gpt-4o",
    elapsedMs: 0n,
    createTime,
    timeGuessed: true,
    imported: create(ImportedMessageSchema, {
      marks: ["hash_wrong", "fork"],
      before: [
        { kind: Kind.REASONING, text: "They ask about a picture. I should look at it, and then at the lease." },
        { kind: Kind.TOOL_CALL, name: "python", text: "print(28)" },
        { kind: Kind.TOOL_RESULT, name: "browser", text: "404: no such page", failed: true },
      ],
      parts: [
        { kind: Kind.TEXT, start: 0, end: code - 2, sources: [{ title: "On rye, and how warm it likes to be", url: "https://rye.example/heat", start: cited, end: code - 2 }, { url: "https://bread.example/a/very/long/address/that/goes/on" }] },
        { kind: Kind.CODE, language: "python", start: code, end: ANSWER.length },
      ],
      after: [{ kind: Kind.UNKNOWN, name: "hologram", text: '{"beam": 3, "content_type": "hologram"}' }],
    }),
  });
  mesh.said("Nobody knows when this was said.", true, { source: "claude", imported: create(ImportedMessageSchema) });
  delete mesh.messages.at(-1)!.createTime;
}

const PICTURE = "iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mP8z8BQz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC";
