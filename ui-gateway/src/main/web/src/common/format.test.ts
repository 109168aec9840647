import { expect, it } from "vitest";
import { ago, bytes, day, duration, period, shortHash } from "./format";

const NOW = new Date(2026, 10, 22, 18, 0);

it("names days as people do", () => {
  expect(day(new Date(2026, 10, 22, 1), NOW)).toBe("Today");
  expect(day(new Date(2026, 10, 21, 23), NOW)).toBe("Yesterday");
  expect(day(new Date(2026, 2, 14), NOW)).toBe("March 14");
  expect(day(new Date(2025, 2, 14), NOW)).toBe("March 14, 2025");
});

it("names the parts of the past as lists of talk do", () => {
  const of = (...date: [number, number, number, number?]) => period(new Date(...date), NOW);
  expect(of(2026, 10, 22, 0)).toBe("Today");
  expect(of(2026, 10, 21, 23)).toBe("Yesterday");
  expect([of(2026, 10, 20, 23), of(2026, 10, 15, 0)]).toEqual(["Previous 7 days", "Previous 7 days"]);
  expect([of(2026, 10, 14, 23), of(2026, 9, 23)]).toEqual(["Previous 30 days", "Previous 30 days"]);
  expect([of(2026, 9, 22), of(2026, 0, 1), of(2025, 11, 31)]).toEqual(["October", "January", "December 2025"]);
});

it("says sizes and times in plain words", () => {
  expect(bytes(4_812_800n)).toBe("4.8 MB");
  expect(bytes(0)).toBe("0 bytes");
  expect(duration(4200n)).toBe("4.2 s");
  expect(duration(320)).toBe("320 ms");
  expect(ago(new Date(NOW.getTime() - 120_000), NOW)).toBe("2 minutes ago");
  expect(shortHash("9f3ca1d2ff")).toBe("9f3c a1d2");
});
