import { expect, it } from "vitest";
import { visible } from "./visible";

it("shows what would act unseen, and keeps everything else", () => {
  expect(visible("bell\u0007 esc\u001b[2J \u202eexe.txt")).toBe("bell\ufffd esc\ufffd[2J \ufffdexe.txt");
  expect(visible("línea 1\n\tlínea 2\r\n日本語 👩‍🌾")).toBe("línea 1\n\tlínea 2\r\n日本語 👩‍🌾");
});
