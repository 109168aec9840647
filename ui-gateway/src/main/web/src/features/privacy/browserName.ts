/** "Firefox on Linux", from what a browser calls itself; undefined if it says neither. */
export function browserName(userAgent: string): string | undefined {
  const browser = first(userAgent, { Edge: /Edg\//, Opera: /OPR\//, Firefox: /Firefox\//, Chrome: /Chrome\//, Safari: /Safari\// });
  const system = first(userAgent, { Android: /Android/, iOS: /iPhone|iPad/, Windows: /Windows/, macOS: /Mac OS/, Linux: /Linux/ });
  if (!browser) return undefined;
  return system ? `${browser} on ${system}` : browser;
}

function first(text: string, patterns: Record<string, RegExp>): string | undefined {
  return Object.keys(patterns).find((name) => patterns[name]!.test(text));
}
