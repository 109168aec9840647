/** Begins a code span that is a formula, in a line or by itself. Private characters, so no key of a keyboard makes one. */
export const IN_LINE = "\uE000";
export const BY_ITSELF = "\uE001";

const CLOSERS = new Map([
  ["\\(", "\\)"],
  ["\\[", "\\]"],
  ["$$", "$$"],
]);

/** Beyond this it is hardly one formula, and rather two marks far from each other. */
const LONGEST = 4000;

/** Puts each formula of some markdown into a code span, which markdown leaves as it is. One pass, whatever stands there. */
export function markMaths(markdown: string): string {
  if (!/\$\$|\\[([]/.test(markdown)) return markdown;
  const marks = /(?<=^[ \t>]*)(?<fence>`{3,}|~{3,})|`+|\\[^]|\$\$/gm;
  const next = new Map<string, number>();
  const find = (closer: string, from: number) => {
    const known = next.get(closer) ?? 0;
    if (known >= 0 && known < from) next.set(closer, markdown.indexOf(closer, from));
    return next.get(closer)!;
  };
  let result = "";
  let done = 0;
  for (let match = marks.exec(markdown); match; match = marks.exec(markdown)) {
    const [mark] = match;
    const behind = marks.lastIndex;
    if (match.groups!.fence) {
      const closing = new RegExp(`\\n[ \\t>]*${mark[0]}{${mark.length},}[ \\t]*(?=\\n|$)`, "g");
      closing.lastIndex = behind;
      if (!closing.test(markdown)) break;
      marks.lastIndex = closing.lastIndex;
    } else if (mark[0] === "`") {
      const end = endOfSpan(markdown, mark.length, behind, next);
      if (end >= 0) marks.lastIndex = end;
    } else {
      const closer = CLOSERS.get(mark);
      const end = closer ? find(closer, behind) : -1;
      if (end < 0 || end - behind > LONGEST) continue;
      const tex = markdown.slice(behind, end).replace(/(?<!\\)%[^\n]*/g, "").trim();
      if (tex === "") continue;
      result += markdown.slice(done, match.index) + span((mark === "\\(" ? IN_LINE : BY_ITSELF) + tex);
      done = marks.lastIndex = end + 2;
    }
  }
  return result + markdown.slice(done);
}

/** Where a span of code ends that so many marks began; negative if nowhere. */
function endOfSpan(markdown: string, length: number, from: number, gone: Map<string, number>): number {
  const key = "`".repeat(length);
  if (gone.get(key) === -1) return -1;
  const closing = new RegExp(`(?<!\`)${key}(?!\`)`, "g");
  closing.lastIndex = from;
  if (closing.test(markdown)) return closing.lastIndex;
  gone.set(key, -1);
  return -1;
}

function span(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${text}${text.endsWith("`") ? " " : ""}${fence}`;
}
