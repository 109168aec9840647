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

afterEach(() => {
  cleanup();
  localStorage.clear();
});
