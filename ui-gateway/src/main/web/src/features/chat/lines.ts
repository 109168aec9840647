/** A piece of code, and what it is in its language. */
export interface Coloured {
  text: string;
  meaning: string;
}

const LINES = 60;

/** Cuts a text into groups of lines, of which a growing text changes only the last. */
export function groups(text: string, lines = LINES): string[] {
  const result: string[] = [];
  let from = 0;
  let count = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) {
    if (++count % lines !== 0) continue;
    result.push(text.slice(from, at + 1));
    from = at + 1;
  }
  if (from < text.length || result.length === 0) result.push(text.slice(from));
  return result;
}

const SIZE = 4000;

/** Cuts a long text into pieces of some thousand characters, at a line's end or else a space; a growing text changes only the last. */
export function pieces(text: string): string[] {
  const result: string[] = [];
  let from = 0;
  while (text.length - from > 2 * SIZE) {
    const ahead = text.slice(from + SIZE, from + 2 * SIZE);
    const cut = [ahead.indexOf("\n"), ahead.indexOf(" "), ahead.length - 1].find((at) => at >= 0)!;
    result.push(text.slice(from, from + SIZE + cut + 1));
    from += SIZE + cut + 1;
  }
  result.push(text.slice(from));
  return result;
}

/** Gives each group its pieces. */
export function spread(pieces: Coloured[], among: string[]): Coloured[][] {
  const result: Coloured[][] = [];
  let at = 0;
  let used = 0;
  for (const group of among) {
    const own: Coloured[] = [];
    for (let room = group.length; room > 0 && at < pieces.length; ) {
      const { text, meaning } = pieces[at]!;
      const part = text.slice(used, used + room);
      own.push({ text: part, meaning });
      room -= part.length;
      used += part.length;
      if (used === text.length) {
        at++;
        used = 0;
      }
    }
    result.push(own);
  }
  return result;
}
