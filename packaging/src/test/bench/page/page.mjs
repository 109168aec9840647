// What the page costs whoever uses it, in the browser that the journeys use: node page.mjs [MESSAGES]. Prints one table.
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import lighthouse, { desktopConfig } from "lighthouse";
import { chromium } from "playwright-core";
import { archive } from "../../journeys/archive.mjs";
import { Mesh, ScriptedModels } from "../../journeys/mesh.mjs";

const TIMES = 15;
const LIGHTHOUSE_TIMES = 5;
const messages = Number(process.argv[2] ?? 100_000);

const say = (what, value, wanted) => console.log(`| ${what} | ${value} | ${wanted} |`);
const ms = (value) => `${Math.round(value)} ms`;
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

const models = await ScriptedModels.start();
const mesh = await Mesh.start();
const profile = await mkdtemp(join(tmpdir(), "pmm-bench-page-"));
let browser;
try {
  await models.add(mesh, "local:fast", "");
  await mesh.pmm("model", "use", "local:fast");
  browser = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--remote-debugging-port=0"],
    viewport: { width: 1360, height: 860 },
  });
  const page = browser.pages()[0];
  await page.goto(await mesh.loginUrl());
  await page.getByRole("button", { name: /^Model:/ }).waitFor();
  const origin = new URL(page.url()).origin;
  console.log("| What | Measured | Wanted |\n|---|---|---|");
  await paints(page, origin);
  await frames(page);
  const talk = await hundred(page);
  await scores(page, origin, talk);
  await many(page, origin);
} finally {
  await browser?.close();
  await mesh.stop();
  models.stop();
  await rm(profile, { recursive: true, force: true });
}

/** The first paint of the page and of the doorway, the smallest page that the same gateway serves. */
async function paints(page, origin) {
  const port = new URL(origin).port;
  const first = async (url) => {
    await page.goto(url);
    return page.evaluate(async () => {
      const paint = () => performance.getEntriesByName("first-contentful-paint")[0];
      while (!paint()) await new Promise((next) => requestAnimationFrame(next));
      return paint().startTime;
    });
  };
  const blank = [];
  const ours = [];
  for (let i = 0; i < TIMES; i++) {
    blank.push(await first(`http://localhost:${port}/`));
    ours.push(await first(`${origin}/`));
  }
  say("First paint of the page, of the doorway", `${ms(median(ours))}, ${ms(median(blank))}`, "at most 400 ms apart");
}

/** The longest pause between frames and the longest task while something large is written, and how long a key takes to be seen. */
async function frames(page) {
  await page.goto(page.url());
  for (const [what, script] of [
    ["3,000 words at full speed", "!words=3000"],
    ["An answer of 1 MiB", "!big=1024"],
    ["A block of 1,000 lines", `!say \`\`\`js\\n${"const bean = plant(\"bean\", 12); // in April\\n".repeat(1000)}\`\`\``],
  ]) {
    const field = page.getByRole("textbox", { name: /^Message/ });
    await field.fill(script);
    const cdp = await browser.newCDPSession(page);
    const events = [];
    cdp.on("Tracing.dataCollected", ({ value }) => events.push(...value));
    await cdp.send("Tracing.start", { transferMode: "ReportEvents", traceConfig: { includedCategories: ["toplevel", "devtools.timeline", "disabled-by-default-devtools.timeline", "__metadata"] } });
    await page.evaluate(watchFrames);
    await page.keyboard.press("Enter");
    await field.pressSequentially("typed meanwhile", { delay: 30 });
    await page.getByRole("button", { name: "Send", exact: true }).waitFor({ timeout: 120_000 });
    await page.locator(".answer .why").last().waitFor();
    const { gap, keys } = await page.evaluate(() => window.watched());
    const ended = new Promise((done) => cdp.once("Tracing.tracingComplete", done));
    await cdp.send("Tracing.end");
    await ended;
    await cdp.detach();
    await field.fill("");
    say(what, `longest frame ${ms(gap)}, longest task ${ms(longestTask(events))}, a key seen after ${ms(keys)} at most`, "frames at most 100 ms");
  }
}

function watchFrames() {
  let gap = 0;
  let keys = 0;
  let last = performance.now();
  let watching = true;
  const frame = (now) => {
    gap = Math.max(gap, now - last);
    last = now;
    if (watching) requestAnimationFrame(frame);
  };
  requestAnimationFrame((now) => ((last = now), requestAnimationFrame(frame)));
  const observer = new PerformanceObserver((list) => list.getEntries().forEach((each) => (keys = Math.max(keys, each.duration))));
  observer.observe({ type: "event", durationThreshold: 16 });
  window.watched = () => {
    watching = false;
    observer.disconnect();
    return { gap, keys };
  };
}

