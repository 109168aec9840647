import { expect, it } from "vitest";
import { ago, bytes, day, duration, shortHash } from "./format";

const NOW = new Date(2026, 10, 22, 18, 0);

it("names days as people do", () => {
  expect(day(new Date(2026, 10, 22, 1), NOW)).toBe("Today");
  expect(day(new Date(2026, 10, 21, 23), NOW)).toBe("Yesterday");
  expect(day(new Date(2026, 2, 14), NOW)).toBe("March 14");
  expect(day(new Date(2025, 2, 14), NOW)).toBe("March 14, 2025");
});

it("says sizes and times in plain words", () => {
  expect(bytes(4_812_800n)).toBe("4.8 MB");
  expect(bytes(0)).toBe("0 bytes");
  expect(duration(4200n)).toBe("4.2 s");
  expect(duration(320)).toBe("320 ms");
  expect(ago(new Date(NOW.getTime() - 120_000), NOW)).toBe("2 minutes ago");
  expect(shortHash("9f3ca1d2ff")).toBe("9f3c a1d2");
});
