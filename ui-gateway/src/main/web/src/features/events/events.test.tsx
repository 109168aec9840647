import { fireEvent, render, screen, within } from "@testing-library/react";
import { beforeAll, beforeEach, expect, it } from "vitest";
import { App } from "../../App";
import { store } from "../../common/stored";
import { FakeMesh } from "../../testing/fakeMesh";

let mesh: FakeMesh;

beforeAll(() => Promise.all([import("./EventsPage"), import("../mind/EventDialog")]));

beforeEach(() => {
  mesh = new FakeMesh();
  mesh.ledger.grow(1200);
  store("pmm.session", "token");
  history.replaceState(null, "", "/events");
});

const open = () => render(<App transport={mesh.transport()} />);

const rowOf = async (words: string) => (await screen.findByText(words, { exact: false, selector: "[role=row] *" })).closest<HTMLElement>("[role=row]")!;

it("draws and fetches the events in sight alone, and checks each against its hash", async () => {
  open();
  expect(await screen.findByText("1,200 events, the newest first. Each that is shown is checked against its hash, here in the page.")).toBeDefined();
  const newest = await rowOf("(1200)");
  expect(newest.getAttribute("aria-rowindex")).toBe("2");
  expect(within(newest).getByText("Fits its hash")).toBeDefined();
  expect(screen.getByRole("grid").getAttribute("aria-rowcount")).toBe("1201");
  expect(screen.getAllByRole("row").length).toBeLessThan(60);
  expect(mesh.ledger.asked).toBeLessThan(5);
});

it("goes to the end by a key, and to an event by its number", async () => {
  open();
  const newest = await rowOf("(1200)");
  newest.focus();
  fireEvent.keyDown(newest, { key: "End" });
  await expect.poll(() => document.activeElement?.getAttribute("aria-rowindex")).toBe("1201");
  await expect.poll(() => document.activeElement?.textContent).toContain("It began to answer");
  fireEvent.change(screen.getByLabelText("Words, or a number such as #120"), { target: { value: "#600" } });
  expect((await rowOf("(600)")).className).toContain("wanted");
});

it("shows those of a kind, of a day, and the oldest first", async () => {
  open();
  await rowOf("(1200)");
  fireEvent.change(screen.getByLabelText("Kind"), { target: { value: "said" } });
  expect(await screen.findByText(/^100 and more, the newest first/)).toBeDefined();
  expect(screen.queryByText(/Start them indoors/)).toBeNull();
  fireEvent.change(screen.getByLabelText("Order"), { target: { value: "oldest" } });
  expect(await rowOf("(4)")).toBeDefined();
  const yesterday = new Date(Date.now() - 86_400_000);
  const day = [yesterday.getFullYear(), yesterday.getMonth() + 1, yesterday.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
  fireEvent.change(screen.getByLabelText("Day"), { target: { value: day } });
  expect(await screen.findByText(/^[5-7] events, the oldest first/)).toBeDefined();
  fireEvent.change(screen.getByLabelText("Kind"), { target: { value: "all" } });
  expect(await screen.findByText(/^2[345] events, the oldest first/)).toBeDefined();
  fireEvent.change(screen.getByLabelText("Day"), { target: { value: "2001-01-01" } });
  expect(await screen.findByText("Nothing of that kind has happened.")).toBeDefined();
});

it("finds events by words, each still checked as a whole", async () => {
  open();
  await rowOf("(1200)");
  fireEvent.change(screen.getByLabelText("Words, or a number such as #120"), { target: { value: "ice saints" } });
  expect(await screen.findByText("300 events found, the best first.")).toBeDefined();
  const [mark] = await screen.findAllByText("ice saints", { selector: "mark" });
  expect(within(mark!.closest<HTMLElement>("[role=row]")!).getByText("Fits its hash")).toBeDefined();
});

it("shows a red seam where the chain is broken, and that all before it is intact", async () => {
  mesh.ledger.tear(1190);
  open();
  expect(await screen.findByText("The chain is broken at event 1,190.")).toBeDefined();
  expect(screen.getByText(/Everything before it is intact, up to event 1,189\./)).toBeDefined();
  const torn = await rowOf("Broken here. Everything before it is intact.");
  expect(torn.className).toContain("torn");
  expect(within(torn).getByText("1,190")).toBeDefined();
  expect(within(torn).getByText("Does not fit its hash")).toBeDefined();
});

it("opens an event, checks its link, and tells what followed from it", async () => {
  open();
  fireEvent.click(await rowOf("(1200)"));
  const dialog = await screen.findByRole("dialog");
  fireEvent.click(await within(dialog).findByText("Check this link"));
  expect(await within(dialog).findByText(/^It fits: .* event 1,199 has the hash that it names\.$/)).toBeDefined();
  const follow = within(dialog).getByText("What followed from it");
  follow.focus();
  fireEvent.click(follow);
  expect(await within(dialog).findByText("I keep this")).toBeDefined();
  expect(within(dialog).getByText("The same words")).toBeDefined();
  expect(dialog.contains(document.activeElement)).toBe(true);
  fireEvent.keyDown(document.activeElement!, { key: "Escape" });
  await expect.poll(() => screen.queryByRole("dialog")).toBeNull();
});

it("says of an event that was changed that it does not fit", async () => {
  mesh.ledger.tear(1200);
  open();
  fireEvent.click(await rowOf("Broken here"));
  const dialog = await screen.findByRole("dialog");
  fireEvent.click(await within(dialog).findByText("Check this link"));
  expect(await within(dialog).findByText(/^It does not fit/)).toBeDefined();
});
