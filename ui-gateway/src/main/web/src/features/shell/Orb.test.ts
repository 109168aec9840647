import { expect, it } from "vitest";
import { arcs } from "./Orb";

it("gives a stronger trait a wider arc", () => {
  expect(arcs([{ score: 0.9 }, { score: 0.1 }])).toBe(
    "conic-gradient(from 210deg, var(--trait-1) 0.4500turn, var(--trait-2) 0.9500turn, var(--trait-1) 1.4500turn)",
  );
});

it("shows even arcs before anything is known", () => {
  expect(arcs([])).toContain("var(--trait-5) 0.9000turn");
});
