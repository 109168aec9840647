import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { archive } from "./archive.mjs";
import { PHONE, allWereSeen, answered, hold, openBrowser, pickModel, say, visitor } from "./browser.mjs";
import { faults } from "./faults.mjs";
import { Mesh, ScriptedModels, ThoughtfulModel } from "./mesh.mjs";
import { newcomer } from "./newcomer.mjs";

let mesh, models, browser;

before(async () => {
  models = await ScriptedModels.start();
  mesh = await Mesh.start();
  await models.add(mesh, "local:garden", "+paced=4");
  await models.add(mesh, "local:slow", "+slow=600+paced=60+words=900");
  await models.add(mesh, "openai:far", "+paced=4");
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  await mesh?.stop();
  models?.stop();
});

/** Asks every few milliseconds, for ten seconds. */
async function until(holds) {
  for (const end = Date.now() + 10_000; !(await holds()); ) {
    assert.ok(Date.now() < end, `not within ten seconds: ${holds}`);
    await new Promise((next) => setTimeout(next, 5));
  }
}

async function comeIn(options) {
  const someone = await visitor(browser, options);
  await someone.page.goto(await mesh.loginUrl());
  await someone.page.getByRole("button", { name: /^Model:/ }).waitFor();
  return someone;
}

test("a first visit: the code leaves the address, the mind greets, and answers by itself", async () => {
  const me = await comeIn();
  const { page } = me;
  assert.match(page.url(), /^http:\/\/pmm-[0-9a-f]{8}\.localhost:\d+\/$/);
  await page.getByText("Hello. I have no name yet.").waitFor();
  await me.screen("first-visit");
  await page.getByRole("button", { name: "Set it up in three steps" }).click();
  await page.getByRole("heading", { name: "How would you like to begin?" }).waitFor();
  await me.screen("welcome-begin");
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByRole("radio", { name: /^Companion/ }).waitFor();
  await me.screen("welcome-character");
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByText("It speaks through Built-in voice now.").waitFor();
  await me.screen("welcome-model");
  await page.getByRole("button", { name: "Finish" }).click();
  await page.getByText(/^This is the first line of its life/).waitFor();
  await me.screen("recovery");
  assert.equal((await mesh.events("template_applied")).length, 1);
  await page.getByRole("button", { name: "Say hello" }).click();
  await say(page, "Your name is Echo");
  await answered(page);
  await page.getByText("Took the name").waitFor();
  await say(page, "Remember that my sister Ana lives in Porto");
  await answered(page);
  await page.getByText("Remembered", { exact: true }).waitFor();
  await page.getByRole("button", { name: "New conversation" }).click();
  await page.getByText("Hello, I’m Echo.").waitFor();
  await say(page, "Where does Ana live?");
  await answered(page);
  await page.locator(".answer-text", { hasText: "Ana lives in Porto" }).waitFor();
  await me.screen("built-in-voice");
  await page.getByRole("link", { name: "Your AI" }).click();
  await page.getByText(/^The charts wait for 20 events/).waitFor();
  await me.screen("your-ai-new");
  await me.leave();
});

test("another model in two clicks, and the mind stays the same", async () => {
  const me = await comeIn();
  const { page } = me;
  await page.getByRole("link", { name: /Where does Ana live/ }).first().click();
  await page.getByRole("button", { name: /^Model:/ }).click();
  await me.screen("model-picker");
  const before = Date.now();
  await page.getByRole("menuitemradio", { name: "garden" }).click();
  await page.getByText("Now speaking through garden; same mind").waitFor();
  console.log(`the switch was made, and said, within ${Date.now() - before} ms`);
  await say(page, "!say Last March you planted **tomatoes**.\\n\\n- start them indoors\\n- beans after 10 May");
  await answered(page);
  await page.locator("strong", { hasText: "tomatoes" }).waitFor();
  await me.screen("chat");
  await page.getByRole("link", { name: /^Where does Ana live/ }).hover();
  await page.getByRole("button", { name: /^Options for/ }).first().click();
  await me.screen("conversation-menu");
  await page.getByRole("menuitem", { name: "Rename" }).click();
  await page.getByRole("textbox", { name: "Title" }).fill("Where Ana lives");
  await me.screen("rename");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("link", { name: /^Where Ana lives/ }).waitFor();
  await me.leave();
});

