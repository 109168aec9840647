import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { expect, it } from "vitest";

// Catalogues come with the part of the page that speaks their words, so a part may speak before its words are there: this says which.

const SRC = resolve("src");
const idsOf = new Map<string, string[]>();

interface Source {
  statics: string[];
  lazies: string[];
  catalogues: string[];
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
    lazies: found(/import\("([^"]+)"\)/g),
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
