import { expect, it } from "vitest";
import { groups, pieces, spread } from "./lines";

it("cuts so that nothing is lost and a longer text changes only the last piece", () => {
  const texts = ["", "a", "line\n".repeat(500), "word ".repeat(20_000), "x".repeat(50_000), `${"long ".repeat(3000)}\n`.repeat(5)];
  for (const text of texts) {
    for (const cut of [(all: string) => groups(all), pieces]) {
      expect(cut(text).join("")).toBe(text);
      const grown = cut(`${text}and more\n`);
      expect(grown.slice(0, cut(text).length - 1)).toEqual(cut(text).slice(0, -1));
    }
    expect(Math.max(...pieces(text).map((each) => each.length))).toBeLessThanOrEqual(8000);
  }
});

it("gives each group of lines its colours, also where a piece spans two groups", () => {
  const all = groups("a1\nb2\nc3", 1);
  const colours = spread([{ text: "a", meaning: "x" }, { text: "1\nb2\nc", meaning: "y" }, { text: "3", meaning: "" }], all);
  expect(colours.map((group) => group.map(({ text }) => text).join(""))).toEqual(all);
  expect(colours[1]).toEqual([{ text: "b2\n", meaning: "y" }]);
});
