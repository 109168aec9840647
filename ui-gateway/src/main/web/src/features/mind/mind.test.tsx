import { create } from "@bufbuild/protobuf";
import { fireEvent, render, screen, within } from "@testing-library/react";
import { beforeAll, beforeEach, expect, it } from "vitest";
import { App } from "../../App";
import { store } from "../../common/stored";
import { Commitment_State, FailureSchema, Memory_State } from "../../gen/pmm/mind/v1/mind_pb";
import { Autonomy_State, ReflectedSchema, Reflected_Result } from "../../gen/pmm/mind/v1/reflection_pb";
import { FakeMesh } from "../../testing/fakeMesh";

let mesh: FakeMesh;

// They come with the screen; what loads them is no part of what is measured here.
beforeAll(() => Promise.all([import("./MindPage"), import("./EventDialog")]));

beforeEach(() => {
  mesh = new FakeMesh();
  mesh.mind.live();
  store("pmm.session", "token");
  history.replaceState(null, "", "/mind");
});

const open = () => render(<App transport={mesh.transport()} />);

/** The card under a heading; looking for it by its role takes seconds on so large a screen. */
async function part(name: string): Promise<HTMLElement> {
  return (await screen.findByText(name, { selector: "h2" })).closest("section")!;
}

it("says in plain words who it is and what the next step takes", async () => {
  open();
  expect(await screen.findByText(/83 days old, 3,281 messages, 3 things kept/)).toBeDefined();
  expect((await screen.findByText("Reflecting consistently")).closest("li")?.getAttribute("aria-current")).toBe("step");
  expect(screen.getByText(/“Keeping its word” begins when two figures hold over ten exchanges: sense of itself at 73% \(now 71%\)/)).toBeDefined();
  expect(screen.getByText("14 opened, 8 closed (73 %), 3 expired, 3 open")).toBeDefined();
  expect(await screen.findByText("promises that were kept: an event shows it, or somebody said so")).toBeDefined();
});

it("opens the event that moved a trait", async () => {
  open();
  const history = await part("How it has changed");
  expect(await within(history).findByText("0.78 ↑ 0.80")).toBeDefined();
  expect(within(history).getByText(/and 2 more/)).toBeDefined();
  fireEvent.click(within(history).getByLabelText("Event 3,101. Open"));
  const dialog = await screen.findByRole("dialog");
  expect(await within(dialog).findByText("I’m going to try the garden again this spring.")).toBeDefined();
  expect(within(dialog).getByText("Open the conversation")).toBeDefined();
});

it("says why an event cannot be opened", async () => {
  open();
  fireEvent.click(await screen.findByLabelText("Event 2,990. Open"));
  expect((await within(await screen.findByRole("dialog")).findByRole("alert")).textContent).toBe("no event 2990");
});

it("tells overdue promises from those that are not, and takes the person's word on them", async () => {
  open();
  const promises = await part("Promises");
  const overdue = (await within(promises).findByText(/^Overdue since/)).closest("li")!;
  fireEvent.click(within(overdue).getByText("It was kept"));
  await expect.poll(() => within(promises).queryByText(/^Overdue since/)).toBeNull();
  expect(mesh.mind.commitments.get("101")?.state).toBe(Commitment_State.CLOSED);
  fireEvent.click(within(promises).getByText("Waiting for you"));
  fireEvent.click(await within(promises).findByText("Confirm"));
  expect(await within(promises).findByText("Nothing waits for your word.")).toBeDefined();
  expect(mesh.mind.commitments.get("104")?.state).toBe(Commitment_State.OPEN);
});

it("corrects what is kept, and adds to it", async () => {
  open();
  const memories = await part("What it knows");
  fireEvent.click(await within(memories).findByText("Kept (3)"));
  const home = (await within(memories).findByText("I live in Porto", { selector: "li > p" })).closest("li")!;
  fireEvent.click(within(home).getByText("Correct"));
  fireEvent.change(within(home).getByLabelText("What is true"), { target: { value: "I live in Faro" } });
  fireEvent.click(within(home).getByText("Save"));
  await expect.poll(() => mesh.mind.memories.get(40n)).toMatchObject({ text: "I live in Faro", state: Memory_State.REPLACED });
  fireEvent.change(within(memories).getByLabelText("Something it should know"), { target: { value: "I am allergic to nuts" } });
  fireEvent.click(within(memories).getByText("Remember this"));
  expect(await within(memories).findByText("I am allergic to nuts")).toBeDefined();
});

it("looks back when asked, and says what came of it", async () => {
  open();
  fireEvent.click(await screen.findByText("Reflect now"));
  expect(await screen.findByText(/It looked back, and this came of it/)).toBeDefined();
  expect(screen.getByText(/I answer faster than I listen/)).toBeDefined();
});

it("asks before a reflection leaves this device, for once only", async () => {
  const failure = create(FailureSchema, { reason: "CONSENT_REQUIRED", host: "api.openai.com", purpose: "reflection", dataClasses: ["message"] });
  mesh.mind.reflected = create(ReflectedSchema, { result: Reflected_Result.FAILED, message: "No answer came", failure });
  open();
  fireEvent.click(await screen.findByText("Reflect now"));
  expect(await screen.findByText("Allow once")).toBeDefined();
  expect(screen.queryByText("Allow for this chat")).toBeNull();
  expect(screen.queryByText("No answer came")).toBeNull();
  expect(screen.queryByText("Read exactly what would be sent")).toBeNull();
  fireEvent.click(screen.getByText("Allow once"));
  expect(await screen.findByText(/nothing came of it/)).toBeDefined();
});

it("does nothing by itself until it is let, and within limits", async () => {
  open();
  const autonomy = await part("By itself");
  fireEvent.click(await within(autonomy).findByRole("switch"));
  expect(await within(autonomy).findByText("One more exchange.")).toBeDefined();
  expect(mesh.mind.autonomy.state).toBe(Autonomy_State.ON);
  fireEvent.click(within(autonomy).getByText("Pause"));
  expect(await within(autonomy).findByText("Resume")).toBeDefined();
  expect(mesh.mind.autonomy.state).toBe(Autonomy_State.PAUSED);
  fireEvent.change(within(autonomy).getByLabelText("Quiet from"), { target: { value: "22:00" } });
  expect(within(autonomy).getByText<HTMLButtonElement>("Save").disabled).toBe(true);
  fireEvent.change(within(autonomy).getByLabelText("Quiet until"), { target: { value: "07:00" } });
  fireEvent.click(within(autonomy).getByText("Save"));
  await expect.poll(() => mesh.mind.autonomy.quietHours).toBe("22:00-07:00");
});

it("says plainly what a mind without a life does not have yet", async () => {
  mesh = new FakeMesh();
  mesh.mind.itself.name = "";
  mesh.mind.itself.messageCount = 0n;
  open();
  expect(await screen.findByText("none made yet")).toBeDefined();
  expect(screen.getByText("It has no name yet; this grows once it has one.")).toBeDefined();
  expect(await screen.findByText("Nothing has moved yet.")).toBeDefined();
  expect(await screen.findByText("It has not looked back yet.")).toBeDefined();
  expect(await screen.findByText("No promise is open.")).toBeDefined();
});