/** Of the thread that draws the page. */
function longestTask(events) {
  const threads = new Set(events.filter((each) => each.name === "thread_name" && each.args.name === "CrRendererMain").map((each) => `${each.pid} ${each.tid}`));
  const tasks = events.filter((each) => each.name === "RunTask" && threads.has(`${each.pid} ${each.tid}`)).map((each) => each.dur ?? 0);
  return Math.max(0, ...tasks) / 1000;
}

/** A talk of 100 messages; gives its address. */
async function hundred(page) {
  await page.getByRole("button", { name: "New conversation" }).click();
  const field = page.getByRole("textbox", { name: /^Message/ });
  for (let i = 1; i <= 50; i++) {
    await field.fill(`!say Bed **${i}** takes beans.\\n\\n- in April\\n- in May`);
    await page.keyboard.press("Enter");
    await page.locator(".answer-text", { hasText: `Bed ${i} takes` }).waitFor();
    await page.getByRole("button", { name: "Send", exact: true }).waitFor();
  }
  return page.url();
}

/** Lighthouse on three screens of someone who is in: a desktop, and the phone on a slow network that it imitates by itself. */
async function scores(page, origin, talk) {
  await page.goto(`${origin}/privacy`);
  const port = Number(/:(\d+)\//.exec(await debuggingAddress())[1]);
  for (const [screen, url] of [["Chat with 100 messages", talk], ["Your AI", `${origin}/mind`], ["Privacy", `${origin}/privacy`]]) {
    const seen = [];
    for (let i = 0; i < LIGHTHOUSE_TIMES; i++) {
      const { lhr } = await lighthouse(url, { port, logLevel: "error", disableStorageReset: true, onlyCategories: ["performance", "accessibility"] }, desktopConfig);
      seen.push(lhr);
    }
    const score = (category) => Math.round(median(seen.map((each) => each.categories[category].score)) * 100);
    say(`Lighthouse, ${screen}`, `performance ${score("performance")}, accessibility ${score("accessibility")}`, "95, 100");
  }
}

async function debuggingAddress() {
  return `http://127.0.0.1:${(await readFile(join(profile, "DevToolsActivePort"), "utf8")).split("\n")[0]}/`;
}

/** The same acts in a mind that holds very many messages. */
async function many(page, origin) {
  const file = join(profile, "archive.zip");
  await writeFile(file, archive(Math.round(messages / 2)));
  const began = Date.now();
  await mesh.pmm("import", file, "--yes");
  say(`${messages.toLocaleString("en")} messages imported`, `${Math.round((Date.now() - began) / 1000)} s`, "");
  await page.goto(origin);
  await page.getByRole("link", { name: /^(Old talk|Sails)/ }).first().waitFor({ timeout: 60_000 });
  await searched();
  const list = [];
  const found = [];
  const opened = [];
  for (let i = 0; i < TIMES; i++) {
    await page.goto(origin);
    await page.getByRole("button", { name: "Show more" }).waitFor();
    list.push(await page.evaluate(async () => {
      const count = () => document.querySelectorAll(".conversations a").length;
      const before = count();
      const began = performance.now();
      [...document.querySelectorAll("button")].find((each) => each.textContent === "Show more").click();
      while (count() === before) await new Promise((next) => requestAnimationFrame(next));
      return performance.now() - began;
    }));
    const well = 1 + Math.floor(Math.random() * (messages / 2));
    await page.keyboard.press("Control+k");
    const field = page.getByRole("combobox", { name: "Find anything" });
    await field.fill(`well ${well} metr`);
    found.push(await page.evaluate(async (text) => {
      const began = performance.now();
      while (![...document.querySelectorAll("[role=option]")].some((each) => each.textContent.includes(text))) await new Promise((next) => requestAnimationFrame(next));
      return performance.now() - began;
    }, `Well ${well} is`));
    await page.getByRole("option", { name: new RegExp(`Well ${well} is`) }).first().waitFor();
    opened.push(await page.evaluate(async (text) => {
      const option = [...document.querySelectorAll("[role=option]")].find((each) => each.textContent.includes(text));
      const began = performance.now();
      option.click();
      while (![...document.querySelectorAll(".answer-text")].some((each) => each.textContent.includes(text))) await new Promise((next) => requestAnimationFrame(next));
      return performance.now() - began;
    }, `Well ${well} is`));
  }
  const worst = (values) => ms(Math.max(...values));
  say("The list, 50 conversations more", `${ms(median(list))} (at most ${worst(list)})`, "300 ms");
  say("The first results of a search", `${ms(median(found))} (at most ${worst(found)})`, "300 ms");
  say("Opening any conversation", `${ms(median(opened))} (at most ${worst(opened)})`, "300 ms");
}

/** Search follows an import: it is measured once it has caught up. */
async function searched() {
  while (!(await mesh.pmm("search", `well ${messages / 2} metres`)).includes(`Well ${messages / 2} is`)) await new Promise((next) => setTimeout(next, 1000));
}
