import { createClient } from "@connectrpc/connect";
import { beforeEach, expect, it } from "vitest";
import { DoorService } from "../../gen/pmm/ui/v1/ui_pb";
import { FakeMesh } from "../../testing/fakeMesh";
import { comeIn, endSession, sessionToken, takeCode } from "./session";

const door = createClient(DoorService, new FakeMesh().transport());

beforeEach(() => history.replaceState(null, "", "/"));

it("takes the code out of the address at once", () => {
  history.replaceState(null, "", "/privacy#code=abc");
  expect(takeCode()).toBe("abc");
  expect(location.href).toMatch(/\/privacy$/);
  expect(takeCode()).toBeUndefined();
});

it("comes in by a code and stays in by the session", async () => {
  expect(await comeIn(door, "good")).toBe("open");
  expect(sessionToken()).toBe("token");
  expect(await comeIn(door, undefined)).toBe("open");
});

it("says whether a code was refused or there was none", async () => {
  expect(await comeIn(door, "used")).toBe("refused");
  endSession();
  expect(await comeIn(door, undefined)).toBe("locked");
});

it("keeps a session that is still good when an old link is opened again", async () => {
  await comeIn(door, "good");
  expect(await comeIn(door, "used")).toBe("open");
});
