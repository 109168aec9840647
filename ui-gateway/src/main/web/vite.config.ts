import { compileMessage } from "@lingui/message-utils/compileMessage";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

/** Compiles the message catalogues at build time, so that the page needs no parser for them. */
function catalogues(): Plugin {
  return {
    name: "catalogues",
    enforce: "pre",
    transform: {
      filter: { id: /\/locales\/[a-z-]+\.json$/ },
      handler(source) {
        const messages = JSON.parse(source) as Record<string, string>;
        const compiled = Object.entries(messages).map(([id, message]) => [id, compileMessage(message)]);
        return { code: `export default ${JSON.stringify(Object.fromEntries(compiled))}`, moduleType: "js" };
      },
    },
  };
}

/** The widgets bring their few words in thirty languages; the page speaks two of them. */
function widgetsInOurLanguages(): Plugin {
  return {
    name: "widgets-in-our-languages",
    load: {
      filter: { id: /\/react-(aria|stately|aria-components)\/dist\/.*\/intl\/.*[a-z]{2}-[A-Z]{2}\.mjs$/ },
      handler: (id) => (/\/(de-DE|en-US)\.mjs$/.test(id) ? null : 'export { default } from "./en-US.mjs"'),
    },
  };
}

/** The page speaks the contracts in their binary form alone; their library would bring the JSON form as well. */
function binaryOnly(): Plugin {
  return {
    name: "binary-only",
    apply: "build",
    transform: {
      filter: { id: /\/@bufbuild\/protobuf\/dist\/esm\/(from|to)-json\.js$/ },
      handler: (source) =>
        [...source.matchAll(/^export function (\w+)/gm)]
          .map(([, name]) => `export function ${name}() { throw new Error("${name}: the page has no JSON form of messages (expected: binary)"); }`)
          .join("\n"),
    },
  };
}

export default defineConfig({
  plugins: [catalogues(), widgetsInOurLanguages(), binaryOnly(), react()],
  build: {
    outDir: process.env.PMM_WEB_OUT ?? "../../../target/web",
    emptyOutDir: true,
    target: "es2023",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 600,
  },
  test: {
    environment: "jsdom",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["src/testing/setup.ts"],
    testTimeout: 60_000,
    expect: { poll: { timeout: 15_000 } },
  },
} as Parameters<typeof defineConfig>[0]);
