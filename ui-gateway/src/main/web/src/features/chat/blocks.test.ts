import { expect, it } from "vitest";
import { blocks } from "./blocks";

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
