import { expect, it } from "vitest";
import { blocks, fenced } from "./blocks";

it("cuts at paragraphs", () => {
  expect(blocks("One.\n\nTwo\ntwo.\n\n\nThree.")).toEqual(["One.\n", "Two\ntwo.\n\n", "Three."]);
});

it("keeps a fence in one piece, blank lines and shorter fences in it", () => {
  const fence = "````js\n\nlet a;\n```\n\nlet b;\n````";
  expect(blocks(`Look:\n\n${fence}\n\nSo.`)).toEqual(["Look:\n", `${fence}\n`, "So."]);
});

it("keeps a loose list and what belongs to it together", () => {
  const list = "1. One\n\n   more\n\n2. Two";
  expect(blocks(`${list}\n\nAfter`)).toEqual([`${list}\n`, "After"]);
});

it("gives the same words back", () => {
  const text = "# A\n\n- b\n\n- c\n\n> d\n\n```\ne\n";
  expect(blocks(text).join("\n").trimEnd()).toBe(text.trimEnd());
});

it("begins a block at a fence and behind it, without a blank line too", () => {
  expect(blocks("Look:\n```js\na\n\nb\n```\nSo.")).toEqual(["Look:", "```js\na\n\nb\n```", "So."]);
  expect(blocks("Say ```a``` now\n\nSo.")).toEqual(["Say ```a``` now\n", "So."]);
});

it("knows a block that is code alone, closed or not yet", () => {
  expect(fenced("```js title\na\n\nb\n```\n")).toEqual({ language: "js", code: "a\n\nb\n" });
  expect(fenced("~~~\na\n```\n")).toEqual({ language: "", code: "a\n```" });
  expect(fenced("```")).toEqual({ language: "", code: "" });
  expect(fenced("```a``` b")).toBeUndefined();
  expect(fenced("Words\n```\na\n```")).toBeUndefined();
});
