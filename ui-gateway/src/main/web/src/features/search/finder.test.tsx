import { fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, it } from "vitest";
import { App } from "../../App";
import { store } from "../../common/stored";
import { FakeMesh } from "../../testing/fakeMesh";

let mesh: FakeMesh;

beforeEach(() => {
  mesh = new FakeMesh();
  store("pmm.session", "token");
  history.replaceState(null, "", "/mind");
});

const LONG = { timeout: 10_000 };

async function open() {
  render(<App transport={mesh.transport()} />);
  await screen.findByText("Find", {}, LONG);
  fireEvent.keyDown(document.body, { key: "k", ctrlKey: true });
  return screen.findByRole<HTMLInputElement>("combobox", { name: "Find anything" }, LONG).catch(() => screen.findByRole<HTMLInputElement>("searchbox", { name: "Find anything" }));
}

function type(field: HTMLInputElement, text: string) {
  field.focus();
  fireEvent.change(field, { target: { value: text } });
}

const options = () => within(screen.getByRole("listbox", { name: "What was found" })).queryAllByRole("option");

it("opens from any screen by keys and by its button, and closes with Escape", async () => {
  const field = await open();
  expect(document.activeElement).toBe(field);
  expect(options().map((each) => each.textContent)).toContain("New conversationN");
  type(field, "half a thou");
  fireEvent.keyDown(field, { key: "Escape" });
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull(), LONG);
  fireEvent.click(screen.getByText("Find"));
  expect(await screen.findByRole("dialog", { name: "Find anything" }, LONG)).toBeDefined();
});

it("marks what matches, says who and when, and lands at the message", async () => {
  for (let i = 0; i < 70; i++) mesh.said(i === 3 ? "We spoke of the xylophone" : `Message ${i}`, i % 2 === 0);
  const field = await open();
  type(field, "xyloph");
  const passage = await screen.findByText("xyloph", { selector: "mark" }, LONG);
  const option = passage.closest<HTMLElement>("[role=option]")!;
  expect(option.textContent).toContain("The garden in spring");
  expect(option.textContent).toContain("We spoke of the xylophone");
  fireEvent.keyDown(field, { key: "ArrowDown" });
  fireEvent.keyDown(field, { key: "Enter" });
  fireEvent.keyUp(field, { key: "Enter" });
  const place = await waitFor(() => {
    const landed = document.querySelector<HTMLElement>(".landed");
    expect(landed?.textContent).toContain("We spoke of the xylophone");
    expect(document.activeElement).toBe(landed);
    return landed!;
  }, LONG);
  expect(place.tabIndex).toBe(-1);
  expect(location.pathname + location.hash).toBe(`/c/garden#event-${mesh.messages[3]!.eventId}`);
  expect(mesh.selected).toEqual([]);
});

it("lands at the message that the address names, after a reload too", async () => {
  for (let i = 0; i < 60; i++) mesh.said(`Message ${i}`, i % 2 === 0);
  history.replaceState(null, "", `/c/garden#event-${mesh.messages[5]!.eventId}`);
  render(<App transport={mesh.transport()} />);
  await waitFor(() => expect(document.querySelector(".landed")?.textContent).toContain("Message 5"), LONG);
});

it("tells imported words from one's own, and a guessed time from a known one", async () => {
  type(await open(), "sourdough");
  const option = (await screen.findByText("Bread in Zürich", {}, LONG)).closest("[role=option]")!;
  expect(option.textContent).toContain("You, to ChatGPT · about March 1, 2025");
  expect(screen.getByText("Beside the talk, from Claude · time unknown")).toBeDefined();
});

it("has the branch shown on which a message is", async () => {
  const field = await open();
  type(field, "sourdough starter");
  fireEvent.click(await screen.findByText("Bread in Zürich", {}, LONG));
  await waitFor(() => expect(location.pathname + location.hash).toBe("/c/bread#event-12"), LONG);
  expect(mesh.selected[0]).toBe(12n);
});

it("shows the answer to what was typed last, whichever comes last", async () => {
  mesh.said("An apple", true);
  mesh.said("An anchovy", true);
  let late = () => {};
  mesh.search.held.set("an a", new Promise((resolve) => (late = resolve)));
  const field = await open();
  type(field, "an a");
  await waitFor(() => expect(mesh.search.asked).toContain("an a"), LONG);
  type(field, "an anch");
  await screen.findByText("An anch", { selector: "mark" }, LONG);
  late();
  await waitFor(() => expect(screen.queryByText("An a", { selector: "mark" })).toBeNull());
  expect(screen.getByText("An anch", { selector: "mark" })).toBeDefined();
});

it("says that nothing was found, and what failed", async () => {
  const field = await open();
  type(field, "zzzz");
  expect(await screen.findByText("Nothing here holds these words.", { selector: "[role=status]" }, LONG)).toBeDefined();
  mesh.search.fails = true;
  type(field, "yyyy");
  expect(await screen.findByRole("alert", {}, LONG)).toBeDefined();
});

it("goes to screens by their names", async () => {
  const field = await open();
  type(field, "priv");
  await waitFor(() => expect(options()).toHaveLength(1), LONG);
  // The list hears what is typed: that must not be taken for a shortcut.
  fireEvent.keyDown(field, { key: "ArrowDown" });
  expect(fireEvent.keyDown(field, { key: "n" })).toBe(true);
  expect(location.pathname).toBe("/mind");
  fireEvent.click(options()[0]!);
  await waitFor(() => expect(location.pathname).toBe("/privacy"), LONG);
});