test("an answer streams, Esc stops it, and Continue goes on", async () => {
  const me = await comeIn();
  const { page } = me;
  await pickModel(page, "slow");
  await say(page, "Tell me everything about raised beds");
  await page.getByText(/words a second/).waitFor();
  await me.screen("streaming");
  await page.keyboard.press("Escape");
  await page.getByText("Stopped by you").waitFor();
  const kept = await page.locator(".answer-text").last().innerText();
  assert.ok(kept.length > 0);
  await me.screen("stopped");
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByText(/words a second/).waitFor();
  await page.keyboard.press("Escape");
  await page.getByText("Stopped by you").waitFor();
  const longer = await page.locator(".answer-text").last().innerText();
  assert.ok(longer.startsWith(kept.slice(0, 10)) && longer.length > kept.length, `${kept} -> ${longer}`);
  await me.leave();
});

test("closing the tab ends the call to the model, before the first word and in the middle", async () => {
  for (const [when, script] of [["before the first word", "!silent"], ["in the middle", "!paced=20 !endless"]]) {
    const me = await comeIn();
    const { page } = me;
    await pickModel(page, "garden");
    const [asked, left] = [await models.requestCount(), await models.leftCount()];
    await say(page, script);
    await until(async () => (await models.requestCount()) > asked);
    if (script.includes("endless")) await page.getByText(/words a second/).waitFor();
    const closed = Date.now();
    await page.close();
    await until(async () => (await models.leftCount()) > left);
    console.log(`closing the tab ${when} ended the call within ${Date.now() - closed} ms`);
    await me.leave();
  }
});

test("a reload in mid-answer keeps the text and offers to go on", async () => {
  const me = await comeIn();
  const { page } = me;
  await pickModel(page, "slow");
  await say(page, "And about compost?");
  await page.getByText(/words a second/).waitFor();
  await page.getByRole("textbox", { name: /^Message/ }).fill("Half a thought");
  await page.reload();
  await page.getByRole("button", { name: "Continue" }).waitFor();
  assert.ok((await page.locator(".answer-text").last().innerText()).length > 0);
  assert.equal(await page.getByRole("textbox", { name: /^Message/ }).inputValue(), "Half a thought");
  await me.screen("reloaded");
  await me.leave();
});

test("nothing goes to a remote model until it is allowed, and every answer is recorded", async () => {
  const me = await comeIn();
  const { page } = me;
  await pickModel(page, "far");
  const before = await models.requestCount();
  await say(page, "!say Hello from afar.");
  await page.getByRole("heading", { name: /would like to use the network/ }).waitFor();
  assert.equal(await models.requestCount(), before);
  assert.equal(await page.evaluate(() => document.activeElement?.id), "message");
  await page.getByText("Read exactly what would be sent").click();
  await me.screen("consent");
  await page.getByRole("button", { name: "Not now" }).last().click();
  await page.getByText("Nothing was sent").waitFor();
  await page.getByRole("button", { name: "Allow once" }).click();
  await page.locator(".answer-text", { hasText: "Hello from afar." }).waitFor();
  await answered(page);
  assert.equal(await models.requestCount(), before + 1);
  await page.getByText(/Talking to/).waitFor();
  assert.equal((await mesh.events("consent_denied")).length, 1);
  assert.equal((await mesh.events("consent_granted")).length, 1);
  await me.screen("consented");
  await me.leave();
});

test("a model is downloaded: asked first, stopped, gone on with, and used", async () => {
  const name = "scripted+absent+first=1+pause=4+layer=470";
  await mesh.pmm("model", "add", `ollama:${name}`, "--url", models.url, "--yes");
  const pulls = async () => (await mesh.events("network_attempt")).filter((event) => event.meta?.purpose === "pull" && !event.meta.refused).length;
  const me = await comeIn();
  const { page } = me;
  await page.getByRole("button", { name: /^Model:/ }).click();
  await page.getByRole("menuitem", { name: "All models" }).click();
  await page.getByRole("button", { name: /^Download / }).first().waitFor();
  await page.getByRole("textbox", { name: /^Another one, by its name/ }).fill(name);
  await page.keyboard.press("Enter");
  await page.getByText("The download needs the network").waitFor();
  assert.equal(await pulls(), 0);
  await me.screen("pull-consent");
  await page.getByRole("button", { name: "Allow once" }).click();
  await page.getByText(/^188 of 470 MB/).waitFor();
  await me.screen("pull-running");
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByText("188 of 470 MB are downloaded; it goes on where it stopped.").waitFor();
  await me.screen("pull-stopped");
  await page.getByRole("button", { name: "Go on" }).click();
  await page.getByRole("button", { name: "Allow once" }).click();
  await page.getByRole("button", { name: "Use it now" }).waitFor();
  assert.equal(await pulls(), 2);
  await me.screen("pull-done");
  await page.getByRole("button", { name: "Use it now" }).click();
  await page.getByText(`Now speaking through ${name}. It is the same mind.`).waitFor();
  await page.getByRole("button", { name: "Use garden" }).click();
  await page.getByText("Now speaking through garden. It is the same mind.").waitFor();
  me.expect(/status of 40[0-9]/);
  await me.leave();
});

