import { expect, it } from "vitest";
import { parseRoute, pathOf } from "./route";

it("finds each screen where its address says", () => {
  for (const path of ["/", "/c/0199a3f2", "/c/0199a3f2#event-42", "/mind", "/events", "/privacy", "/models", "/welcome", "/recovery"]) expect(pathOf(parseRoute(path))).toBe(path);
});

it("shows Chat for an address it does not know", () => {
  expect(parseRoute("/nowhere/else")).toEqual({ screen: "chat", conversationId: "" });
});

it("lands at no message that an address does not name", () => {
  for (const hash of ["", "#", "#code=abc", "#event-", "#event-x", "#event-4 2"]) {
    expect(parseRoute(`/c/0199a3f2${hash}`)).toEqual({ screen: "chat", conversationId: "0199a3f2" });
  }
  expect(parseRoute("/mind#event-42")).toEqual({ screen: "mind" });
});
