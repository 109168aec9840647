import { fireEvent, render, screen, within } from "@testing-library/react";
import { beforeEach, expect, it } from "vitest";
import { App } from "../../App";
import { store } from "../../common/stored";
import { FakeMesh } from "../../testing/fakeMesh";

let mesh: FakeMesh;

beforeEach(() => {
  mesh = new FakeMesh();
  store("pmm.session", "token");
  sessionStorage.clear();
  history.replaceState(null, "", "/privacy");
});

const card = async () => within((await screen.findByRole("heading", { name: "Bring in old talk" })).closest("section")!);

function open() {
  return render(<App transport={mesh.transport()} />);
}

async function choose(content: string | Uint8Array<ArrayBuffer> = "[{}]", name = "chatgpt-export.zip") {
  fireEvent.change(await (await card()).findByLabelText("Choose a file"), { target: { files: [new File([content], name)] } });
}

it("shows what is in an archive, takes in what was chosen and says what came of it", async () => {
  open();
  await choose();
  const part = await card();
  expect(await part.findByText("Recognised as ChatGPT")).toBeDefined();
  expect(part.getAllByText(/^120 conversations, 1,680 messages/)).toHaveLength(2);
  expect(part.getByText("2 files, 12 kB")).toBeDefined();
  expect(part.getByText("user.json, chat.html")).toBeDefined();
  expect(part.getByText("Where that is")).toBeDefined();
  expect(part.getByText("Moving house")).toBeDefined();
  expect(part.getByText("message 7f: its parent 3c is not in the archive")).toBeDefined();
  expect(part.getByText("12 rows in a whole chain, by digest rule C (since November 2025)")).toBeDefined();
  expect(part.getByText("2 things could not be read")).toBeDefined();
  expect(part.getByText("It ends in the middle of a text.")).toBeDefined();
  expect(part.getByText("Bring the files too: 48 files, 34 MB")).toBeDefined();
  fireEvent.click(part.getByLabelText(/^Raised beds and frost, 1\b/));
  fireEvent.click(part.getByLabelText(/^Bring the files too/));
  expect(part.getByText("119 of 120 chosen")).toBeDefined();
  fireEvent.click(part.getByText("Bring it in"));
  expect(await part.findByText(/came in from ChatGPT$/)).toBeDefined();
  expect(mesh.imports.asked[0]).toMatchObject({ originalIds: [], excludedOriginalIds: ["talk-0"], withoutAttachments: true, conversationsOnly: false });
  expect(part.getByText("13 memories wait for your word").getAttribute("href")).toBe("/mind");
  expect(part.getByText("See the conversations").getAttribute("href")).toBe("/");
});

it("finds titles, and names the few that are left of many", async () => {
  open();
  await choose();
  const part = await card();
  fireEvent.click(await part.findByText("None"));
  fireEvent.change(part.getByLabelText("Find a title"), { target: { value: "sky is BLUE, 7" } });
  fireEvent.click(part.getByText("All"));
  expect(part.getByText("4 of 120 chosen")).toBeDefined();
  fireEvent.click(part.getByLabelText(/^Bring what is no conversation too/));
  fireEvent.click(part.getByText("Bring it in"));
  await part.findByText(/came in from ChatGPT$/);
  expect(mesh.imports.asked[0]).toMatchObject({ originalIds: ["talk-6", "talk-70", "talk-74", "talk-78"], excludedOriginalIds: [], conversationsOnly: true });
});

it("holds no more than a page of a long list", async () => {
  mesh.imports.talks = 5000;
  open();
  await choose();
  const part = await card();
  expect(await part.findByText("1 to 50 of 5,000")).toBeDefined();
  expect(part.getAllByRole("checkbox").length).toBe(52);
  fireEvent.click(part.getByLabelText("Further in the list"));
  expect(part.getByText("51 to 100 of 5,000")).toBeDefined();
});