test("Models: a test, two models on one question of which nothing is kept, a switch, and a check of the mind", async () => {
  const me = await comeIn();
  const { page } = me;
  await page.getByRole("link", { name: /^Models/ }).click();
  await page.getByRole("heading", { name: "In use now" }).waitFor();
  await me.screen("models");
  await page.getByRole("button", { name: "What to do with garden" }).click();
  await page.getByRole("menuitem", { name: "Test it" }).click();
  await page.getByText(/^It answered in /).waitFor();
  await page.getByRole("button", { name: "What to do with far" }).click();
  await page.getByRole("menuitem", { name: "Replace the key…" }).click();
  await me.screen("models-key");
  await page.getByRole("button", { name: "What to do with slow" }).click();
  await page.getByRole("menuitem", { name: "Remove it…" }).click();
  await me.screen("models-remove");
  for (const model of ["garden", "far", "slow"]) await page.getByRole("group", { name: model, exact: true }).getByRole("button", { name: "Close" }).click();
  await page.getByRole("button", { name: "Add one…" }).click();
  await page.getByRole("radio", { name: "Another address" }).check();
  await page.getByRole("textbox", { name: "Its address" }).fill("https://models.example.org/v1");
  await me.screen("models-add", page.getByRole("button", { name: "Add it" }));

  const talk = async () => (await Promise.all(["user_message", "assistant_message", "memory_kept"].map((kind) => mesh.events(kind)))).flat().length;
  const before = await talk();
  await page.getByLabel("One model").selectOption("local:garden");
  await page.getByLabel("The other").selectOption("openai:far");
  await page.getByRole("textbox", { name: "Question" }).fill("!say Plant them in April.");
  await page.getByRole("button", { name: "Ask both" }).click();
  const far = page.getByRole("group", { name: "far" });
  await page.getByRole("group", { name: "garden" }).getByText(/tokens?$/).waitFor();
  await far.getByText("Read exactly what would be sent").waitFor();
  await me.screen("models-asks");
  await far.getByRole("button", { name: "Allow once" }).click();
  await far.getByText("Plant them in April.").waitFor();
  await far.getByText(/tokens?$/).waitFor();
  await me.screen("models-compared");
  assert.equal(await talk(), before);
  assert.equal((await mesh.events("network_attempt")).filter((event) => event.meta?.purpose === "compare" && !event.meta.refused).length, 2);

  await page.getByRole("button", { name: "Use slow" }).click();
  await page.getByText("Now speaking through slow. It is the same mind.").waitFor();
  await page.getByRole("button", { name: "Go back to garden" }).click();
  await page.getByText("Now speaking through garden. It is the same mind.").waitFor();
  await page.getByRole("button", { name: "Check that it is still itself" }).click();
  await page.getByText("Asked for the first time.").waitFor();
  await me.screen("models-checked");
  await me.leave();
});

test("off the record: an answer, and no word of it is kept", async () => {
  const me = await comeIn();
  const { page } = me;
  await pickModel(page, "garden");
  const talk = async () => (await Promise.all(["user_message", "assistant_message", "off_record"].map((kind) => mesh.events(kind)))).map((events) => events.length);
  const [asked, answers, unkept] = await talk();
  await page.getByRole("button", { name: "Talk off the record" }).click();
  await say(page, "!say Between us.");
  await page.locator(".answer-text", { hasText: "Between us." }).waitFor();
  await page.getByRole("button", { name: "Send", exact: true }).waitFor();
  await me.screen("unrecorded");
  assert.deepEqual(await talk(), [asked, answers, unkept + 1]);
  await page.getByRole("button", { name: "End it" }).click();
  await page.getByRole("button", { name: "Talk off the record" }).waitFor();
  await me.leave();
});

test("Why this? shows what the mind was given, and confirms the prompt", async () => {
  const me = await comeIn();
  const { page } = me;
  await pickModel(page, "garden");
  await say(page, "Where does my sister Ana live?");
  await answered(page);
  await page.getByRole("button", { name: "Why this?" }).last().click();
  const panel = page.getByRole("complementary", { name: /^Why did/ });
  await panel.getByText(/Ana lives in Porto/).first().waitFor();
  await panel.getByText("What was sent to the model").click();
  await panel.getByText("Confirmed: this is the prompt that was given.").waitFor();
  await me.screen("why");
  await page.keyboard.press("Escape");
  await panel.waitFor({ state: "detached" });
  await me.leave();
});

