// One visit to the page at an address with its code: node visit.mjs URL. Talks once, and leaves without a complaint.
import { answered, openBrowser, say, visitor } from "./browser.mjs";

const browser = await openBrowser();
try {
  const { page, leave } = await visitor(browser);
  await page.goto(process.argv[2]);
  await page.getByRole("button", { name: /^Model:/ }).waitFor();
  await say(page, "Remember that my sister Ana lives in Porto");
  await answered(page);
  await page.getByText("Remembered", { exact: true }).waitFor();
  await leave();
} finally {
  await browser.close();
}
