// Fails the build when the page has grown beyond its budget, or asks another origin for anything.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const out = process.env.PMM_WEB_OUT ?? "../../../target/web";
const page = readFileSync(join(out, "index.html"), "utf8");
const assets = readdirSync(join(out, "assets"));
const kilobytes = (files) => files.reduce((sum, file) => sum + gzipSync(readFileSync(join(out, "assets", file))).length, 0) / 1000;
const named = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1]);

const isGerman = (file) => file.startsWith("de-") && file.endsWith(".js");
/** What comes with the first formula, or the first code, of an answer. */
const isForSomeAnswers = (file) => /^(Maths|colours)-.*\.js$/.test(file);

const budgets = [
  ["first load of scripts", kilobytes(assets.filter((file) => file.endsWith(".js") && named.includes(`/assets/${file}`))), 150],
  ["all scripts", kilobytes(assets.filter((file) => file.endsWith(".js") && !isGerman(file) && !isForSomeAnswers(file))), 400],
  ["formulas and colours of code beside them", kilobytes(assets.filter(isForSomeAnswers)), 120],
  ["German beside them", kilobytes(assets.filter(isGerman)), 50],
  ["all styles", kilobytes(assets.filter((file) => file.endsWith(".css"))), 20],
];
const problems = budgets
  .filter(([, size, most]) => size > most)
  .map(([what, size, most]) => `${what}: ${size.toFixed(1)} kB gzip (expected: at most ${most})`);
problems.push(...named.filter((address) => !address.startsWith("/")).map((address) => `index.html names ${address} (expected: a path)`));
if (problems.length > 0) {
  console.error(problems.join("\n"));
  process.exit(1);
}
console.log(budgets.map(([what, size, most]) => `${what} ${size.toFixed(1)} of ${most} kB`).join(", "));
