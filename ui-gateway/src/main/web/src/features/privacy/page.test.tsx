import { fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, it, vi } from "vitest";
import { App } from "../../App";
import { store } from "../../common/stored";
import { Locality } from "../../gen/pmm/provider/v1/provider_pb";
import { FakeMesh } from "../../testing/fakeMesh";

let mesh: FakeMesh;

beforeEach(() => {
  mesh = new FakeMesh();
  store("pmm.session", "token");
  history.replaceState(null, "", "/privacy");
  // A browser without the picker downloads: jsdom cannot, so nothing happens on the click.
  URL.createObjectURL = () => "blob:saved";
  vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(() => undefined);
});

async function open(heading: string) {
  render(<App transport={mesh.transport()} />);
  return within((await screen.findByRole("heading", { name: heading })).closest("section")!);
}

async function confirm(name = "Echo") {
  const dialog = within(await screen.findByRole("alertdialog"));
  fireEvent.change(dialog.getByRole("textbox"), { target: { value: name } });
  fireEvent.click(dialog.getByText("Confirm"));
}

function saved(text: Uint8Array): File {
  const file = new File([new Uint8Array(text)], "echo.db");
  // jsdom has no streams of files.
  file.stream = () => new Response(new Uint8Array(text)).body!;
  return file;
}

it("shows the newest snapshots first, makes one, and shows all when asked", async () => {
  const card = await open("Snapshots");
  await card.findByText(/^3,260 events · /);
  expect(card.getAllByRole("listitem")).toHaveLength(4);
  fireEvent.click(card.getByText("Make one now"));
  await card.findByText("Made: 3,281 events, 4.8 MB, found whole.");
  fireEvent.click(await card.findByText("Show all 6"));
  expect(card.getAllByRole("listitem")).toHaveLength(6);
});

it("says what a restore leaves before the name is asked for, and goes back", async () => {
  const card = await open("Snapshots");
  fireEvent.click((await card.findAllByText("Go back"))[3]!);
  const dialog = within(await screen.findByRole("alertdialog"));
  dialog.getByText(/^It held 2,990 events then, and 3,281 now: what came later is gone from the mind\. Its present state is made a snapshot first/);
  await confirm("Nobody");
  await dialog.findByRole("alert");
  expect(mesh.copies.eventCount).toBe(3281n);
  await confirm();
  await card.findByText(/^The mind goes on from event 2,990\. What was left is kept in \/home\/ada\/\.pmm\/mind\.db\.abandoned-1\. 2 parts of events were forgotten again\./);
  expect(mesh.copies.eventCount).toBe(2991n);
});

it("changes nothing where something was said since the restore was asked for", async () => {
  mesh.copies.busy = true;
  const card = await open("Snapshots");
  fireEvent.click((await card.findAllByText("Go back"))[0]!);
  await confirm();
  await screen.findByText("Something was said since you asked, so nothing was changed. Close this and ask again.");
  expect(mesh.copies.eventCount).toBe(3281n);
});

it("counts a copy only once it was read again where it lies", async () => {
  const card = await open("The file");
  fireEvent.click(card.getByText("Back up"));
  await card.findByText(/ was handed to your browser, 33 bytes\./);
  expect(mesh.copies.noted).toBeUndefined();
  const pick = card.getByLabelText("Check the saved file");
  fireEvent.change(pick, { target: { files: [saved(new TextEncoder().encode("cut off"))] } });
  await card.findByText(/^No copy was made that counts: echo\.db is not what was sent/);
  expect(mesh.copies.noted).toBeUndefined();
  fireEvent.change(card.getByLabelText("Check the saved file"), { target: { files: [saved(mesh.copies.bytes)] } });
  await card.findByText("3,281 events copied to echo.db, and the copy was found whole where it lies.");
  expect(mesh.copies.noted).toMatchObject({ eventCount: 3281n, root: "ab".repeat(32) });
  expect(card.queryByLabelText("Check the saved file")).toBeNull();
});

it("reads a copy again by itself where the browser wrote the file", async () => {
  let kept = new Uint8Array();
  const writable = {
    write: (part: Uint8Array) => Promise.resolve(void (kept = new Uint8Array([...kept, ...part]))),
    close: () => Promise.resolve(),
    abort: () => Promise.resolve(),
  };
  vi.stubGlobal("showSaveFilePicker", () => Promise.resolve({ createWritable: () => Promise.resolve(writable), getFile: () => Promise.resolve(saved(kept)) }));
  const card = await open("The file");
  fireEvent.click(card.getByText("Back up"));
  await card.findByText("3,281 events copied to echo.db, and the copy was found whole where it lies.");
  vi.unstubAllGlobals();
});

it("reminds quietly of a copy that is due, here and in the chat, and waits a week when told to", async () => {
  mesh.copies.due = true;
  history.replaceState(null, "", "/");
  render(<App transport={mesh.transport()} />);
  const line = within(await screen.findByRole("region", { name: "Time for a copy elsewhere." }));
  line.getByText("3,281 events are on this disk alone.");
  fireEvent.click(line.getByText("Back up"));
  await screen.findByRole("heading", { name: "Snapshots" });
  const here = within(screen.getByRole("region", { name: "Time for a copy elsewhere." }));
  fireEvent.click(here.getByText("Remind me in 7 days"));
  await waitFor(() => expect(screen.queryByRole("region", { name: "Time for a copy elsewhere." })).toBeNull());
  expect(Number(localStorage.getItem("pmm.backup.snoozed"))).toBeGreaterThan(Date.now() + 6 * 86_400_000);
});

it("says for how long nothing has left, and shows the days as a table when asked", async () => {
  const ago = new Date();
  ago.setDate(ago.getDate() - 12);
  const day = new Intl.DateTimeFormat("sv").format(ago);
  mesh.totals = [
    { day, host: "api.openai.com:443", locality: Locality.REMOTE, calls: 3, refused: 2, sentBytes: 5120n, receivedBytes: 20_480n },
    { day, host: "127.0.0.1:11434", locality: Locality.PROVED, calls: 9 },
  ];
  const card = await open("The last 30 days");
  card.getByText("No network use for 12 days. 3 uses on 1 of the last 30 days.");
  card.getByText("api.openai.com:443");
  fireEvent.click(card.getByText("As a table"));
  expect(card.getAllByRole("row").map((row) => row.textContent)).toEqual([expect.stringContaining("Went out"), expect.stringMatching(/api\.openai\.com:443325\.1 kB \/ 20\.5 kB$/)]);
});

it("says how much is signed and by which key, and how to sign without showing the page the key", async () => {
  mesh.copies.signedThrough = 3200n;
  const card = await open("Signature");
  card.getByText("Signed through event 3,200. 81 events came since, and are not signed yet.");
  card.getByText("5b".repeat(32));
  card.getByText("pmm sign --key mind.key");
  expect(card.queryByText("pmm keygen --out mind.key")).toBeNull();
});

it("offers an export before all is deleted, and names what asks for and what stays", async () => {
  const card = await open("Delete everything");
  card.getByText(/^Not reached: exports and copies you made/);
  card.getByText(/once you have typed the name, Echo:$/);
  card.getByText("pmm delete --all");
  fireEvent.click(card.getByText("Export first"));
  await card.findByText("3,281 events exported, 10 bytes, and handed to your browser.");
});
