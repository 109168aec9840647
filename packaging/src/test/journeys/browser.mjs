// A real browser that remembers every complaint of the page, and takes each state of states.mjs in pictures and through axe.
import axe from "axe-core";
import assert from "node:assert/strict";
import { access, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { root } from "./mesh.mjs";
import { STATES, looksOf } from "./states.mjs";

const screens = join(root, "packaging/target/screens");
const FLAGS = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";

export const DESK = { viewport: { width: 1360, height: 860 } };
export const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** What was taken and checked, as NAME-LOOK. */
const seen = new Set();

export async function openBrowser() {
  await rm(screens, { recursive: true, force: true });
  await mkdir(screens, { recursive: true });
  return chromium.launch({ executablePath: process.env.CHROMIUM, args: FLAGS.split(" ") });
}

/** A visitor with a fresh profile; everything that the page complains about or asks elsewhere is kept. */
export async function visitor(browser, options = DESK) {
  const context = await browser.newContext({ ...options, acceptDownloads: true });
  const page = await context.newPage();
  const complaints = [];
  let expected = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => {
    const { protocol, host } = new URL(request.url());
    if (protocol.startsWith("http") && host !== new URL(page.url()).host && page.url() !== "about:blank") complaints.push(`asked ${request.url()}`);
  });
  return {
    page,
    context,
    /** Complaints that belong to the journey, such as a refused token. */
    expect: (...patterns) => {
      expected = patterns;
    },
    /** A state of the list in all its looks: a picture of what is on the screen, or of the part that is meant, and an accessibility check. */
    async screen(name, part) {
      complaints.push(...(await screen(page, name, part)));
    },
    async leave() {
      await context.close();
      assert.deepEqual(complaints.filter((text) => !expected.some((pattern) => pattern.test(text))), []);
    },
  };
}

/** Takes a state of the list in all its looks; gives what is wrong with it. */
async function screen(page, name, part) {
  assert.ok(STATES[name], `${name} is not in states.mjs`);
  const size = page.viewportSize();
  const problems = [];
  for (const look of looksOf(name)) {
    await page.emulateMedia({ colorScheme: look === "dark" ? "dark" : "light" });
    if (look === "phone") await page.setViewportSize(PHONE.viewport);
    await part?.scrollIntoViewIfNeeded();
    await page.evaluate(atRest);
    await page.screenshot({ path: join(screens, `${name}-${look}.png`) });
    problems.push(...(await checked(page)).map((each) => `${name}, ${look}: ${each}`));
    seen.add(`${name}-${look}`);
  }
  await page.emulateMedia({ colorScheme: null });
  if (page.viewportSize().width !== size.width) await page.setViewportSize(size);
  return problems;
}

/** Waits for what moves and comes to an end, and for the frame behind it. */
async function atRest() {
  const frame = () => new Promise((next) => requestAnimationFrame(next));
  await frame();
  const ending = document.getAnimations().filter((each) => Number.isFinite(each.effect.getComputedTiming().endTime));
  await Promise.allSettled(ending.map((each) => each.finished));
  await frame();
}

/** What axe finds on the whole page, by every rule it runs by itself and the size of targets (WCAG 2.2), for which it wants to be asked; and whether one must scroll sideways. */
async function checked(page) {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { violations } = await window.axe.run({ resultTypes: ["violations"], rules: { "target-size": { enabled: true } } });
    const wide = document.documentElement.scrollWidth > innerWidth ? ["something is wider than the window"] : [];
    return [...wide, ...violations.map(({ id, nodes }) => `${id} at ${nodes.map((node) => node.target).join(", ")}`)];
  });
}

/** Fails for each state of the list that was not taken and checked in all its looks. */
export async function allWereSeen() {
  const wanted = Object.keys(STATES).flatMap((name) => looksOf(name).map((look) => `${name}-${look}`));
  assert.deepEqual(wanted.filter((each) => !seen.has(each)), []);
  await Promise.all(wanted.map((each) => access(join(screens, `${each}.png`))));
}

/** Holds back what the page asks by one method, and gives the way to let it go. */
export async function hold(page, method) {
  const route = `**/*.${method}`;
  const held = [];
  let free;
  const freed = new Promise((done) => (free = done));
  await page.route(route, (call) => held.push(freed.then(() => call.continue())));
  return async () => {
    free();
    await Promise.all(held);
    await page.unroute(route);
  };
}

/** Types a message and sends it. */
export async function say(page, text) {
  await page.getByRole("textbox", { name: /^Message/ }).fill(text);
  await page.keyboard.press("Enter");
}

/** Waits until nothing is being written. */
export async function answered(page) {
  await page.getByRole("button", { name: "Send", exact: true }).waitFor();
  await page.locator(".answer .why").last().waitFor();
}

/** Picks a model in two clicks. */
export async function pickModel(page, name) {
  await page.getByRole("button", { name: /^Model:/ }).click();
  await page.getByRole("menuitemradio", { name }).click();
}