test("Your AI: what moved it, what it promised and keeps, looking back, and what it may do by itself", async (run) => {
  const model = await ThoughtfulModel.start();
  run.after(() => model.stop());
  await model.add(mesh);
  await mesh.pmm("model", "use", "local:thoughtful");
  const me = await comeIn();
  const { page } = me;
  const part = (name) => page.getByRole("region", { name, exact: true });
  await say(page, "I am going to try the garden again this spring");
  await answered(page);
  await page.getByText("Noticed, not kept yet").waitFor();
  await page.getByRole("button", { name: "What do you think of this answer?" }).click();
  await me.screen("feedback");
  await page.getByRole("menuitem", { name: "It was kind" }).click();
  await page.getByText(/^Noted\. Agreeableness/).waitFor();
  await page.getByRole("button", { name: /^The window of the model/ }).click();
  await page.getByRole("heading", { name: "What thoughtful would read" }).waitFor();
  await me.screen("gauge");
  await page.keyboard.press("Escape");

  await page.getByRole("link", { name: "Your AI" }).click();
  const history = part("How it has changed");
  await history.getByText("You found an answer kind.").waitFor();
  const moved = part("How its character moved");
  await moved.getByText(/^Agreeableness (rose|fell) from/).waitFor();
  await part("How it grew").getByRole("img").first().waitFor();
  await me.screen("your-ai");
  for (const chart of await page.getByRole("button", { name: "Show as table" }).all()) await chart.click();
  await moved.getByRole("row", { name: /You found an answer kind/ }).waitFor();
  await me.screen("your-ai-tables", part("How it grew"));
  await history.getByRole("button", { name: /^Event/ }).first().click();
  await page.getByRole("dialog").getByText("Your feedback").waitFor();
  await me.screen("your-ai-event");
  await page.keyboard.press("Escape");

  const promises = part("Promises");
  const promise = promises.getByRole("listitem").filter({ hasText: "go through the seed list" });
  await promise.getByRole("button", { name: "Put off" }).click();
  await page.getByRole("menuitem", { name: "For a week" }).click();
  await promise.getByText(/^Due .*11:59/).waitFor();
  await promise.getByRole("button", { name: "It was kept" }).click();
  await promise.waitFor({ state: "detached" });
  await promises.getByRole("tab", { name: "Kept", exact: true }).click();
  await promise.waitFor();
  const memories = part("What it knows");
  const garden = memories.getByRole("listitem").filter({ hasText: "The person has a garden" });
  await garden.getByRole("button", { name: "Keep", exact: true }).click();
  await memories.getByRole("tab", { name: /^Kept/ }).click();
  await garden.first().waitFor();
  await memories.getByRole("button", { name: "Correct" }).first().click();
  await me.screen("correct");
  await page.keyboard.press("Escape");
  await me.screen("your-ai-promises", memories);

  await page.getByRole("button", { name: "Reflect now" }).click();
  await page.getByText("It looked back, and this came of it.").waitFor();
  await part("Looking back").getByText("I make promises about the garden gladly.").waitFor();
  const autonomy = part("By itself");
  await autonomy.locator("label.switch").click();
  await autonomy.getByText("It waits for").waitFor();
  await autonomy.getByLabel("Quiet from").fill("22:00");
  await autonomy.getByLabel("Quiet until").fill("07:00");
  await autonomy.getByRole("button", { name: "Save" }).click();
  await me.screen("your-ai-by-itself");
  await autonomy.getByRole("button", { name: "Pause" }).click();
  await autonomy.getByRole("button", { name: "Resume" }).waitFor();
  await autonomy.locator("label.switch").click();
  await autonomy.getByText("It does nothing unless you speak to it.").waitFor();

  await mesh.pmm("model", "use", "openai:far");
  const asked = await models.requestCount();
  await page.getByRole("button", { name: "Reflect now" }).click();
  await page.getByRole("heading", { name: /would like to use the network/ }).waitFor();
  await me.screen("your-ai-consent");
  await page.getByRole("button", { name: "Not now" }).last().click();
  await page.getByText("Nothing was sent").waitFor();
  assert.equal(await models.requestCount(), asked);

  await page.getByRole("link", { name: "See everything that happened" }).click();
  const events = page.getByRole("grid", { name: "Everything that happened" });
  await events.getByRole("row").filter({ hasText: "You changed what it may do by itself" }).first().waitFor();
  await me.screen("events");
  await page.getByRole("combobox", { name: "Kind" }).selectOption({ label: "Looking back" });
  const reflection = events.getByRole("row").filter({ hasText: "It looked back" }).first();
  await reflection.getByText("Fits its hash").waitFor({ state: "attached" });
  await reflection.click();
  await page.getByRole("button", { name: "Check this link" }).click();
  await page.getByText(/^It fits: /).waitFor();
  await page.getByRole("button", { name: "What followed from it" }).click();
  await page.getByRole("heading", { name: "What followed from it" }).waitFor();
  await me.screen("events-link");
  await page.keyboard.press("Escape");
  await page.getByRole("combobox", { name: "Kind" }).selectOption({ label: "All kinds" });
  await page.getByRole("searchbox", { name: /^Words/ }).fill("garden this spring");
  await page.getByText(/found/).waitFor();
  await events.getByRole("row").filter({ hasText: "again this spring" }).first().waitFor();
  await me.screen("events-found");
  await page.getByRole("searchbox", { name: /^Words/ }).fill("zwieback quokka");
  await page.getByText(/^No event holds these words/).waitFor();
  await me.screen("events-none");

  for (const kind of ["feedback_given", "commitment_snoozed", "reflection"]) assert.equal((await mesh.events(kind)).length, 1, kind);
  assert.equal((await mesh.events("autonomy_changed")).at(-1).meta.quiet, "22:00-07:00");
  await me.leave();
});

