import { create } from "@bufbuild/protobuf";
import { fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, it } from "vitest";
import { App } from "../../App";
import { store } from "../../common/stored";
import { EventSchema } from "../../gen/pmm/ledger/v1/ledger_pb";
import { Locality, ModelCheck_State, ModelSchema } from "../../gen/pmm/provider/v1/provider_pb";
import { FakeMesh } from "../../testing/fakeMesh";
import { REMOTE } from "../../testing/fakeModels";
import { speedOf } from "./facts";
import { stateOf } from "./state";

let mesh: FakeMesh;

beforeEach(() => {
  mesh = new FakeMesh();
  mesh.answer = "Raised beds are a good idea.";
  store("pmm.session", "token");
  history.replaceState(null, "", "/models");
});

async function open() {
  render(<App transport={mesh.transport()} />);
  return within((await screen.findByRole("heading", { name: "In use now" })).closest("section")!);
}

async function act(model: string, name: string) {
  fireEvent.click(await screen.findByRole("button", { name: `What to do with ${model}` }));
  fireEvent.click(within(await screen.findByRole("menu")).getByText(name));
  return within(await screen.findByRole("group", { name: model }));
}

async function confirm(name = "Echo") {
  const dialog = within(await screen.findByRole("alertdialog"));
  fireEvent.change(dialog.getByRole("textbox"), { target: { value: name } });
  fireEvent.click(dialog.getByText("Confirm"));
  await waitFor(() => expect(screen.queryByRole("alertdialog")).toBeNull());
}

it("says where the model in use runs, what it needs, how quick it was, and since when", async () => {
  mesh.mind.live();
  const card = await open();
  card.getByText("llama3.1");
  card.getByText("On this device, run by Ollama. What you say to it stays here.");
  await card.findByText("Ready");
  await card.findByText("About 4.9 GB");
  await card.findByText("22 words a second, in its last 3 answers");
  card.getByText("46e0 c10c");
});

it("switches in one click, says that it is the same mind, and goes back", async () => {
  const card = await open();
  fireEvent.click(await screen.findByRole("button", { name: "Use Built-in voice" }));
  await card.findByText("Now speaking through Built-in voice. It is the same mind.");
  expect(mesh.modelId).toBe("builtin:voice");
  fireEvent.click(card.getByText("Go back to llama3.1"));
  await waitFor(() => expect(mesh.modelId).toBe("ollama:llama3.1"));
});

it("greys what is elsewhere while offline, and says why", async () => {
  mesh.offline = true;
  await open();
  expect(screen.getAllByText("Off while offline")).toHaveLength(2);
  expect(screen.getByRole<HTMLButtonElement>("button", { name: "Use gpt-4.1" }).disabled).toBe(true);
  screen.getByText(/^Offline mode is on: nothing may leave this device/);
});

it("says of a model on this device that it is not reachable, and what to do", async () => {
  mesh.models.found = ModelCheck_State.NOT_RUNNING;
  mesh.models.foundMessage = "Ollama does not run. Start it with: ollama serve";
  await open();
  await screen.findAllByText("Not reachable");
  screen.getByText("Ollama does not run. Start it with: ollama serve");
});

it("knows a missing key without asking anyone", () => {
  const model = create(ModelSchema, { modelId: "openai:x", locality: Locality.REMOTE, url: "https://api.openai.com/v1" });
  expect(stateOf(model, false)).toMatchObject({ tone: "bad", word: "state.keyless" });
  model.keyHint = "9f3c";
  expect(stateOf(model, false)).toMatchObject({ tone: "open", word: "state.asks" });
  expect(stateOf(model, true)).toMatchObject({ tone: "off", word: "state.off" });
});

it("takes the speed of a model from its own answers alone", () => {
  const answer = (modelId: string, words: number, elapsed: number) =>
    create(EventSchema, { content: "word ".repeat(words), metaJson: JSON.stringify({ model_id: modelId, elapsed_ms: elapsed, first_token_ms: 1000 }) });
  expect(speedOf("a", [answer("a", 20, 3000), answer("b", 500, 2000), answer("a", 20, 3000), answer("a", 90, 0)])).toEqual({ wordsPerSecond: 10, answers: 2 });
  expect(speedOf("a", [answer("a", 5, 3000)])).toBeUndefined();
});

it("tests a model elsewhere only once it is allowed, for this once", async () => {
  await open();
  const panel = await act("gpt-4.1", "Test it");
  await panel.findByText("api.openai.com");
  fireEvent.click(panel.getByText("Allow once"));
  await panel.findByText("It answered in 1.2 s: “Hello, good to meet you.”");
  await waitFor(() => expect(screen.getAllByText("Ready")).toHaveLength(4));
  fireEvent.click(panel.getByText("Test again"));
  await panel.findByText("Allow once");
});

