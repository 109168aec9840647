import { fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, it } from "vitest";
import { App } from "./App";
import { store } from "./common/stored";
import { FakeMesh } from "./testing/fakeMesh";

let mesh: FakeMesh;

beforeEach(() => {
  mesh = new FakeMesh();
  mesh.answer = "Raised beds are a good idea.";
  store("pmm.session", "token");
  history.replaceState(null, "", "/");
});

const box = () => screen.findByLabelText<HTMLTextAreaElement>("Message Echo");

async function say(text: string) {
  const field = await box();
  fireEvent.change(field, { target: { value: text } });
  fireEvent.keyDown(field, { key: "Enter" });
}

it("greets, takes a message and shows the answer", async () => {
  render(<App transport={mesh.transport()} />);
  expect(await screen.findByText("Hello, I’m Echo.")).toBeDefined();
  await say("Do you think I should do raised beds?");
  expect(await screen.findByText("Raised beds are a good idea.")).toBeDefined();
  expect(await screen.findByText("Promise kept")).toBeDefined();
  expect(location.pathname).toBe("/c/garden");
  expect((await box()).value).toBe("");
});

it("says that a conversation is not there, and leads to a new one", async () => {
  history.replaceState(null, "", "/c/gone");
  render(<App transport={mesh.transport()} />);
  const failure = within((await screen.findByText(/^This conversation is not in this mind\./)).closest("section")!);
  fireEvent.click(failure.getByText("New conversation"));
  expect(await screen.findByText("Hello, I’m Echo.")).toBeDefined();
  expect(location.pathname).toBe("/");
});

it("asks in its place in the thread before anything leaves, and sends after Allow once", async () => {
  mesh.modelId = "openai:gpt-4.1";
  render(<App transport={mesh.transport()} />);
  await say("Hello out there");
  fireEvent.click(await screen.findByText("Allow once"));
  expect(await screen.findByText("Raised beds are a good idea.")).toBeDefined();
  expect(mesh.consents[0]?.host).toBe("api.openai.com");
});

it("records a Not now and keeps the message", async () => {
  mesh.modelId = "openai:gpt-4.1";
  render(<App transport={mesh.transport()} />);
  await say("Hello out there");
  fireEvent.click(await screen.findByText("Not now", { selector: ".consent *" }));
  expect(await screen.findByText("Nothing was sent")).toBeDefined();
  expect(screen.getByText("Hello out there", { selector: ".bubble" })).toBeDefined();
});

it("keeps the text of a stopped answer and offers to go on", async () => {
  mesh.pace = 30;
  render(<App transport={mesh.transport()} />);
  await say("Tell me");
  await screen.findByText(/^Raised/, {}, { timeout: 3000 });
  fireEvent.keyDown(window, { key: "Escape" });
  fireEvent.click(await screen.findByText("Continue"));
  expect(await screen.findByText("Promise kept", {}, { timeout: 3000 })).toBeDefined();
});

it("edits the last message with Up from an empty box", async () => {
  mesh.said("First words", true);
  mesh.said("An answer", false);
  history.replaceState(null, "", "/c/garden");
  render(<App transport={mesh.transport()} />);
  await screen.findByText("First words");
  fireEvent.keyDown(await box(), { key: "ArrowUp" });
  const editor = await screen.findByRole<HTMLTextAreaElement>("textbox", { name: "Edit" });
  expect(editor.value).toBe("First words");
  fireEvent.change(editor, { target: { value: "Other words" } });
  fireEvent.keyDown(editor, { key: "Enter" });
  expect(await screen.findByText("Raised beds are a good idea.")).toBeDefined();
  expect(screen.queryByText("First words")).toBeNull();
});

it("keeps the draft across a reload", async () => {
  const first = render(<App transport={mesh.transport()} />);
  fireEvent.change(await box(), { target: { value: "Half a thought" } });
  first.unmount();
  render(<App transport={mesh.transport()} />);
  expect((await box()).value).toBe("Half a thought");
});

it("holds no more than a window of a long conversation", async () => {
  for (let i = 0; i < 200; i++) mesh.said(`Line ${i}`, i % 2 === 0);
  history.replaceState(null, "", "/c/garden");
  const { container } = render(<App transport={mesh.transport()} />);
  await screen.findByText("Line 199");
  for (let page = 0; page < 4; page++) fireEvent.click(await screen.findByText("Earlier messages"));
  await waitFor(() => expect(screen.queryByText("Line 199")).toBeNull());
  expect(container.querySelectorAll(".thread-row").length).toBeLessThanOrEqual(51);
});

it("names the services that are away, and looks soon whether they are back", async () => {
  mesh.away = ["mind", "provider"];
  render(<App transport={mesh.transport()} />);
  await screen.findByText(/^A part of PMM does not answer: mind, provider\./);
  mesh.away = [];
  await waitFor(() => expect(screen.queryByText(/^A part of PMM/)).toBeNull(), { timeout: 8_000 });
});

it("says how to come in when there is no session", async () => {
  mesh.knownToken = false;
  render(<App transport={mesh.transport()} />);
  expect(await screen.findByText("pmm open")).toBeDefined();
});

it("lists the conversations by the part of the past they belong to, a page at a time", async () => {
  mesh.earlier = [["Yesterday's", 1], ["Last week's", 5], ["Long past", 800], ...Array.from({ length: 60 }, (_, at): [string, number] => [`Older ${at}`, 900 + at])];
  render(<App transport={mesh.transport()} />);
  await screen.findByRole("link", { name: "Last week's" });
  const list = screen.getByRole("region", { name: "Conversations" });
  const names = within(list).getAllByRole("heading", { level: 3 }).map((each) => each.textContent);
  expect(names.slice(0, 3)).toEqual(["Today", "Yesterday", "Previous 7 days"]);
  expect(names[3]).toMatch(/^[A-Z][a-z]+ 20\d\d$/);
  expect(within(screen.getByRole("list", { name: "Yesterday" })).getAllByRole("link").map((each) => each.textContent)).toEqual(["Yesterday's"]);
  expect(screen.queryByText("Older 59")).toBeNull();
  fireEvent.click(within(list).getByText("Show more"));
  expect(await screen.findByText("Older 59")).toBeDefined();
});

it("goes on while the network is unplugged: its mesh is on this device", async () => {
  render(<App transport={mesh.transport()} />);
  await screen.findByText("Hello, I’m Echo.");
  window.dispatchEvent(new Event("offline"));
  try {
    await say("Do you think I should do raised beds?");
    expect(await screen.findByText("Promise kept")).toBeDefined();
  } finally {
    window.dispatchEvent(new Event("online"));
  }
});