test("an edit and another try are kept side by side", async () => {
  const me = await comeIn();
  const { page } = me;
  await pickModel(page, "garden");
  await say(page, "!say First answer");
  await answered(page);
  await page.getByRole("textbox", { name: /^Message/ }).press("ArrowUp");
  const editor = page.getByRole("textbox", { name: "Edit" });
  await editor.fill("!say Second answer");
  await editor.press("Enter");
  await page.locator(".answer-text", { hasText: "Second answer" }).waitFor();
  await answered(page);
  await page.getByRole("button", { name: "Previous version" }).click();
  await page.locator(".answer-text", { hasText: "First answer" }).waitFor();
  await page.getByRole("button", { name: "Try again" }).last().click();
  await page.getByText("2 of 2").last().waitFor();
  await me.screen("versions");
  await me.leave();
});

test("a malicious answer harms nothing", async () => {
  const me = await comeIn();
  const { page } = me;
  await pickModel(page, "garden");
  await say(page, "!malicious");
  await answered(page);
  await page.locator(".answer math").waitFor();
  await page.locator(".answer .hljs-tag").first().waitFor();
  assert.equal(await page.locator(".thread img, .thread script, .thread iframe, .thread [href^=javascript]").count(), 0);
  await me.screen("malicious");
  await say(page, "!say It is in [the seed list](https://seeds.example/2026/list?of=beans).");
  await page.getByRole("button", { name: "the seed list" }).click();
  await page.getByText("This link leads to").waitFor();
  await me.screen("link");
  await page.keyboard.press("Escape");
  await answered(page);
  await say(page, "!longline=10");
  await answered(page);
  await me.leave();
});

test("Privacy: verify ends in one line, export is the file's own words, a copy is checked, a snapshot restored, offline needs the name to leave", async () => {
  const me = await comeIn();
  const { page } = me;
  await page.getByRole("link", { name: "Privacy" }).click();
  await page.getByRole("button", { name: "Verify" }).click();
  await page.getByText(/events checked, and nothing was changed/).waitFor();
  await page.evaluate(() => delete window.showSaveFilePicker);
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Export", exact: true }).click()]);
  assert.match(download.suggestedFilename(), /^echo-\d{4}-\d\d-\d\d\.jsonl$/);
  const lines = (await readFile(await download.path(), "utf8")).trimEnd().split("\n");
  assert.ok(lines.length > 10 && lines.every((line) => JSON.parse(line)));
  await page.getByText(/events? exported/).waitFor();
  const [copy] = await Promise.all([page.waitForEvent("download"), page.getByRole("region", { name: "The file" }).getByRole("button", { name: "Back up" }).click()]);
  await page.getByLabel("Check the saved file").setInputFiles(await copy.path());
  await page.getByText(/and the copy was found whole where it lies/).waitFor();
  await page.getByRole("button", { name: "Make one now" }).click();
  await page.getByText(/^Made: .* found whole/).waitFor();
  await page.getByRole("button", { name: /^Go back to/ }).first().click();
  await page.getByText(/what came later is gone from the mind/).waitFor();
  await me.screen("restore");
  await page.getByRole("textbox", { name: /type the mind’s name/ }).fill("Echo");
  await page.getByRole("button", { name: "Confirm" }).click();
  await page.getByText(/^The mind goes on from event/).waitFor();
  await page.locator("label.switch").click();
  await page.getByText("Offline mode is on.").waitFor();
  await me.screen("privacy-offline");
  await page.getByRole("link", { name: /^Models/ }).click();
  await page.getByText(/^Offline mode is on: nothing may leave/).waitFor();
  await me.screen("models-offline");
  await page.getByRole("link", { name: "Privacy" }).click();
  await page.locator("label.switch").click();
  await page.getByRole("textbox", { name: /type the mind’s name/ }).fill("Nobody");
  await page.getByRole("button", { name: "Confirm" }).click();
  await page.getByRole("alert").waitFor();
  await me.screen("step-up");
  await page.getByRole("textbox", { name: /type the mind’s name/ }).fill("Echo");
  await page.getByRole("button", { name: "Confirm" }).click();
  await page.getByText("It asks before anything leaves.").waitFor();
  await me.screen("privacy");
  await page.getByRole("button", { name: "As a table" }).click();
  await me.screen("uses-table");
  me.expect(/status of 40[0-9]/);
  await me.leave();
});

