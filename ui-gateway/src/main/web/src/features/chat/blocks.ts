/** Cuts markdown where a new block surely begins, so that a growing answer is parsed again only at its end. */
export function blocks(markdown: string): string[] {
  const result: string[] = [];
  let block: string[] = [];
  let fence = "";
  let blank = false;
  let closed = false;
  for (const line of markdown.split("\n")) {
    const mark = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})/.exec(line)?.[1] ?? "";
    const opens = fence === "" && mark !== "" && line.startsWith(mark);
    const begins = line.trim() !== "" && (closed || opens || (blank && fence === "" && startsBlock(line)));
    if (begins && block.length > 0) {
      result.push(block.join("\n"));
      block = [];
      closed = false;
    }
    if (fence === "") fence = mark;
    else if (mark.startsWith(fence) && line.trim() === mark) {
      fence = "";
      closed = fenced(block[0]!) !== undefined;
    }
    blank = line.trim() === "";
    block.push(line);
  }
  if (block.some((line) => line.trim() !== "")) result.push(block.join("\n"));
  return result;
}

/** The code of a block that is nothing but fenced code, closed or still being written. */
export function fenced(block: string): { language: string; code: string } | undefined {
  const [, mark, language] = /^(`{3,}|~{3,})[ \t]*([^\s`]*)[^\n`]*(?:\n|$)/.exec(block) ?? [];
  if (!mark) return undefined;
  const body = block.slice(block.indexOf("\n") + 1 || block.length).trimEnd();
  const last = body.slice(body.lastIndexOf("\n") + 1).trim();
  const isClosed = last.startsWith(mark) && last === mark[0]!.repeat(last.length);
  return { language: language!, code: isClosed ? body.slice(0, body.lastIndexOf("\n") + 1) : body };
}

/** Indented lines and list items may belong to what stands above the blank line. */
function startsBlock(line: string): boolean {
  return line.trim() !== "" && !/^\s/.test(line) && !/^([-*+]|\d+[.)])\s/.test(line);
}
