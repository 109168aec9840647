/** Cuts markdown where a new block surely begins, so that a growing answer is parsed again only at its end. */
export function blocks(markdown: string): string[] {
  const result: string[] = [];
  let block: string[] = [];
  let fence = "";
  let blank = false;
  for (const line of markdown.split("\n")) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1] ?? "";
    if (blank && fence === "" && startsBlock(line)) {
      result.push(block.join("\n"));
      block = [];
    }
    if (fence === "") fence = mark;
    else if (mark.startsWith(fence) && line.trim() === mark) fence = "";
    blank = line.trim() === "";
    block.push(line);
  }
  if (block.some((line) => line.trim() !== "")) result.push(block.join("\n"));
  return result;
}

/** Indented lines and list items may belong to what stands above the blank line. */
function startsBlock(line: string): boolean {
  return line.trim() !== "" && !/^\s/.test(line) && !/^([-*+]|\d+[.)])\s/.test(line);
}