test("on a phone", async () => {
  const me = await comeIn(PHONE);
  const { page } = me;
  await page.getByRole("button", { name: "Conversations" }).click();
  await page.getByRole("dialog", { name: "Conversations" }).waitFor();
  await me.screen("phone-conversations");
  await page.getByRole("link", { name: /Where does my sister Ana live/ }).click();
  await answered(page);
  await me.screen("phone-chat");
  await page.getByRole("button", { name: "Why this?" }).last().click();
  await page.getByRole("dialog").getByText(/Ana lives in Porto/).first().waitFor();
  await me.screen("phone-why");
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Find", exact: true }).click();
  await page.getByRole("combobox", { name: "Find anything" }).pressSequentially("sister Ana");
  await page.getByRole("option", { name: /sister Ana/ }).first().waitFor();
  // On a touch screen a dialog with a field is drawn only once the keyboard of the screen has come, or after a moment.
  await until(() => page.getByRole("dialog").evaluate((dialog) => dialog.closest(".overlay").style.opacity === ""));
  await me.screen("phone-find");
  await page.keyboard.press("Escape");
  await page.getByRole("link", { name: "Your AI" }).click();
  await page.getByRole("heading", { name: "How it grew" }).waitFor();
  await me.screen("phone-your-ai");
  await page.getByRole("link", { name: "See everything that happened" }).click();
  await page.getByRole("row", { name: /Fits its hash/ }).first().waitFor();
  await me.screen("phone-events");
  await page.getByRole("link", { name: "Privacy" }).click();
  await page.getByRole("button", { name: "Verify" }).waitFor();
  await me.screen("phone-privacy");
  await page.getByRole("link", { name: "Models" }).click();
  await page.getByRole("heading", { name: "Your models" }).waitFor();
  await me.screen("phone-models");
  await me.leave();
});

test("while a screen is on its way its place is drawn", async () => {
  const me = await comeIn();
  const { page } = me;
  for (const [name, method, link, there] of [
    ["chat", "ConversationService/ListMessages", /^Where Ana lives/, ".answer-text"],
    ["your-ai", "MindService/GetMind", "Your AI", "#events-title"],
    ["events", "LedgerService/ListEvents", "See everything that happened", "[role=row] .event-seal.whole"],
    ["privacy", "LedgerService/GetLedgerInfo", "Privacy", "#file-title"],
    ["models", "ModelService/ListModels", /^Models/, "#here-title"],
  ]) {
    await page.getByRole("link", { name: link }).first().click();
    await page.locator(there).first().waitFor();
    const free = await hold(page, method);
    await page.reload();
    await page.locator("main").waitFor();
    await me.screen(`${name}-loading`);
    await free();
    await page.locator(there).first().waitFor();
  }
  await me.leave();
});

test("the keys, and the page in German", async () => {
  const me = await comeIn();
  const { page } = me;
  await page.getByRole("link", { name: "Privacy" }).click();
  await page.getByRole("heading", { name: "Browsers" }).waitFor();
  await page.keyboard.press("?");
  await page.getByRole("dialog").waitFor();
  await me.screen("shortcuts");
  await page.keyboard.press("Escape");
  await page.getByRole("combobox", { name: "Language" }).selectOption({ label: "Deutsch" });
  await page.getByRole("heading", { name: "Alles liegt in einer einzigen Datei auf diesem Gerät." }).waitFor();
  await page.getByRole("link", { name: /^Chat/ }).first().click();
  await page.getByRole("heading", { name: "Hallo, ich bin Echo." }).waitFor();
  await me.screen("german");
  await me.leave();
});