it("is stopped, and keeps what came in", async () => {
  mesh.pace = 5;
  open();
  await choose();
  const part = await card();
  fireEvent.click(await part.findByText("Bring it in"));
  expect(await part.findByText(/^You can close this window/)).toBeDefined();
  expect(await part.findByText("Bringing it in")).toBeDefined();
  fireEvent.click(part.getByText("Stop"));
  expect(await part.findByText(/^Stopped: /)).toBeDefined();
  expect(sessionStorage.getItem("pmm.import")).toBeNull();
});

it("goes on after a reload, and where another window began it", async () => {
  mesh.imports.begin("r1");
  sessionStorage.setItem("pmm.import", JSON.stringify({ requestId: "r1" }));
  const first = open();
  expect(await (await card()).findByText(/came in from ChatGPT$/)).toBeDefined();
  first.unmount();
  mesh.imports.begin("r2");
  open();
  expect(await (await card()).findByText(/came in from ChatGPT$/)).toBeDefined();
});

it("looks again at what was sent before a reload", async () => {
  sessionStorage.setItem("pmm.import", JSON.stringify({ uploadId: "upload", name: "old.zip" }));
  open();
  expect(await (await card()).findByText("Recognised as ChatGPT")).toBeDefined();
});

it("says that the mind was restarted meanwhile", async () => {
  sessionStorage.setItem("pmm.import", JSON.stringify({ requestId: "gone" }));
  open();
  expect((await (await card()).findByRole("alert")).textContent).toMatch(/^The mind was restarted meanwhile/);
});

it("says why an archive cannot be read", async () => {
  mesh.imports.unreadable = "Nobody we know writes such a file. Tried: ChatGPT, Claude.";
  open();
  await choose("nonsense");
  expect((await (await card()).findByRole("alert")).textContent).toBe("Nobody we know writes such a file. Tried: ChatGPT, Claude.");
});

it("puts a mind of its own kind in the place of this one, once its name was typed, and keeps that", async () => {
  open();
  const mind = '{"content":null,"content_commitment":null}';
  await choose(mind, "my mind.jsonl");
  const part = await card();
  fireEvent.click(await part.findByText("Bring it here"));
  const dialog = within(await screen.findByRole("alertdialog"));
  dialog.getByText(/What lives here now, 3,281 events, is kept.* The SHA-256 of the file is [0-9a-f]{64}\.$/);
  expect(mesh.imports.brought).toBe(0);
  fireEvent.change(dialog.getByRole("textbox"), { target: { value: "Echo" } });
  fireEvent.click(dialog.getByText("Confirm"));
  await part.findByText("It lives here now: 412 events, each checked.");
  part.getByText("The mind that lived here is kept in /home/ada/.pmm/mind.db.replaced-1.");
  expect(mesh.imports.brought).toBe(mind.length);
});

it("takes nothing out when other things would go by the time it is confirmed", async () => {
  mesh.imports.cutShort();
  open();
  const part = await card();
  fireEvent.click(await part.findByText("Take it out again"));
  const dialog = within(await screen.findByRole("alertdialog"));
  mesh.imports.imported = [4002n];
  fireEvent.change(dialog.getByRole("textbox"), { target: { value: "Echo" } });
  fireEvent.click(dialog.getByText("Confirm"));
  expect(await part.findByText(/^Something was said or imported there meanwhile/)).toBeDefined();
  expect(mesh.forgotten).toEqual([]);
});

it("takes an import out again once that is confirmed, also one that was cut short", async () => {
  mesh.imports.cutShort();
  open();
  const part = await card();
  expect(await part.findByText("cut short")).toBeDefined();
  fireEvent.click(part.getByText("Take it out again"));
  const dialog = within(await screen.findByRole("alertdialog"));
  expect(dialog.getByText(/^This goes, for good: 480 events.* This stays: what you said in these conversations here.* 1 event holds its words beside it, and stays as it is\.$/)).toBeDefined();
  expect(mesh.forgotten).toEqual([]);
  fireEvent.change(dialog.getByRole("textbox"), { target: { value: "Echo" } });
  fireEvent.click(dialog.getByText("Confirm"));
  expect(await part.findByText("taken out again")).toBeDefined();
  expect(mesh.forgotten).toEqual([4001n, 4002n]);
});
