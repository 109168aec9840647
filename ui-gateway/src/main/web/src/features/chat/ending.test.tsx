import { create } from "@bufbuild/protobuf";
import { render, screen } from "@testing-library/react";
import { beforeEach, expect, it } from "vitest";
import { App } from "../../App";
import { store } from "../../common/stored";
import { NoteSchema, Outcome, ToolCallSchema } from "../../gen/pmm/mind/v1/mind_pb";
import { FakeMesh } from "../../testing/fakeMesh";
import { endingWords } from "./Turns";

let mesh: FakeMesh;

beforeEach(() => {
  mesh = new FakeMesh();
  store("pmm.session", "token");
  history.replaceState(null, "", "/c/garden");
});

it.each([
  ["", "UNKNOWN", [], "It answered with nothing. Ask again, or choose another model."],
  ["", "FILTERED", [], "Its filter stopped it."],
  ["Words", "FILTERED", [], "Its filter stopped it."],
  ["", "TOOL_CALLS", ["look_up", "look_up"], "It asked for a tool instead of answering: look_up"],
  ["", "LENGTH", [], "It was at its longest before its first word."],
])("says beneath %j, ended by %s, what became of it", async (text, finishReason, tools, words) => {
  mesh.said("Hello", true);
  mesh.said(text, false, { finishReason, toolCalls: tools.map((name) => create(ToolCallSchema, { name })) });
  render(<App transport={mesh.transport()} />);
  expect(await screen.findByText(words)).toBeDefined();
});

it("says what an answer without words did", () => {
  const actsText = "It wrote no words, but it promised “x”.";
  expect(endingWords(mesh.said("", false, { actsText, notes: [create(NoteSchema, { kind: "commitment_opened" })] }))).toBe(actsText);
  expect(endingWords(mesh.said("Words", false, { actsText }))).toBe("");
});

it("says nothing of an answer, of one that is all notes, and of one that was stopped", () => {
  expect(endingWords(mesh.said("Words", false, { finishReason: "TOOL_CALLS" }))).toBe("");
  expect(endingWords(mesh.said("", false, { notes: [create(NoteSchema, { kind: "commitment_opened" })] }))).toBe("");
  expect(endingWords(mesh.said("", false, { outcome: Outcome.STOPPED }))).toBe("");
});
