import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import { fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, it } from "vitest";
import { App } from "../../App";
import { store } from "../../common/stored";
import { EventSchema } from "../../gen/pmm/ledger/v1/ledger_pb";
import { ImportedFileSchema, ImportedMessageSchema, ImportedPartSchema, ImportedPart_Kind as Kind } from "../../gen/pmm/mind/v1/imported_talk_pb";
import type { Message } from "../../gen/pmm/mind/v1/mind_pb";
import { FakeMesh } from "../../testing/fakeMesh";
import { fileName } from "./Attachment";
import { pieces } from "./OwnWords";
import { documentTitle } from "./label";
import { mayBePicture, pictureType } from "./picture";

const PNG = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);
const OLD = timestampFromDate(new Date(2023, 2, 1, 22, 13));
let mesh: FakeMesh;

beforeEach(() => {
  mesh = new FakeMesh();
  store("pmm.session", "token");
  history.replaceState(null, "", "/c/garden");
  URL.createObjectURL = () => "blob:picture";
  URL.revokeObjectURL = () => undefined;
});

type Imported = MessageInitShape<typeof ImportedMessageSchema>;

function said(text: string, fromPerson: boolean, imported: Imported, more: Partial<Message> = {}): Message {
  return mesh.said(text, fromPerson, { source: "chatgpt", modelId: "", elapsedMs: 0n, createTime: OLD, imported: create(ImportedMessageSchema, imported), ...more });
}

const open = (words: string | RegExp) => fireEvent.click(screen.getByText(words));

it("shows what stood beside an answer, folded, and calls it nobody else's", async () => {
  const source = { title: "On rye", url: "https://rye.example/heat", start: 3, end: 5 };
  said("At 28 degrees.", false, {
    parts: [{ kind: Kind.TEXT, start: 0, end: 14, sources: [source] }],
    before: [
      { kind: Kind.REASONING, text: "I should look it up" },
      { kind: Kind.TOOL_CALL, name: "python", text: "print(28)" },
      { kind: Kind.TOOL_RESULT, name: "browser", text: "no such page", failed: true },
    ],
    after: [{ kind: Kind.UNKNOWN, name: "hologram", text: '{"beam":3}' }],
  }, { modelId: "o1:mini" });
  render(<App transport={mesh.transport()} />);
  expect(await screen.findByText("ChatGPT said:")).toBeDefined();
  expect(await screen.findByText("Thought of the old assistant")).toBeDefined();
  expect(screen.queryByText("I should look it up")).toBeNull();
  open("Thought of the old assistant");
  expect(await screen.findByText("I should look it up")).toBeDefined();
  open("Ran code");
  expect(await screen.findByText("print(28)")).toBeDefined();
  expect(screen.getByText("browser failed")).toBeDefined();
  open("Unsupported part: hologram");
  expect(await screen.findByText('{"beam":3}')).toBeDefined();
  expect(screen.getByText("1 source")).toBeDefined();
  expect(screen.getByText("for “28”", { exact: false })).toBeDefined();
  fireEvent.click(screen.getByText("On rye"));
  expect(await screen.findByText("https://rye.example/heat")).toBeDefined();
  expect(screen.getByText(/o1:mini · 10:13 PM/)).toBeDefined();
  expect(screen.queryByText(/Your mind said|Echo said/)).toBeNull();
});

it("folds many steps into one line, and fetches the rest of what is long when it is asked for", async () => {
  const steps = Array.from({ length: 5 }, (_, i) => ({ kind: Kind.TOOL_RESULT, name: `tool ${i}`, text: "the begin", cut: true, eventIds: [71n, 72n] }));
  mesh.mind.events.set(71n, create(EventSchema, { eventId: 71n, content: "the begin and " }));
  mesh.mind.events.set(72n, create(EventSchema, { eventId: 72n, content: "the end" }));
  said("Done.", false, { before: steps });
  render(<App transport={mesh.transport()} />);
  fireEvent.click(await screen.findByText("5 steps of the old assistant"));
  fireEvent.click(await screen.findByText("What tool 3 gave back"));
  fireEvent.click(await screen.findByText("Show all of it"));
  expect(await screen.findByText("the begin and the end")).toBeDefined();
});

