import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, it } from "vitest";
import { App } from "../../App";
import { changeLanguage } from "../../common/i18n";
import { store } from "../../common/stored";
import { FakeMesh } from "../../testing/fakeMesh";

let mesh: FakeMesh;

beforeEach(() => {
  mesh = new FakeMesh();
  store("pmm.session", "token");
  history.replaceState(null, "", "/");
});

afterEach(() => changeLanguage("en"));

it("leads a new mind from its first page to its recovery sheet in three steps", async () => {
  mesh.modelId = "builtin:voice";
  Object.assign(mesh.mind.itself, { name: "", messageCount: 0n });
  mesh.mind.happened(1n, "mind_created", "", {});
  render(<App transport={mesh.transport()} />);
  fireEvent.click(await screen.findByText("Set it up in three steps"));

  await screen.findByRole("heading", { name: "How would you like to begin?" });
  expect(screen.getByRole<HTMLInputElement>("radio", { name: /^Start a new mind/ }).checked).toBe(true);
  fireEvent.click(screen.getByRole("radio", { name: /^Bring one with me/ }));
  await screen.findByText("Choose a file");
  fireEvent.click(screen.getByRole("radio", { name: /^Grow from my chats/ }));
  await screen.findByRole("heading", { name: "Bring in old talk" });
  fireEvent.click(screen.getByText("Next"));

  expect(document.activeElement).toBe(await screen.findByRole("heading", { name: "Who is it?" }));
  fireEvent.change(screen.getByLabelText("Its name"), { target: { value: "Dr. Juno" } });
  fireEvent.click(screen.getByText("Next"));
  await screen.findByText("A name has no quotation marks and no . ! or ? in it: Dr. Juno");
  expect(mesh.mind.template).toBe("");
  fireEvent.change(screen.getByLabelText("Its name"), { target: { value: "Juno" } });
  expect((await screen.findByRole("status")).querySelector(".shown")!.textContent).toMatch(/^Juno It sounds as if putting it off/);
  fireEvent.click(await screen.findByRole("radio", { name: /^Coach/ }));
  expect(screen.getByRole("status").querySelector(".shown")!.textContent).toMatch(/^Juno What should it look like by summer\?/);
  screen.getByText(/No model is asked, nothing is sent and nothing is written\./);
  expect([mesh.mind.template, mesh.messages.length]).toEqual(["", 0]);
  fireEvent.click(screen.getByText("Next"));

  await screen.findByRole("heading", { name: "What does it speak through?" });
  expect(mesh.mind.template).toBe("coach");
  expect(mesh.messages[0]?.text).toBe('Your name is "Juno"');
  fireEvent.click(screen.getByText("Look for Ollama on this device"));
  fireEvent.click(await screen.findByRole("button", { name: "Use granite4:micro" }));
  await screen.findByText("It speaks through granite4:micro now.");
  fireEvent.click(screen.getByText("Finish"));

  await screen.findByRole("heading", { name: "Juno" });
  screen.getByText("/home/ada/.pmm/mind.db");
  screen.getByText("0199a3f2-7b1e-7c55-9d2e-3f7a54f0a1c2");
  await screen.findByText(/^This is the first line of its life/);
  fireEvent.click(screen.getByText("Say hello"));
  await waitFor(() => expect(location.pathname).toBe("/"));
});

it("leaves a mind that has lived in peace, but for its recovery sheet on Privacy", async () => {
  render(<App transport={mesh.transport()} />);
  await screen.findByText("Hello, I’m Echo.");
  expect(screen.queryByText("Set it up in three steps")).toBeNull();
  fireEvent.click(screen.getByRole("link", { name: /^Privacy/ }));
  fireEvent.click(await screen.findByText("Recovery sheet"));
  await screen.findByRole("heading", { name: "Recovery sheet" });
});

it("tells the characters apart in the language of the page", async () => {
  await changeLanguage("de");
  mesh.modelId = "builtin:voice";
  Object.assign(mesh.mind.itself, { name: "", messageCount: 0n });
  mesh.mind.happened(1n, "mind_created", "", {});
  render(<App transport={mesh.transport()} />);
  fireEvent.click(await screen.findByText("In drei Schritten einrichten"));
  fireEvent.click(await screen.findByText("Weiter"));

  await screen.findByRole("radio", { name: /^Gefährtin ?Sie merkt, wie es dir geht/ });
  screen.getByRole("radio", { name: /^Leer ?Noch kein Charakter/ });
  expect(screen.queryByText(/You are a/)).toBeNull();
});
