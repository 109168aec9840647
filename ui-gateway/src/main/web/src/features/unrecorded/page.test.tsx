import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import { beforeEach, expect, it } from "vitest";
import { App } from "../../App";
import { store } from "../../common/stored";
import { FakeMesh } from "../../testing/fakeMesh";
import { REMOTE } from "../../testing/fakeModels";

let mesh: FakeMesh;

beforeEach(() => {
  mesh = new FakeMesh();
  mesh.answer = "Between us.";
  store("pmm.session", "token");
  history.replaceState(null, "", "/");
});

async function say(text: string) {
  fireEvent.change(await screen.findByRole("textbox"), { target: { value: text } });
  fireEvent.click(screen.getByRole("button", { name: "Send" }));
}

it("keeps talk off the record on the page alone, and gives it back with the next message", async () => {
  render(<App transport={mesh.transport()} />);
  fireEvent.click(await screen.findByText("Talk off the record"));
  await screen.findByText("Nothing said here is kept.", { selector: "b" });
  await say("I am tired");
  await screen.findByText("Between us.");
  await say("Why?");
  await waitFor(() => expect(screen.getAllByText("Between us.")).toHaveLength(2));
  expect(mesh.unrecorded.asked.at(-1)!.offRecordTurns.map((turn) => turn.text)).toEqual(["I am tired", "Between us."]);
  expect(mesh.messages).toEqual([]);
  fireEvent.click(screen.getByText("End it"));
  fireEvent.click(await screen.findByText("Talk off the record"));
  await screen.findByText("Say what should stay between you.");
});

it("asks before such words leave, and sends the very ones that were shown", async () => {
  mesh.modelId = REMOTE;
  history.replaceState(null, "", "/unrecorded");
  render(<App transport={mesh.transport()} />);
  await say("I am tired");
  fireEvent.click(await screen.findByText("Allow once"));
  await screen.findByText("Between us.");
  const [shown, sent] = mesh.unrecorded.asked;
  expect(sent!.askTime).toEqual(shown!.askTime);
  expect(sent!.requestId).not.toBe(shown!.requestId);
});

it("says of a lost connection no more than that, as nothing of it is kept, and asks again", async () => {
  mesh.unrecorded.lost = true;
  history.replaceState(null, "", "/unrecorded");
  render(<App transport={mesh.transport()} />);
  await say("I am tired");
  await screen.findByText("The connection was lost.");
  mesh.unrecorded.lost = false;
  fireEvent.click(screen.getByText("Send again"));
  await screen.findByText("Between us.");
});
