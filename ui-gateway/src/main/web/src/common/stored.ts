/** Reads from the browser's storage; a browser that refuses it is as one that forgot. */
export function stored(key: string): string | undefined {
  try {
    return localStorage.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Writes to the browser's storage, or removes with undefined. */
export function store(key: string, value: string | undefined): void {
  try {
    if (value === undefined) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // Private windows may refuse; nothing that is kept here is needed to go on.
  }
}
