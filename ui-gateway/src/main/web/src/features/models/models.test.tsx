import { fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, it } from "vitest";
import { App } from "../../App";
import { store } from "../../common/stored";
import { FakeMesh } from "../../testing/fakeMesh";

let mesh: FakeMesh;

beforeEach(() => {
  mesh = new FakeMesh();
  mesh.answer = "Raised beds are a good idea.";
  store("pmm.session", "token");
  history.replaceState(null, "", "/");
});

async function menu() {
  fireEvent.click(await screen.findByRole("button", { name: /^Model: llama3\.1 on this device/ }));
  return screen.findByRole("menu");
}

async function page() {
  history.replaceState(null, "", "/models");
  render(<App transport={mesh.transport()} />);
  await screen.findByRole("heading", { name: "Your models" });
  return screen;
}

async function beginDownload() {
  const shown = await page();
  fireEvent.click(await shown.findByRole("button", { name: "Download Llama 3.1 8B" }));
  await shown.findByText("registry.ollama.ai");
  return shown;
}

it("asks before a download, shows how far it is, and has the mind speak through the model", async () => {
  const shown = await beginDownload();
  expect(mesh.downloaded.size).toBe(0);
  fireEvent.click(shown.getByText("Allow once"));
  fireEvent.click(await shown.findByText("Use it now"));
  await screen.findByText("Now speaking through llama3.1:8b. It is the same mind.");
  expect(mesh.modelId).toBe("ollama:llama3.1:8b");
  expect(mesh.models.added).toEqual(["ollama:llama3.1:8b"]);
  expect(mesh.consents[0]).toMatchObject({ host: "registry.ollama.ai" });
});

it("downloads nothing after a Not now", async () => {
  const shown = await beginDownload();
  fireEvent.click(shown.getByText("Not now"));
  await waitFor(() => expect(shown.queryByText("registry.ollama.ai")).toBeNull());
  expect(mesh.downloaded.size).toBe(0);
  expect(mesh.consents).toHaveLength(1);
});

it("stops at Cancel, goes on where it stopped, and goes on while nobody looks", async () => {
  mesh.pace = 15;
  const shown = await beginDownload();
  fireEvent.click(shown.getByText("Allow once"));
  await shown.findByText(/^1\.4 of 4\.7 GB/);
  expect(await screen.findAllByText(/^Talking to/)).not.toHaveLength(0);
  fireEvent.click(shown.getByText("Cancel"));
  await shown.findByText(/GB are downloaded; it goes on where it stopped\./);
  const kept = Number(shown.getByText(/are downloaded/).textContent!.slice(0, 3));
  expect(kept).toBeGreaterThanOrEqual(1.4);
  fireEvent.click(shown.getByText("Go on"));
  fireEvent.click(await shown.findByText("Allow once"));
  const bar = await shown.findByRole("progressbar");
  expect(Number(bar.getAttribute("aria-valuenow"))).toBeGreaterThanOrEqual(kept / 4.7 - 0.01);
  fireEvent.click(screen.getByRole("link", { name: /^Chat/ }));
  fireEvent.click(await screen.findByRole("button", { name: "llama3.1:8b: Downloaded. Show" }));
  await screen.findByText("llama3.1:8b is on this device: 4.7 GB");
});

it("says that the disk is full, in the words of the gateway", async () => {
  mesh.pullFails = { reason: "NO_SPACE", message: "It needs 2.4 GB, and 1.2 GB are free in /models." };
  const shown = await beginDownload();
  fireEvent.click(shown.getByText("Allow once"));
  expect((await shown.findByRole("alert")).textContent).toContain("There is no room for llama3.1:8b");
  shown.getByText("It needs 2.4 GB, and 1.2 GB are free in /models.");
  shown.getByText("Go on");
});

it("asks for the host of an Ollama elsewhere", async () => {
  const shown = await page();
  fireEvent.change(shown.getByLabelText("Downloaded by the Ollama"), { target: { value: "http://192.0.2.7:11434" } });
  fireEvent.change(shown.getByLabelText(/^Another one/), { target: { value: "llama3.2:3b" } });
  fireEvent.click(shown.getByText("Download", { selector: "form button" }));
  await shown.findByText("192.0.2.7", { selector: "code" });
  fireEvent.click(shown.getByText("Allow once"));
  await shown.findByText(/^pmm model add ollama:llama3\.2:3b --url/);
});

it("shows what Ollama has once it is asked, and takes one of it", async () => {
  const shown = await page();
  expect(shown.queryByText("granite4:micro")).toBeNull();
  fireEvent.click(shown.getByText("Look for Ollama on this device"));
  const use = await shown.findByRole("button", { name: "Use granite4:micro" });
  shown.getByText(/runs elsewhere, at ollama\.com$/);
  expect(shown.queryByRole("button", { name: /^Use gpt-oss/ })).toBeNull();
  fireEvent.click(use);
  await screen.findByText("Now speaking through granite4:micro. It is the same mind.");
  expect(mesh.models.added).toEqual(["ollama:granite4:micro"]);
});

it("names the isolated codec that speaks to a model", async () => {
  render(<App transport={mesh.transport()} />);
  within(await menu()).getByText(/through the isolated codec quiet$/);
});

it("says quietly that a model is another one than it was", async () => {
  mesh.drifted = true;
  render(<App transport={mesh.transport()} />);
  const field = await screen.findByLabelText<HTMLTextAreaElement>("Message Echo");
  fireEvent.change(field, { target: { value: "Hello" } });
  fireEvent.keyDown(field, { key: "Enter" });
  await screen.findByText("llama3.1 is not quite the model it was: its file has changed since it was last used. Echo is the same.");
});

it("shows in Why this? what the model did besides its answer", async () => {
  mesh.plainTrace = false;
  mesh.said("Look it up", true);
  mesh.said("I look.", false);
  history.replaceState(null, "", "/c/garden");
  render(<App transport={mesh.transport()} />);
  fireEvent.click(await screen.findByText("Why this?"));
  await screen.findByText("look_up and commit");
  screen.getByText("2.2 kB before the answer, not kept");
  screen.getByText("It wants a tool to be called");
  screen.getByText(/read less than all of this/);
});

it("says to the model that was picked what is said while the switch is on its way", async () => {
  let settle = () => {};
  mesh.swapping = new Promise((done) => (settle = done));
  render(<App transport={mesh.transport()} />);
  fireEvent.click(within(await menu()).getByRole("menuitemradio", { name: /^gpt-4\.1/ }));
  const field = await screen.findByLabelText<HTMLTextAreaElement>("Message Echo");
  fireEvent.change(field, { target: { value: "Hello out there" } });
  fireEvent.keyDown(field, { key: "Enter" });
  await screen.findByText("Hello out there", { selector: ".bubble" });
  expect(mesh.messages).toEqual([]);
  settle();
  await screen.findByText("Allow once");
});
