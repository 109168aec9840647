import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import { fireEvent, render, screen, within } from "@testing-library/react";
import { beforeEach, expect, it } from "vitest";
import { App } from "../../App";
import { store } from "../../common/stored";
import { Feedback } from "../../gen/pmm/mind/v1/growth_pb";
import { Commitment_State } from "../../gen/pmm/mind/v1/mind_pb";
import { FakeMesh } from "../../testing/fakeMesh";

let mesh: FakeMesh;

beforeEach(() => {
  mesh = new FakeMesh();
  store("pmm.session", "token");
});

async function judge(words: string) {
  const button = await screen.findByLabelText("What do you think of this answer?");
  fireEvent.click(button);
  fireEvent.click(await screen.findByText(words));
}

it("takes feedback on an answer and takes it back, and says what moved", async () => {
  mesh.said("Hello", true);
  const answer = mesh.said("Good morning.", false);
  history.replaceState(null, "", "/c/garden");
  render(<App transport={mesh.transport()} />);
  await judge("It was kind");
  expect(await screen.findByText("Noted. Agreeableness 0.72 → 0.73.")).toBeDefined();
  expect(mesh.mind.feedback).toEqual([{ answerEventId: answer.eventId, feedback: Feedback.KIND }]);
  fireEvent.click(screen.getByText("Take it back"));
  expect(await screen.findByText("Taken back. Agreeableness 0.73 → 0.72.")).toBeDefined();
  expect(mesh.mind.feedback).toEqual([]);
  await judge("Shorter, please");
  expect(await screen.findByText(/at most once in five exchanges/)).toBeDefined();
});

it("shows feedback that was given before the page was opened, and takes it back", async () => {
  mesh.said("Hello", true);
  const answer = mesh.said("Good morning.", false, { feedback: [Feedback.KIND] });
  mesh.mind.feedback.push({ answerEventId: answer.eventId, feedback: Feedback.KIND });
  history.replaceState(null, "", "/c/garden");
  render(<App transport={mesh.transport()} />);
  expect(await screen.findByText("It was kind")).toBeDefined();
  fireEvent.click(screen.getByText("Take it back"));
  expect(await screen.findByText("Taken back. Agreeableness 0.73 → 0.72.")).toBeDefined();
  expect(mesh.mind.feedback).toEqual([]);
});

it("marks what was said elsewhere, and asks neither for feedback on it nor why", async () => {
  mesh.said("Hello", true, { source: "chatgpt" });
  mesh.said("Good morning.", false, { source: "chatgpt", modelId: "gpt-4" });
  history.replaceState(null, "", "/c/garden");
  render(<App transport={mesh.transport()} />);
  await screen.findByText("Good morning.");
  expect(screen.getAllByText("from ChatGPT")).toHaveLength(2);
  expect(screen.getByText("ChatGPT said:")).toBeDefined();
  expect(screen.queryByText("Echo said:")).toBeNull();
  expect(screen.queryByText(/same mind/)).toBeNull();
  expect(screen.queryByText("Why this?")).toBeNull();
  expect(screen.queryByLabelText("What do you think of this answer?")).toBeNull();
});

it("shows what is due today before its time has passed", async () => {
  const end = new Date();
  end.setHours(23, 59, 59, 0);
  mesh.mind.live();
  mesh.mind.promised("104", "Ask about the exam", Commitment_State.OPEN, { dueTime: timestampFromDate(end) });
  history.replaceState(null, "", "/");
  render(<App transport={mesh.transport()} />);
  const card = await screen.findByRole("list", { name: "Due" });
  expect(within(card).getByText("“Ask about the exam”")).toBeDefined();
  expect(within(card).queryByText("“Ask how the Lisbon interview went”")).toBeNull();
});

it("shows what is due when the page opens, until it is decided", async () => {
  mesh.mind.live();
  history.replaceState(null, "", "/");
  render(<App transport={mesh.transport()} />);
  expect(await screen.findByText("“Remind you to order seed potatoes in early spring”")).toBeDefined();
  fireEvent.click(screen.getByText("It was kept"));
  await expect.poll(() => screen.queryByText("It was kept")).toBeNull();
  expect(mesh.mind.commitments.get("101")?.state).toBe(Commitment_State.CLOSED);
});
