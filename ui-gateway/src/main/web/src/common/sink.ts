/** Where the bytes of a file go that the person keeps. */
export interface Sink {
  write(bytes: Uint8Array): Promise<void>;
  close(): Promise<void>;
  abort(): Promise<void>;
  /** The file as it lies there once it is closed, where the browser lets the page read it. */
  written?: () => Promise<File>;
}

interface FileWindow {
  showSaveFilePicker?(options: { suggestedName: string }): Promise<FileSystemFileHandle>;
}

/** How long a file may take to become a download: the browser may still be asking where to put it. */
const STAGED_MS = 3_600_000;
const BLOB_PART_BYTES = 8 << 20;

/** A file that the person picks, or a download where the browser has no picker; nothing if they think better of it. */
export async function openSink(name: string, type = "application/jsonl"): Promise<Sink | undefined> {
  const picker = (window as FileWindow).showSaveFilePicker;
  if (!picker) return download(name, type);
  try {
    const file = await picker.call(window, { suggestedName: name });
    const stream = await file.createWritable();
    return {
      write: (bytes) => stream.write(new Uint8Array(bytes)),
      close: () => stream.close(),
      abort: () => stream.abort(),
      written: () => file.getFile(),
    };
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") return undefined;
    return download(name, type);
  }
}

/** By a file of the browser's own: from memory a browser may refuse to save half a gigabyte, and says so to nobody. */
async function download(name: string, type: string): Promise<Sink> {
  try {
    return await staged(name, type);
  } catch {
    // Private windows and older browsers have no such files.
    return held(name, type);
  }
}

async function staged(name: string, type: string): Promise<Sink> {
  const folder = await stagingFolder();
  const entry = crypto.randomUUID();
  const file = await folder.getFileHandle(entry, { create: true });
  const stream = await file.createWritable();
  return {
    write: (bytes) => stream.write(new Uint8Array(bytes)),
    async close() {
      await stream.close();
      handOver(new Blob([await file.getFile()], { type }), name);
      setTimeout(() => void dropStaged(), STAGED_MS);
    },
    async abort() {
      await stream.abort();
      await folder.removeEntry(entry);
    },
  };
}

/** Removes what downloads have left with the browser. */
export async function dropStaged(): Promise<void> {
  try {
    const folder = await stagingFolder();
    for await (const entry of folder.values()) {
      const file = await (entry as FileSystemFileHandle).getFile();
      if (Date.now() - file.lastModified >= STAGED_MS) await folder.removeEntry(entry.name);
    }
  } catch {
    // There are none, or another window is writing one.
  }
}

async function stagingFolder(): Promise<FileSystemDirectoryHandle> {
  return (await navigator.storage.getDirectory()).getDirectoryHandle("downloads", { create: true });
}

function held(name: string, type: string): Sink {
  const blobs: Blob[] = [];
  let parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  const flush = () => {
    // A blob may live on disk; an array of bytes cannot.
    blobs.push(new Blob(parts));
    parts = [];
    size = 0;
  };
  return {
    async write(bytes) {
      parts.push(new Uint8Array(bytes));
      size += bytes.length;
      if (size >= BLOB_PART_BYTES) flush();
    },
    async close() {
      flush();
      handOver(new Blob(blobs, { type }), name);
    },
    async abort() {
      parts = [];
    },
  };
}

function handOver(blob: Blob, name: string) {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), STAGED_MS);
}
