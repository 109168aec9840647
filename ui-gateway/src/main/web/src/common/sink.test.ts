import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { dropStaged, openSink } from "./sink";

const HOUR = 3_600_000;

/** The files of the browser, by their names. */
let files: Map<string, File>;
let savedBlob: Blob | undefined;

beforeEach(() => {
  files = new Map();
  savedBlob = undefined;
  vi.stubGlobal("navigator", { storage: { getDirectory: () => Promise.resolve({ getDirectoryHandle: () => Promise.resolve(folder) }) } });
  URL.createObjectURL = (blob: Blob) => {
    savedBlob = blob;
    return "blob:saved";
  };
  vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(() => undefined);
});

afterEach(() => vi.unstubAllGlobals());

const handle = (name: string) => ({
  name,
  getFile: () => Promise.resolve(files.get(name)!),
  createWritable: () => {
    const parts: Uint8Array<ArrayBuffer>[] = [];
    return Promise.resolve({
      write: (part: Uint8Array<ArrayBuffer>) => Promise.resolve(void parts.push(part)),
      close: () => Promise.resolve(void files.set(name, new File(parts, name))),
      abort: () => Promise.resolve(),
    });
  },
});

const folder = {
  getFileHandle: (name: string) => {
    files.set(name, new File([], name));
    return Promise.resolve(handle(name));
  },
  removeEntry: (name: string) => Promise.resolve(void files.delete(name)),
  async *values() {
    for (const name of [...files.keys()]) yield Promise.resolve(handle(name));
  },
};

async function saved(): Promise<void> {
  const sink = (await openSink("echo.jsonl"))!;
  await sink.write(new TextEncoder().encode("one "));
  await sink.write(new TextEncoder().encode("two"));
  await sink.close();
}

it("downloads from a file of the browser's own, which does not outlast the download by long", async () => {
  await saved();
  expect(savedBlob!.size).toBe(7);
  expect([...files.values()].map((file) => file.size)).toEqual([7]);
  await dropStaged();
  expect(files.size).toBe(1);
  vi.spyOn(Date, "now").mockReturnValue(Date.now() + HOUR);
  await dropStaged();
  expect(files.size).toBe(0);
});

it("leaves nothing of a download that was broken off", async () => {
  const sink = (await openSink("echo.jsonl"))!;
  await sink.write(new Uint8Array(3));
  expect(files.size).toBe(1);
  await sink.abort();
  expect(files.size).toBe(0);
});

it("downloads from memory where the browser has no files for pages", async () => {
  vi.stubGlobal("navigator", { storage: { getDirectory: () => Promise.reject(new DOMException("private", "SecurityError")) } });
  await saved();
  expect(savedBlob!.size).toBe(7);
  expect(files.size).toBe(0);
});