it("shows a picture from the mind's own bytes, and says where there are none", async () => {
  const file = (index: number, more: object) => ({ kind: Kind.FILE, file: { eventId: 9n, index, ...more } });
  mesh.files.set("9/0", [PNG]);
  mesh.files.set("9/2", [new TextEncoder().encode("<html>")]);
  said("Look\n\nat the lease", true, {
    parts: [
      file(0, { name: "loaf.png", mediaType: "image/png", size: 11n, stored: true }),
      { kind: Kind.TEXT, start: 0, end: 4 },
      { kind: Kind.FILE, start: 6, end: 18, file: { eventId: 9n, index: 1, name: "lease.txt" } },
      file(2, { name: "no-picture.png", mediaType: "image/png", stored: true }),
      file(3, { name: "gone.png", mediaType: "image/png", size: 2_000n }),
    ],
  });
  render(<App transport={mesh.transport()} />);
  const picture = await screen.findByRole("img", { name: "loaf.png" });
  expect(picture.getAttribute("src")).toBe("blob:picture");
  await waitFor(() => expect(screen.queryByText("Loading the picture no-picture.png")).toBeNull());
  expect(screen.queryByRole("img", { name: "no-picture.png" })).toBeNull();
  expect(mesh.filesRead.sort()).toEqual(["9/0", "9/2"]);
  expect(within(screen.getByText("gone.png").closest(".file")!).getByText("The file is not in the archive")).toBeDefined();
  expect(screen.getByRole("button", { name: "Save loaf.png" })).toBeDefined();
  expect(screen.queryByText("at the lease")).toBeNull();
  open("Words of lease.txt");
  expect(await screen.findByText("at the lease")).toBeDefined();
});

it("tells no time that nobody knows, marks a guess, and what is odd in the old file", async () => {
  said("Nobody knows when", true, {}, { createTime: undefined! });
  delete mesh.messages[0]!.createTime;
  said("Nor when this", false, { marks: ["hash_wrong"] }, { timeGuessed: true });
  render(<App transport={mesh.transport()} />);
  expect(await screen.findByText("Time unknown")).toBeDefined();
  expect(screen.getByText("time unknown")).toBeDefined();
  expect(screen.getByText(/model unknown · about 10:13 PM/)).toBeDefined();
  expect(await screen.findByText("Changed in the old file: its hash does not fit its words")).toBeDefined();
  expect(within(screen.getByRole("log")).queryByText("Today")).toBeNull();
});

it("lists talk of an unknown time last, under a heading of its own", async () => {
  mesh.undated = ["Old one", "Old two"];
  history.replaceState(null, "", "/");
  render(<App transport={mesh.transport()} />);
  await screen.findByRole("link", { name: "Old two" });
  const lists = within(screen.getByRole("region", { name: "Conversations" })).getAllByRole("list");
  const listed = within(screen.getByRole("list", { name: "Time unknown" })).getAllByRole("link");
  expect(lists.at(-1)).toBe(screen.getByRole("list", { name: "Time unknown" }));
  expect(listed.map((entry) => entry.textContent)).toEqual(["Old one", "Old two"]);
});

it("has words that no part tells of stand where they stood", () => {
  const part = (start: number, end: number) => create(ImportedPartSchema, { kind: Kind.CODE, start, end });
  expect(pieces([part(4, 8)], "one two! three").map(({ part, words }) => (part ? `[${words}]` : words))).toEqual(["one", "[two!]", "three"]);
  expect(pieces([], "all").map(({ words }) => words)).toEqual(["all"]);
});

it("finds the name of a document in a call, also in one that is cut off", () => {
  expect(documentTitle('{"command":"create","title":"The \\"plan\\"","content":"cut o')).toBe('The "plan"');
  expect(documentTitle('{"path":"/a/b.md"}')).toBe("/a/b.md");
  expect(documentTitle('print("title")')).toBe("");
});

it("takes for a picture what begins like one, and lets no name be a path", () => {
  const file = (more: object) => create(ImportedFileSchema, { stored: true, ...more });
  expect(mayBePicture(file({ mediaType: "image/svg+xml" }))).toBe(false);
  expect(mayBePicture(file({ name: "file-1.dat" }))).toBe(true);
  expect(mayBePicture(file({ name: "a.pdf" }))).toBe(false);
  expect(mayBePicture(file({ mediaType: "image/png", stored: false }))).toBe(false);
  expect(pictureType(PNG)).toBe("image/png");
  expect(pictureType(new TextEncoder().encode("<svg>"))).toBe("");
  expect(fileName("../../etc/passwd")).toBe("__.._etc_passwd");
});
