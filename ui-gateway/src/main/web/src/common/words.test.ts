import { existsSync, readFileSync, readdirSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { compileMessage } from "@lingui/message-utils/compileMessage";
import { parseSync } from "vite";
import { expect, it } from "vitest";

// Catalogues come with the part of the page that speaks their words, so a part may speak before its words are there: this says which.

const SRC = resolve("src");
const idsOf = new Map<string, string[]>();

interface Source {
  statics: string[];
  lazies: string[];
  catalogues: string[];
  germans: string[];
  strings: string[];
}

const sources = new Map<string, Source>();

function pathOf(from: string, name: string): string | undefined {
  if (!name.startsWith(".")) return undefined;
  const path = join(dirname(from), name);
  return [path, `${path}.ts`, `${path}.tsx`].find((each) => /\.(tsx?|json)$/.test(each) && existsSync(each));
}

function read(path: string): Source {
  const known = sources.get(path);
  if (known) return known;
  const text = readFileSync(path, "utf8");
  const found = (pattern: RegExp) => [...text.matchAll(pattern)].flatMap((match) => pathOf(path, match[1]!) ?? []);
  const statics = found(/^(?:import|export) (?!type)(?:[^"]* from )?"([^"]+)";/gm);
  const source = {
    statics: statics.filter((each) => !each.endsWith(".json") && !each.includes("/gen/")),
    lazies: found(/import\("([^"]+)"\)/g).filter((each) => !each.endsWith(".json")),
    germans: found(/import\("([^"]+\.json)"\)/g),
    catalogues: statics.filter((each) => each.endsWith(".json")),
    strings: [...text.matchAll(/"([a-z]\w*(?:\.\w+)+)"/g)].map((match) => match[1]!),
  };
  for (const each of source.catalogues) idsOf.set(each, Object.keys(JSON.parse(readFileSync(each, "utf8"))));
  sources.set(path, source);
  return source;
}

/** What is loaded with a module, itself included. */
function together(path: string, all = new Set<string>()): Set<string> {
  if (all.has(path)) return all;
  all.add(path);
  for (const each of read(path).statics) together(each, all);
  return all;
}

/** The words that are spoken by what is loaded with a module, or after it, and are not there by then. */
function missing(path: string, before: ReadonlySet<string>, seen = new Set<string>()): string[] {
  if (seen.has(path)) return [];
  seen.add(path);
  const modules = [...together(path)].map((each) => ({ path: each, source: read(each) }));
  const there = new Set([...before, ...modules.flatMap(({ source }) => source.catalogues.flatMap((each) => idsOf.get(each)!))]);
  return modules.flatMap(({ path: from, source }) => [
    ...source.strings.filter((id) => isWord(id) && !there.has(id)).map((id) => `${from.slice(SRC.length + 1)}: ${id}`),
    ...source.lazies.flatMap((each) => missing(each, there, new Set(seen))),
  ]);
}

function isWord(id: string): boolean {
  return [...idsOf.values()].some((ids) => ids.includes(id));
}

function readAll(path: string, seen = new Set<string>()): void {
  if (seen.has(path)) return;
  seen.add(path);
  for (const each of [...read(path).statics, ...read(path).lazies]) readAll(each, seen);
}

it("speaks no word before its catalogue is there", () => {
  const main = join(SRC, "main.tsx");
  readAll(main);
  expect(idsOf.size).toBeGreaterThan(5);
  expect([...new Set(missing(main, new Set()))]).toEqual([]);
});

it("gives each id one home: a catalogue that comes later would change the words of another", () => {
  readAll(join(SRC, "main.tsx"));
  const all = [...idsOf.values()].flat();
  expect(all.filter((id, at) => all.indexOf(id) !== at)).toEqual([]);
});

const wordsOf = (path: string) => JSON.parse(readFileSync(path, "utf8")) as Record<string, string>;

/** The places of a sentence, and the cases of each plural. */
function placesOf(sentence: string): { names: string[]; plurals: string[][] } {
  const names = new Set<string>();
  const plurals: string[][] = [];
  const visit = (token: unknown): void => {
    if (!Array.isArray(token)) return;
    const [name, kind, cases] = token as [string, string?, Record<string, unknown>?];
    names.add(name);
    if (kind === "plural") plurals.push(Object.keys(cases!));
    for (const each of Object.values(cases ?? {})) if (Array.isArray(each)) each.forEach(visit);
  };
  const compiled = compileMessage(sentence);
  if (Array.isArray(compiled)) compiled.forEach(visit);
  return { names: [...names].sort(), plurals };
}

it("says everything in German, with the same places in each sentence", () => {
  readAll(join(SRC, "main.tsx"));
  const all = [...sources.values()].flatMap((source) => source.catalogues.map((english) => ({ english, germans: source.germans })));
  expect(new Set(all.map(({ english }) => dirname(english) === join(SRC, "locales") && basename(english)))).toEqual(
    new Set([false, ...readdirSync(join(SRC, "locales")).filter((file) => file.startsWith("en"))]),
  );
  for (const { english, germans } of all) {
    const german = join(dirname(english), basename(english).replace(/^en/, "de"));
    expect(germans, `${basename(english)} comes with its German`).toContain(german);
    const [en, de] = [wordsOf(english), wordsOf(german)];
    expect(Object.keys(de), basename(german)).toEqual(Object.keys(en));
    for (const [id, sentence] of Object.entries(de)) {
      expect(placesOf(sentence).names, `${basename(german)}: ${id}`).toEqual(placesOf(en[id]!).names);
      for (const cases of placesOf(sentence).plurals) expect(cases, `${basename(german)}: ${id}`).toContain("other");
    }
    const isSentence = (id: string) => /\p{L}{3}[^{}(]*\s\p{L}{3}/u.test(en[id]!.replace(/\{[^{}]*\}/g, ""));
    expect(Object.keys(de).filter((id) => isSentence(id) && de[id] === en[id] && !SAME.has(id)), `${basename(german)} is still English`).toEqual([]);
  }
});

/** Said to a mind, which hears it in English alone; and names. */
const SAME = new Set(["empty.suggest.name", "welcome.say.name", "add.format.openai"]);
const NAMES = ["Echo"];

it("has a part wait for its words, and no words in the code itself", () => {
  const code = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".tsx") && !file.includes("test"));
  for (const file of code) {
    const text = readFileSync(join(SRC, file), "utf8");
    if (file !== "common/lazy.ts") expect(/import \{[^}]*\blazy\b[^}]*\} from "react"/.test(text), `${file} takes lazy from common/lazy`).toBe(false);
    expect(spelledOut(parseSync(file, text).program), file).toEqual([]);
  }
});

const SPOKEN = ["alt", "aria-description", "aria-label", "aria-roledescription", "label", "lead", "placeholder", "textValue", "title"];
/** What these hold is typed, pressed or read by programs. */
const NO_WORDS = ["code", "kbd", "pre"];

/** The words that a person would see or hear, and that are in no catalogue. */
function spelledOut(node: unknown, shown = false): string[] {
  if (Array.isArray(node)) return node.flatMap((each) => spelledOut(each, shown));
  if (typeof node !== "object" || node === null) return [];
  const { type, value, ...rest } = node as { type?: string; value?: unknown; [key: string]: unknown };
  const nameOf = (element: unknown) => (element as { name?: { name?: unknown } }).name?.name;
  const words = (text: unknown) => (typeof text === "string" && /\p{L}{2}/u.test(text) && !/^\S+[:.]\S+$/.test(text) && !NAMES.includes(text) ? [text.trim()] : []);
  switch (type) {
    case "JSXText":
      return words(value);
    case "Literal":
      return shown ? words(value) : [];
    case "TemplateLiteral":
      return (rest.quasis as { value: { cooked: string } }[]).flatMap((each) => (shown ? words(each.value.cooked) : [])).concat(spelledOut(rest.expressions));
    case "JSXElement":
      if (NO_WORDS.includes(String(nameOf(rest.openingElement)))) return [];
      return [...spelledOut(rest.openingElement), ...spelledOut(rest.children, true)];
    case "JSXFragment":
      return spelledOut(rest.children, true);
    case "JSXAttribute":
      return spelledOut(value, SPOKEN.includes(String((rest.name as { name?: unknown }).name)));
    case "ConditionalExpression":
      return [...spelledOut(rest.test), ...spelledOut(rest.consequent, shown), ...spelledOut(rest.alternate, shown)];
    case "LogicalExpression":
      return [...spelledOut(rest.left), ...spelledOut(rest.right, shown)];
    case "JSXExpressionContainer":
      return spelledOut(rest.expression, shown);
    default:
      return spelledOut([value, ...Object.values(rest)]);
  }
}
