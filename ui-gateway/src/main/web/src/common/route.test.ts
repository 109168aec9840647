import { expect, it } from "vitest";
import { parseRoute, pathOf } from "./route";

it("finds each screen where its address says", () => {
  for (const path of ["/", "/c/0199a3f2", "/mind", "/privacy"]) expect(pathOf(parseRoute(path))).toBe(path);
});

it("shows Chat for an address it does not know", () => {
  expect(parseRoute("/nowhere/else")).toEqual({ screen: "chat", conversationId: "" });
});
