import { expect, it } from "vitest";
import { BY_ITSELF, IN_LINE, markMaths } from "./maths";

it("finds formulas by their three kinds of marks, and none in code, behind a backslash or in prices", () => {
  expect(markMaths("So \\(a^2\\) is")).toBe(`So \`${IN_LINE}a^2\` is`);
  expect(markMaths("$$\nx % why\n= y\n$$")).toBe(`\`${BY_ITSELF}x \n= y\``);
  expect(markMaths("\\[x`y\\]")).toBe(`\`\`${BY_ITSELF}x\`y\`\``);
  for (const text of ["`\\(a\\)`", "``` x\n$$a$$\n```", "```\n$$a$$", "> ~~~\n> \\[a\\]\n> ~~~", "\\\\(a\\\\)", "$5 and $6", "\\(never closed", "$$$$", "\\(\\)"])
    expect(markMaths(text)).toBe(text);
  expect(markMaths("```\na\n```\n$$b$$")).toContain(BY_ITSELF);
});

it("takes a time that grows with the text alone, whatever it is made of", () => {
  for (const piece of ["\\(", "\\[", "$$", "`", "``` ", "\n```", "\\)\\(", "` ``", "~~~\n"]) {
    const begun = performance.now();
    markMaths(`\\(a\\)${piece.repeat(20_000)}`);
    expect(performance.now() - begun, piece).toBeLessThan(1000);
  }
});
