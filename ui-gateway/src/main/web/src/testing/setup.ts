import { afterEach } from "vitest";
import { cleanup, configure } from "@testing-library/react";

// A machine under load takes its time; what never comes still fails.
configure({ asyncUtilTimeout: 15_000 });

globalThis.matchMedia ??= (query: string) =>
  ({ matches: false, media: query, addEventListener: () => undefined, removeEventListener: () => undefined }) as unknown as MediaQueryList;
globalThis.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
};
// Everything is in sight.
globalThis.IntersectionObserver ??= class {
  constructor(private readonly seen: (entries: { isIntersecting: boolean }[]) => void) {}
  observe() {
    this.seen([{ isIntersecting: true }]);
  }
  disconnect() {}
} as unknown as typeof IntersectionObserver;
// Names of the widgets have no letter that would need more.
globalThis.CSS ??= { escape: (text: string) => text.replace(/[^\w-]/g, "\\$&") } as unknown as typeof CSS;

afterEach(() => {
  cleanup();
  localStorage.clear();
});
