import { expect, it } from "vitest";
import { nearest, scale, spread, stairs, ticks } from "./plot";

it("keeps a value until the next event, as nothing moves between two", () => {
  const same = scale([0, 10], [0, 10]);
  expect(stairs([{ time: 0, value: 1 }, { time: 5, value: 3 }, { time: 10, value: 3 }], same, same)).toBe("M0 1H5V3H10V3");
  expect(scale([4, 4], [0, 100])(4)).toBe(0);
});

it("moves labels apart, within their bounds and in their order", () => {
  expect(spread([50, 52, 10], 10, [0, 100])).toEqual([50, 60, 10]);
  expect(spread([98, 99, 97], 10, [0, 100])).toEqual([90, 100, 80]);
});

it("names the days of a life, and the hours of a day", () => {
  const from = new Date(2026, 8, 1).getTime();
  expect(ticks([from, new Date(2026, 10, 23).getTime()], 3).map(({ words }) => words)).toEqual(["Sep 1", "Oct 12", "Nov 23"]);
  expect(ticks([from, from + 3_600_000], 2).map(({ words }) => words)).toEqual(["12:00 AM", "1:00 AM"]);
  expect(ticks([from, from + 1000], 3)).toHaveLength(1);
});

it("finds the bend that was meant", () => {
  expect(nearest([{ x: 0, y: 0 }, { x: 50, y: 10 }], 40, 40)).toBe(1);
  expect(nearest([], 1, 1)).toBe(-1);
});
