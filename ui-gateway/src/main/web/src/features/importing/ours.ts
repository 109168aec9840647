const DATABASE = "SQLite format 3\0";
/** How the lines of our own export begin. */
const EXPORT = '{"content":';
/** Where a database says which program it is of; those of PMM's predecessors say nothing. */
const APPLICATION_AT = 68;
const PEEK = 72;

/** Whether a file is a mind itself, and no archive of another assistant: by its first bytes, as the command tells it. */
export async function isMind(file: Blob): Promise<boolean> {
  const start = String.fromCharCode(...new Uint8Array(await file.slice(0, PEEK).arrayBuffer()));
  return start.startsWith(EXPORT) || (start.startsWith(DATABASE) && !start.startsWith("\0\0\0\0", APPLICATION_AT));
}