test("a wrong code, no code and a wrong token open nothing", async () => {
  const origin = new URL(await mesh.loginUrl()).origin;
  for (const [name, visit] of [["no-code", "/"], ["wrong-code", "/#code=AAAA"]]) {
    const stranger = await visitor(browser);
    await stranger.page.goto(origin + visit);
    await stranger.page.getByText("pmm open", { exact: true }).waitFor();
    await stranger.screen(`locked-${name}`);
    stranger.expect(/status of 401/);
    await stranger.leave();
  }
  const liar = await visitor(browser);
  await liar.page.goto(origin);
  await liar.page.evaluate(() => localStorage.setItem("pmm.session", "not-a-token"));
  await liar.page.reload();
  await liar.page.getByText("pmm open", { exact: true }).waitFor();
  liar.expect(/status of 401/);
  await liar.leave();
});

test("a remembered browser comes back after a restart; the page waits meanwhile and keeps the draft", async () => {
  const me = await comeIn();
  const { page } = me;
  me.expect(/ERR_|Failed to load|status of/);
  await page.getByRole("button", { name: "Remember", exact: true }).click();
  await page.getByRole("button", { name: "Remember", exact: true }).waitFor({ state: "detached" });
  await page.getByRole("textbox", { name: /^Message/ }).fill("Are you there?");
  await mesh.pmm("stop");
  await page.getByText("The gateway does not answer.").waitFor({ timeout: 40_000 });
  await me.screen("gateway-gone");
  await mesh.pmm("start", "--no-open");
  await page.getByText("The gateway does not answer.").waitFor({ state: "detached", timeout: 60_000 });
  await page.keyboard.press("Enter");
  await answered(page);
  await me.leave();
});

faults(() => ({ browser, comeIn, mesh, models }));

test("seven windows stay alive", async () => {
  const me = await comeIn();
  const windows = [me.page];
  for (let i = 0; i < 6; i++) {
    const page = await me.context.newPage();
    await page.goto(new URL(me.page.url()).origin);
    await page.getByRole("button", { name: /^Model:/ }).waitFor();
    windows.push(page);
  }
  await say(windows[6], "!say Still here");
  await windows[6].locator(".answer-text", { hasText: "Still here" }).waitFor();
  await me.leave();
});

/** Opens all that stands beside an imported answer, with its question's picture. */
async function showAll(page) {
  await page.getByText("Thought of the old assistant").click();
  await page.getByText("Gusts come before the rain.").waitFor();
  await page.getByText("Ran code").click();
  await page.getByText("print(9 * 2)").waitFor();
  await page.getByText("What the code gave back").click();
  await page.getByText("1 source").click();
  await page.getByRole("button", { name: "Reefing in time" }).waitFor();
  // A picture is read once it is in sight.
  await page.getByRole("button", { name: "Save sail.png" }).scrollIntoViewIfNeeded();
  const picture = page.getByRole("img", { name: "sail.png" });
  await picture.waitFor();
  await until(() => picture.evaluate((image) => image.complete && image.naturalWidth === 240));
}

