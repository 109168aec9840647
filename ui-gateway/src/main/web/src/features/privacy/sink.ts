/** Where the bytes of a file go that the person keeps. */
export interface Sink {
  write(bytes: Uint8Array): Promise<void>;
  close(): Promise<void>;
  abort(): Promise<void>;
  /** The file as it lies there once it is closed, where the browser lets the page read it. */
  written?: () => Promise<File>;
}

interface FileWindow {
  showSaveFilePicker?(options: { suggestedName: string }): Promise<{
    createWritable(): Promise<{
      write(bytes: Uint8Array): Promise<void>;
      close(): Promise<void>;
      abort(): Promise<void>;
    }>;
    getFile(): Promise<File>;
  }>;
}

const BLOB_PART_BYTES = 8 << 20;

/** A file that the person picks, or a download where the browser cannot write files; nothing if they think better of it. */
export async function openSink(name: string, type = "application/jsonl"): Promise<Sink | undefined> {
  const picker = (window as FileWindow).showSaveFilePicker;
  if (!picker) return download(name, type);
  try {
    const file = await picker.call(window, { suggestedName: name });
    const stream = await file.createWritable();
    return {
      write: (bytes) => stream.write(bytes),
      close: () => stream.close(),
      abort: () => stream.abort(),
      written: () => file.getFile(),
    };
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") return undefined;
    return download(name, type);
  }
}

function download(name: string, type: string): Sink {
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
      const url = URL.createObjectURL(new Blob(blobs, { type }));
      const link = document.createElement("a");
      link.href = url;
      link.download = name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(url), 60_000);
    },
    async abort() {
      parts = [];
    },
  };
}
