// Makes the pictures of README.md anew, of the real page over a mind in memory: `npm run dev` in ui-gateway/src/main/web, then
//   CHROMIUM=chromium node pictures.mjs http://localhost:5173
import { join } from "node:path";
import { answered, DESK, openBrowser, PHONE, say } from "./browser.mjs";
import { root } from "./mesh.mjs";

const [address] = process.argv.slice(2);
const browser = await openBrowser();

async function picture(name, options, act) {
  const context = await browser.newContext({ locale: "en-GB", ...options });
  const page = await context.newPage();
  await page.goto(`${address}/fake.html?lived&uses&pace=5`);
  await page.getByRole("button", { name: "Not now" }).click();
  await act(page);
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: join(root, "docs/screens", `${name}.png`), animations: "disabled" });
  await context.close();
}

async function talk(page) {
  // The words of its answer that are for the eye, without those that test what it draws.
  await page.evaluate(() => (window.mesh.answer = window.mesh.answer.split("```")[0].trim()));
  await say(page, "I’m going to try the garden again this spring. Where did we leave off?");
  await answered(page);
}

const desk = { viewport: { ...DESK.viewport, width: 1280, height: 800 } };
const dark = { colorScheme: "dark" };
await picture("chat", desk, talk);
await picture("why", { ...desk, ...dark }, async (page) => {
  await talk(page);
  await page.getByRole("button", { name: "Why this?" }).last().click();
  await page.getByRole("heading", { name: /^Why did/ }).waitFor();
});
await picture("your-ai", desk, async (page) => {
  await page.getByRole("link", { name: /^Your AI/ }).click();
  await page.getByRole("heading", { name: "Its promises over time" }).waitFor();
  await page.getByRole("heading", { name: "Over time" }).evaluate((heading) => heading.scrollIntoView());
  await page.mouse.move(800, 400);
  await page.mouse.wheel(0, -560);
  await page.waitForTimeout(500);
});
await picture("phone", { ...PHONE, ...dark }, talk);
await browser.close();