it("adds a model of a provider after a confirmation, and shows of its key the end alone", async () => {
  await open();
  fireEvent.click(screen.getByText("Add one…"));
  screen.getByText(/^Kept in a file of its own that only your account can read/);
  fireEvent.click(screen.getByLabelText("Anthropic"));
  fireEvent.change(screen.getByLabelText("The model’s name there"), { target: { value: "claude-sonnet-4-5" } });
  fireEvent.change(screen.getByLabelText(/^Key/), { target: { value: "sk-ant-0123456789abcd" } });
  fireEvent.click(screen.getByText("Add it"));
  await confirm();
  await screen.findByText(/key ….?abcd/);
  expect(mesh.models.get("anthropic:claude-sonnet-4-5")).toMatchObject({ url: "https://api.anthropic.com", locality: Locality.REMOTE });
});

it("adds a program at this device's own address without sending anything anywhere", async () => {
  await open();
  fireEvent.click(screen.getByText("Add one…"));
  fireEvent.click(screen.getByLabelText("Another address"));
  fireEvent.change(screen.getByLabelText("Its address"), { target: { value: "http://127.0.0.1:8081/v1" } });
  fireEvent.change(screen.getByLabelText("The model’s name there"), { target: { value: "phi" } });
  screen.getByText(/^This address is on this device/);
  fireEvent.click(screen.getByText("Add it"));
  await screen.findByText(/^phi is added/);
  expect(mesh.models.get("local:phi")?.locality).toBe(Locality.DECLARED);
});

it("replaces a key, and removes it", async () => {
  await open();
  const panel = await act("gpt-4.1", "Replace the key…");
  fireEvent.change(panel.getByLabelText(/^Key/), { target: { value: "sk-new-4242" } });
  fireEvent.click(panel.getByText("Save"));
  await confirm();
  await screen.findByText(/key ….?4242/);
  expect(mesh.models.get(REMOTE)?.url).toBe("https://api.openai.com/v1");
  fireEvent.click((await act("gpt-4.1", "Remove the key…")).getByRole("button", { name: "Remove the key…" }));
  await confirm();
  await screen.findByText("Key missing");
});

it("says what goes with a model before it goes, and keeps the one in use", async () => {
  await open();
  (await act("llama3.1", "Remove it…")).getByText("It is in use now. Choose another model first.");
  const panel = await act("gpt-4.1", "Remove it…");
  panel.getByText(/its key ….?9f3c is removed from its file/);
  fireEvent.click(panel.getByText("Remove gpt-4.1"));
  await waitFor(() => expect(screen.queryByRole("button", { name: "Use gpt-4.1" })).toBeNull());
  expect(mesh.models.get(REMOTE)).toBeUndefined();
});

it("checks that the mind is still itself after a switch, and goes back where it drifted", async () => {
  mesh.models.drift = -333;
  const card = await open();
  fireEvent.click(card.getByText("Check that it is still itself"));
  await card.findByText("Asked for the first time.");
  card.getByText("You live in Porto.");
  fireEvent.click(await screen.findByRole("button", { name: "Use gpt-4.1" }));
  await card.findByText(/^Now speaking through gpt-4\.1/);
  fireEvent.click(card.getByText("Check that it is still itself"));
  fireEvent.click(await card.findByText("Allow for this check"));
  await card.findByText("Drifted.");
  card.getByText("no · 100 points less than before");
  fireEvent.click(card.getAllByText("Go back to llama3.1").at(-1)!);
  await waitFor(() => expect(mesh.modelId).toBe("ollama:llama3.1"));
});

it("compares two models side by side and keeps nothing; what leaves is asked for", async () => {
  await open();
  const card = within(screen.getByRole("heading", { name: "Compare two models on one question" }).closest("section")!);
  fireEvent.change(card.getByLabelText("The other"), { target: { value: REMOTE } });
  fireEvent.change(card.getByLabelText("Question"), { target: { value: "Should I do raised beds?" } });
  fireEvent.click(card.getByText("Ask both"));
  const here = within(await card.findByRole("group", { name: "llama3.1" }));
  await here.findByText(/^4\.2 s in all · first word after 900 ms · [\d.]+ words a second · 64 tokens$/);
  const there = within(card.getByRole("group", { name: "gpt-4.1" }));
  fireEvent.change(card.getByLabelText("Question"), { target: { value: "Something else" } });
  fireEvent.click(await there.findByText("Allow once"));
  await there.findByText(/says: Raised beds/);
  expect(mesh.models.compared).toEqual(["ollama:llama3.1", REMOTE]);
  const [shown, sent] = mesh.models.askTimes;
  expect(shown).toBeDefined();
  expect(sent).toEqual(shown);
  expect(mesh.messages).toEqual([]);
  expect(mesh.modelId).toBe("ollama:llama3.1");
});
