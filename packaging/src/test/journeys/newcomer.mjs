// Someone who has read nothing: all that a person comes for, found by what is to be read on the screen and what it is, by mouse and by keyboard alone.
import assert from "node:assert/strict";
import { test } from "node:test";
import { archive } from "./archive.mjs";

/** What a visit does with each thing it finds. */
const HANDS = {
  mouse: (page) => ({
    press: (thing) => thing.click(),
    choose: (thing) => thing.click(),
    kept: (tab) => tab.click(),
    turn: () => page.getByRole("region", { name: "Network", exact: true }).getByText(/^Offline/).first().click(),
    write: (thing, words) => thing.fill(words),
  }),
  keyboard: (page) => ({
    press: (thing) => reach(page, thing, "Tab").then(() => page.keyboard.press("Enter")),
    choose: (thing) => reach(page, thing, "ArrowDown").then(() => page.keyboard.press("Enter")),
    kept: (tab) => reach(page, tab.page().getByRole("tab", { name: /^Waiting for you|^Kept/, selected: true }).last(), "Tab").then(() => page.keyboard.press("End")),
    turn: (thing) => reach(page, thing, "Tab").then(() => page.keyboard.press("Space")),
    write: async (thing, words) => {
      await reach(page, thing, "Tab");
      await page.keyboard.press("Control+a");
      await page.keyboard.type(words);
    },
  }),
};

export function newcomer(world) {
  for (const [by, animal, talks] of [["mouse", "dog", 1], ["keyboard", "cat", 3]]) {
    test(`someone who has read nothing talks, switches the model, sees why, corrects a memory, exports, verifies, goes offline and imports, by ${by} alone`, async () => {
      const { comeIn } = world();
      const me = await comeIn();
      const { page } = me;
      me.expect(/status of 40[0-9]/);
      const { press, choose, kept, turn, write } = HANDS[by](page);
      const button = (name) => page.getByRole("button", { name }).last();
      const message = page.getByRole("textbox", { name: /^Message/ });

      await write(message, `Remember that my ${animal} is called Rex`);
      await page.keyboard.press("Enter");
      await page.getByText("Remembered", { exact: true }).last().waitFor();

      for (const model of ["slow", "garden"]) {
        await press(button(/^Model:/));
        await choose(page.getByRole("menuitemradio", { name: model }));
        await button(new RegExp(`^Model: ${model} `)).waitFor();
      }

      await write(message, `What is my ${animal} called?`);
      await page.keyboard.press("Enter");
      await page.getByRole("button", { name: "Why this?" }).nth(1).waitFor();
      await press(button("Why this?"));
      const why = page.getByRole("complementary", { name: /^Why did/ });
      await why.getByText(`${animal} is called Rex`).first().waitFor();
      await press(why.getByRole("button", { name: "Close" }));

      await press(page.getByRole("link", { name: "Your AI" }));
      const known = page.getByRole("region", { name: "What it knows", exact: true });
      await kept(known.getByRole("tab", { name: /^Kept/ }));
      const memory = known.getByRole("listitem").filter({ hasText: `my ${animal} is called Rex` }).first();
      await press(memory.getByRole("button", { name: "Correct" }));
      await write(memory.getByRole("textbox", { name: "What is true" }), `my ${animal} is called Max`);
      await press(memory.getByRole("button", { name: "Save" }));
      await known.getByText(`my ${animal} is called Max`).first().waitFor();

      await press(page.getByRole("link", { name: "Privacy" }));
      await button("Verify").waitFor();
      await page.evaluate(() => delete window.showSaveFilePicker);
      const [file] = await Promise.all([page.waitForEvent("download"), press(page.getByRole("button", { name: "Export", exact: true }))]);
      assert.match(file.suggestedFilename(), /\.jsonl$/);
      await page.getByText(/events exported/).waitFor();
      await press(button("Verify"));
      await page.getByText(/events checked, and nothing was changed/).waitFor();

      await turn(page.getByRole("switch", { name: /^Offline/ }));
      await page.getByText("Offline mode is on.").waitFor();
      await turn(page.getByRole("switch", { name: /^Offline/ }));
      await write(page.getByRole("textbox", { name: /type the mind’s name/ }), "Echo");
      await press(button("Confirm"));
      await page.getByText("It asks before anything leaves.").waitFor();

      const [chooser] = await Promise.all([page.waitForEvent("filechooser"), press(by === "mouse" ? page.getByText("Choose a file") : page.getByLabel("Choose a file"))]);
      await chooser.setFiles({ name: "chatgpt.zip", mimeType: "application/zip", buffer: archive(talks) });
      await press(button("Bring it in"));
      await page.getByText(/came in from ChatGPT$/).first().waitFor({ timeout: 60_000 });
      await me.leave();
    });
  }
}

/** Goes on by one key until the thing has the focus, as someone does who has no mouse. */
async function reach(page, thing, key) {
  await thing.waitFor({ state: "attached" });
  for (let steps = 0; steps < 300; steps++) {
    if (await thing.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  assert.fail(`${thing} was not reached by ${key}`);
}
