// What a person is told when something fails, and that it goes on afterwards.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { answered, pickModel, say, visitor } from "./browser.mjs";

export function faults(world) {
  test("with the network unplugged, which the browser tells the page, everything on this device goes on", async () => {
    const { browser, mesh } = world();
    const me = await visitor(browser);
    const { page } = me;
    // The browser's own offline mode would cut off this device from itself, which pulling a plug does not.
    await page.addInitScript(() => Object.defineProperty(Navigator.prototype, "onLine", { get: () => false }));
    await page.goto(await mesh.loginUrl());
    await page.getByRole("button", { name: /^Model:/ }).waitFor();
    await page.evaluate(() => dispatchEvent(new Event("offline")));
    await pickModel(page, "garden");
    await say(page, "!say All of it is here");
    await page.locator(".answer-text", { hasText: "All of it is here" }).waitFor();
    await page.getByRole("link", { name: "Privacy" }).click();
    await page.getByRole("button", { name: "Verify" }).click();
    await page.getByText(/events checked, and nothing was changed/).waitFor();
    await me.leave();
  });

  test("a model that keeps silent: the seconds are told, Stop ends it, and the next one answers", async () => {
    const { comeIn } = world();
    const me = await comeIn();
    const { page } = me;
    await pickModel(page, "garden");
    await say(page, "!silent");
    await page.getByText(/^Thinking… \d+ s$/).waitFor();
    await me.screen("waiting");
    await page.getByRole("button", { name: /^Stop Esc|^Stop$/ }).first().click();
    await page.getByText("Stopped by you").waitFor();
    await say(page, "!say Here again");
    await page.locator(".answer-text", { hasText: "Here again" }).waitFor();
    await me.leave();
  });

  test("a key that is refused, and a model elsewhere while offline, are said in plain words", async () => {
    const { comeIn, mesh } = world();
    const me = await comeIn();
    const { page } = me;
    await pickModel(page, "garden");
    await say(page, "!status=401");
    await page.getByText("The provider refused the key.").waitFor();
    await page.getByRole("button", { name: "Try again" }).waitFor();
    await me.screen("failed");
    await mesh.pmm("model", "use", "openai:far");
    await mesh.pmm("offline", "on");
    await say(page, "Are you there?");
    await page.getByText("Offline mode is on, and this model is not on this device.").waitFor();
    await me.screen("refused-offline");
    await mesh.pmm("offline", "off", "--yes");
    await mesh.pmm("model", "use", "local:garden");
    await me.leave();
  });

  test("something is to be forgotten: what that would be is shown first", async () => {
    const { comeIn } = world();
    const me = await comeIn();
    const { page } = me;
    await say(page, "Forget that my sister Ana lives in Porto");
    await page.getByRole("button", { name: "See what that would be" }).click();
    await page.getByText("Forget this for good?").waitFor();
    await me.screen("forget", page.getByRole("button", { name: "Forget for good" }));
    await page.getByRole("button", { name: "Cancel" }).click();
    await me.leave();
  });

  test("two windows: the other one says that an answer is on its way, and shows it", async () => {
    const { comeIn } = world();
    const me = await comeIn();
    const { page } = me;
    await pickModel(page, "garden");
    await say(page, "!paced=20 !endless");
    await page.getByText(/words a second/).waitFor();
    const other = await comeIn();
    await other.page.goto(new URL(new URL(page.url()).pathname, other.page.url()).href);
    await other.page.getByText("Being answered in another window.").waitFor();
    await other.screen("other-window");
    await page.keyboard.press("Escape");
    await page.getByText("Stopped by you").waitFor();
    await other.page.getByText("Stopped by you").waitFor();
    await other.leave();
    await me.leave();
  });

  test("the mind-service is killed: the page names it, keeps the draft, and goes on once it is back", async (run) => {
    const { comeIn, mesh } = world();
    const me = await comeIn();
    const { page } = me;
    me.expect(/status of|ERR_/);
    await page.getByRole("textbox", { name: /^Message/ }).fill("!say Back again");
    const held = await kill(run, mesh, "mind");
    await page.getByText(/does not answer: mind\./).waitFor({ timeout: 40_000 });
    await me.screen("service-gone");
    held.goOn();
    await page.getByText(/does not answer: mind\./).waitFor({ state: "detached", timeout: 60_000 });
    assert.equal(await page.getByRole("textbox", { name: /^Message/ }).inputValue(), "!say Back again");
    await page.getByRole("textbox", { name: /^Message/ }).press("Enter");
    await page.locator(".answer-text", { hasText: "Back again" }).waitFor();
    await answered(page);
    await me.leave();
  });

  test("the provider-gateway is killed: the screen of models says so, and is there again", async (run) => {
    const { comeIn, mesh } = world();
    const me = await comeIn();
    const { page } = me;
    me.expect(/status of|ERR_/);
    const held = await kill(run, mesh, "provider");
    await page.getByText(/does not answer: provider\./).waitFor({ timeout: 40_000 });
    await page.getByRole("link", { name: /^Models/ }).click();
    await page.getByRole("heading", { name: "Models", exact: true }).waitFor();
    await me.screen("models-gone");
    held.goOn();
    await page.getByRole("heading", { name: "Your models" }).waitFor({ timeout: 60_000 });
    await page.getByText(/does not answer: provider\./).waitFor({ state: "detached", timeout: 60_000 });
    await me.leave();
  });

  test("a browser that is not remembered finds the door locked after a restart, and the way in", async (run) => {
    const { comeIn, mesh } = world();
    const me = await comeIn();
    const { page } = me;
    me.expect(/ERR_|status of/);
    await page.getByRole("textbox", { name: /^Message/ }).fill("Half a thought");
    await kill(run, mesh, "ui").then((held) => held.goOn());
    await page.getByRole("heading", { name: "This door is locked" }).waitFor({ timeout: 60_000 });
    await page.goto(await mesh.loginUrl());
    await page.getByRole("button", { name: /^Model:/ }).waitFor();
    assert.equal(await page.getByRole("textbox", { name: /^Message/ }).inputValue(), "Half a thought");
    await me.leave();
  });
}

/** Kills a service as a crash would, and holds its supervisor still until it is told to go on, or at the latest until the test has ended, however it ended. */
async function kill(run, mesh, service) {
  const [supervisor, child] = await Promise.all(["supervisor", "child"].map(async (each) => Number.parseInt(await readFile(join(mesh.home, "run", service, `${each}.pid`), "utf8"), 10)));
  const goOn = () => process.kill(supervisor, "SIGCONT");
  run.after(goOn);
  process.kill(supervisor, "SIGSTOP");
  process.kill(child, "SIGKILL");
  return { goOn };
}
