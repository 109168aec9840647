// A real browser that remembers every complaint of the page, takes pictures, and checks each screen for accessibility.
import { AxeBuilder } from "@axe-core/playwright";
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { root } from "./mesh.mjs";

const screens = join(root, "packaging/target/screens");
const FLAGS = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";

export const DESK = { viewport: { width: 1360, height: 860 } };
export const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

export async function openBrowser() {
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
    /** A picture and an accessibility check of what is on the screen. */
    async screen(name) {
      await page.waitForTimeout(250);
      await page.screenshot({ path: join(screens, `${name}.png`) });
      const { violations } = await new AxeBuilder({ page }).analyze();
      assert.deepEqual(violations.map(({ id, nodes }) => `${name}: ${id} at ${nodes.map((node) => node.target).join(", ")}`), []);
    },
    async leave() {
      await context.close();
      assert.deepEqual(complaints.filter((text) => !expected.some((pattern) => pattern.test(text))), []);
    },
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
