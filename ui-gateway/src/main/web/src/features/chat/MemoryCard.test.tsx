import { create } from "@bufbuild/protobuf";
import { fireEvent, render, screen, within } from "@testing-library/react";
import { beforeEach, expect, it } from "vitest";
import { App } from "../../App";
import { store } from "../../common/stored";
import { MemorySchema, Memory_State, NoteSchema } from "../../gen/pmm/mind/v1/mind_pb";
import { FakeMesh } from "../../testing/fakeMesh";

let mesh: FakeMesh;

beforeEach(() => {
  mesh = new FakeMesh();
  store("pmm.session", "token");
  history.replaceState(null, "", "/c/garden");
  mesh.said("I moved", true);
  const answer = mesh.said("Noted.", false);
  answer.notes = [create(NoteSchema, { eventId: 50n, kind: "memory_proposed", text: "The person lives in Lisbon" })];
  mesh.mind.memories.set(40n, create(MemorySchema, { eventId: 40n, text: "I live in Porto", state: Memory_State.KEPT }));
  mesh.mind.memories.set(
    50n,
    create(MemorySchema, { eventId: 50n, text: "The person lives in Lisbon", state: Memory_State.PROPOSED, contradictsEventIds: [40n] }),
  );
});

const open = () => render(<App transport={mesh.transport()} />);

it("keeps a proposal as it is", async () => {
  open();
  fireEvent.click(await screen.findByText("Keep"));
  expect(await screen.findByText("Remembered")).toBeDefined();
  expect(mesh.mind.memories.get(50n)?.state).toBe(Memory_State.REPLACED);
});

it("keeps it in the person's own words", async () => {
  open();
  fireEvent.click(await screen.findByText("Correct"));
  fireEvent.change(screen.getByLabelText("What is true"), { target: { value: "I live in Faro" } });
  fireEvent.click(screen.getByText("Save"));
  expect(await screen.findByText("“I live in Faro”")).toBeDefined();
});

it("calls it untrue", async () => {
  open();
  fireEvent.click(await screen.findByText("Not true"));
  expect(await screen.findByText("Not true", { selector: "b" })).toBeDefined();
  expect(screen.queryByText("Keep")).toBeNull();
});

it("shows what contradicts it, and lets it take that place", async () => {
  open();
  expect(await screen.findByText(/I live in Porto/)).toBeDefined();
  fireEvent.click(screen.getByText("That is out of date: replace it"));
  expect(await screen.findByText("Remembered")).toBeDefined();
  expect(mesh.mind.memories.get(40n)?.state).toBe(Memory_State.REPLACED);
});

it("forgets only what is confirmed", async () => {
  open();
  fireEvent.click(await screen.findByText("Forget"));
  fireEvent.click(await screen.findByLabelText(/I keep this/));
  fireEvent.click(screen.getByLabelText(/the key is under the mat/));
  expect(screen.getByText<HTMLButtonElement>("Forget for good").disabled).toBe(true);
  fireEvent.click(screen.getByLabelText(/the key is under the mat/));
  expect(mesh.forgotten).toEqual([]);
  fireEvent.click(screen.getByText("Forget for good"));
  const dialog = within(await screen.findByRole("alertdialog"));
  expect(mesh.forgotten).toEqual([]);
  fireEvent.change(dialog.getByRole("textbox"), { target: { value: "Echo" } });
  fireEvent.click(dialog.getByText("Confirm"));
  await expect.poll(() => mesh.forgotten).toEqual([50n]);
});

it("asks beneath a message that wants something forgotten", async () => {
  mesh.messages[0]!.notes = [create(NoteSchema, { eventId: mesh.messages[0]!.eventId, kind: "forget_asked", text: "" })];
  open();
  fireEvent.click(await screen.findByText("See what that would be"));
  expect(await screen.findByText("Forget this for good?")).toBeDefined();
  expect(mesh.forgotten).toEqual([]);
});