test("old talk comes in by the page, goes on over a reload, is found, is marked, and is taken out again", async () => {
  const me = await comeIn();
  const { page } = me;
  await page.getByRole("link", { name: "Privacy" }).click();
  await page.getByRole("heading", { name: "Bring in old talk" }).waitFor();
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.getByText("Choose a file").click()]);
  await chooser.setFiles({ name: "chatgpt.zip", mimeType: "application/zip", buffer: archive(1_500) });
  await page.getByText("Recognised as ChatGPT").waitFor();
  await page.getByText("1 to 50 of 1,501").waitFor();
  await me.screen("import-choosing", page.getByRole("button", { name: "Bring it in" }));
  await page.reload();
  await page.getByText("1 to 50 of 1,501").waitFor();
  await page.getByRole("searchbox", { name: "Find a title" }).fill("talk 1500");
  await page.getByRole("checkbox", { name: /^Old talk 1500/ }).uncheck();
  await page.getByText("1,500 of 1,501 chosen").waitFor();
  await page.getByRole("button", { name: "Bring it in" }).click();
  await page.getByText("You can close this window").waitFor();
  await page.reload();
  await page.getByText(/^1,500 conversations, .* came in from ChatGPT$/).waitFor({ timeout: 120_000 });
  await me.screen("import-done", page.getByText(/came in from ChatGPT$/));

  await page.getByRole("link", { name: "One memory waits for your word" }).click();
  await page.getByText("Sails a blue boat on Sundays.").first().waitFor();
  await page.getByRole("link", { name: "Chat", exact: true }).click();
  await page.getByRole("link", { name: /Sails and storms/ }).first().click();
  await page.getByText("When should I reef the mainsail?").waitFor();
  await page.getByText("At 18 knots, and before the gust.").waitFor();
  await page.getByText("from ChatGPT", { exact: true }).first().waitFor();
  await page.getByText(/^gpt-4 · /).waitFor();
  assert.equal(await page.getByText("Gusts come before the rain.").count(), 0);
  await showAll(page);
  assert.equal(await page.locator(".thread").getByText(/(Your mind|Echo) said/).count(), 0);
  await me.screen("imported-talk");
  const other = await comeIn(PHONE);
  await other.page.goto(new URL(new URL(page.url()).pathname, other.page.url()).href);
  await showAll(other.page);
  await other.screen("phone-imported-talk");
  await other.leave();

  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Find anything" }).pressSequentially("qqqq");
  await page.getByText("Nothing here holds these words.").first().waitFor();
  await me.screen("find-nothing");
  await page.keyboard.press("Escape");
  await find(page, "well 777 met", /Well 777 is 779 metres deep/);
  await me.screen("find");
  await page.keyboard.press("Enter");
  await landedAt(page, /Well 777 is 779 metres deep/);
  await me.screen("found");
  await page.reload();
  await landedAt(page, /Well 777 is 779 metres deep/);
  await find(page, "when do i reef", /When do I reef\?/);
  await page.getByRole("option", { name: /When do I reef\?/ }).last().click();
  await landedAt(page, /When do I reef\?/);
  await page.getByText("When you first think of it.").waitFor();

  await page.getByRole("link", { name: "Privacy" }).click();
  await page.getByRole("button", { name: "Report" }).click();
  await page.getByRole("button", { name: "Take it out again" }).click();
  await page.getByText(/^This goes, for good: /).waitFor();
  await me.screen("import-undo");
  const asked = await page.getByText(/type the mind’s name: /).innerText();
  await page.getByRole("textbox", { name: asked }).fill(asked.split(": ").at(-1));
  await page.getByRole("button", { name: "Confirm" }).click();
  await page.getByText("taken out again", { exact: true }).waitFor({ timeout: 120_000 });
  await page.getByRole("link", { name: "Chat", exact: true }).click();
  await page.getByRole("link", { name: /Sails and storms/ }).first().waitFor({ state: "detached" });
  await me.leave();
});

newcomer(() => ({ comeIn }));

test("a mind is brought in the place of the one that lives here, which is kept", async (run) => {
  const folder = await mkdtemp(join(tmpdir(), "pmm-brought-"));
  run.after(() => rm(folder, { recursive: true }));
  const file = join(folder, "echo.jsonl");
  await mesh.pmm("export", "--jsonl", "--out", file);
  const me = await comeIn();
  const { page } = me;
  await say(page, "Remember that the boat is called Lotta");
  await page.getByText("Remembered", { exact: true }).waitFor();
  await page.goto(new URL("/welcome", page.url()).href);
  await page.getByRole("radio", { name: /^Bring one with me/ }).check();
  await page.getByLabel("Choose a file").setInputFiles(file);
  await page.getByRole("button", { name: "Bring it here" }).waitFor();
  await me.screen("welcome-bring");
  await page.getByRole("button", { name: "Bring it here" }).click();
  await page.getByRole("textbox", { name: /type the mind’s name/ }).fill("Echo");
  await page.getByRole("button", { name: "Confirm" }).click();
  await page.getByText(/^It lives here now: /).waitFor();
  await page.getByText(/^The mind that lived here is kept in /).waitFor();
  await me.screen("welcome-brought");
  const kept = (await mesh.events("memory_kept")).map((event) => event.content ?? "");
  assert.ok(!kept.some((words) => words.includes("Lotta")), kept.join("; "));
  me.expect(/status of (409|503)/);
  await me.leave();
});

test("every state of the list was looked at, in all its looks", allWereSeen);

/** Opens "Find anything" and types until something is found: the index follows what was written. */
async function find(page, words, text) {
  await page.keyboard.press("Control+k");
  const field = page.getByRole("combobox", { name: "Find anything" });
  const awaited = page.getByRole("option", { name: text }).first();
  for (let tries = 0; ; tries++) {
    await field.fill("");
    await field.pressSequentially(words);
    try {
      return await awaited.waitFor({ timeout: 3_000 });
    } catch (late) {
      if (tries === 20) throw late;
    }
  }
}

async function landedAt(page, text) {
  await page.locator(".landed:focus", { hasText: text }).waitFor();
  assert.match(new URL(page.url()).hash, /^#event-\d+$/);
}
