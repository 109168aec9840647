import { fireEvent, render, screen } from "@testing-library/react";
import { beforeEach, expect, it } from "vitest";
import { App } from "../../App";
import { store } from "../../common/stored";
import { FakeMesh } from "../../testing/fakeMesh";

beforeEach(() => {
  store("pmm.session", "token");
  history.replaceState(null, "", "/");
});

it("takes the room of the offer before it is known whether there is one, so that the talk stays where it is", async () => {
  const seen: boolean[] = [];
  const watch = new MutationObserver(() => {
    const offers = document.querySelector(".offers");
    if (offers) seen.push(offers.querySelector(":scope > .offer") !== null);
  });
  watch.observe(document, { childList: true, subtree: true });
  render(<App transport={new FakeMesh().transport()} />);
  const offer = await screen.findByRole("region", { name: "Remember this browser" });
  watch.disconnect();
  expect(offer.classList.contains("asked")).toBe(false);
  expect(seen).toContain(true);
  expect(seen).not.toContain(false);
});

it("takes none where the browser was known when it was last asked, or the offer was declined", async () => {
  const first = render(<App transport={new FakeMesh().transport()} />);
  fireEvent.click(await screen.findByRole("button", { name: "Not now" }));
  expect(first.container.querySelector(".offers > .offer")).toBeNull();
  first.unmount();
  store("pmm.remember.declined", undefined);
  store("pmm.remember.known", "1");
  const second = render(<App transport={new FakeMesh().transport()} />);
  await screen.findByRole("textbox", { name: /^Message/ });
  expect(second.container.querySelector(".offers > .offer")).toBeNull();
});
