import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { App } from "../App";
import { FakeMesh } from "../testing/fakeMesh";
import { changeLanguage } from "./i18n";
import { firstLanguage } from "./language";
import { store, stored } from "./stored";

const LONG = { timeout: 10_000 };

beforeEach(() => store("pmm.session", "token"));

afterEach(async () => {
  vi.restoreAllMocks();
  await changeLanguage("en");
});

function wanted(...languages: string[]) {
  vi.spyOn(navigator, "languages", "get").mockReturnValue(languages);
}

it("speaks the first of the browser's languages that it knows, and what was chosen here before any", () => {
  wanted("fr-CA", "de-AT", "en-US");
  expect(firstLanguage()).toBe("de");
  wanted("en-GB", "de");
  expect(firstLanguage()).toBe("en");
  wanted("fr");
  expect(firstLanguage()).toBe("en");
  store("pmm.language", "de");
  expect(firstLanguage()).toBe("de");
  store("pmm.language", "xx");
  expect(firstLanguage()).toBe("en");
});

it("changes every word, date and number at once, and keeps the choice and the place", async () => {
  history.replaceState(null, "", "/privacy");
  render(<App transport={new FakeMesh().transport()} />);
  const choice = await screen.findByLabelText<HTMLSelectElement>("Language", {}, LONG);
  fireEvent.change(choice, { target: { value: "de" } });
  expect(await screen.findByText("Alles liegt in einer einzigen Datei auf diesem Gerät.", {}, LONG)).toBeDefined();
  expect(document.documentElement.lang).toBe("de");
  expect(document.title).toBe("Privatsphäre");
  expect(stored("pmm.language")).toBe("de");
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText("Sprache")), LONG);
  // A part that was not here yet comes in German too.
  fireEvent.click(screen.getByText("Deine KI"));
  expect(await screen.findByText("Was sie weiß", {}, LONG)).toBeDefined();
  expect(screen.getAllByText(/\d\.\d{3} Nachrichten/).length).toBeGreaterThan(0);
});
