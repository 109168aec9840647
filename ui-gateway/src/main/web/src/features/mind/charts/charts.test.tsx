import { fireEvent, render, screen, within } from "@testing-library/react";
import { beforeAll, beforeEach, expect, it } from "vitest";
import { App } from "../../../App";
import { store } from "../../../common/stored";
import { Step_Figure } from "../../../gen/pmm/mind/v1/growth_pb";
import { FakeMesh } from "../../../testing/fakeMesh";

let mesh: FakeMesh;

beforeAll(() => Promise.all([import("../MindPage"), import("./Charts"), import("../EventDialog")]));

beforeEach(() => {
  mesh = new FakeMesh();
  mesh.mind.live();
  mesh.mind.liveLong();
  store("pmm.session", "token");
  history.replaceState(null, "", "/mind");
});

async function chart(name: string) {
  render(<App transport={mesh.transport()} />);
  return within((await screen.findByText(name, { selector: "h2" })).closest("section")!);
}

it("tells of each bend what moved the trait, and opens the events behind it", async () => {
  const traits = await chart("How its character moved");
  expect(traits.getByText(/^Openness moved most: from 0\.\d\d to 0\.80 since it began/)).toBeDefined();
  expect(traits.getByText("Conscientiousness 0.58", { selector: "text" })).toBeDefined();
  expect(await traits.findByText("Switched to granite4:micro", { selector: "text" })).toBeDefined();
  expect(traits.getByText("Openness rose from 0.78 to 0.80.")).toBeDefined();
  fireEvent.click(traits.getByLabelText("The change before"));
  expect(traits.getByText("Agreeableness rose from 0.71 to 0.72.")).toBeDefined();
  fireEvent.click(traits.getByLabelText("The next change"));
  fireEvent.click(traits.getByLabelText("Event 3,101. Open"));
  expect(await within(await screen.findByRole("dialog")).findByText("I’m going to try the garden again this spring.")).toBeDefined();
});

it("says the same in a table, with the changes of model among the steps", async () => {
  const traits = await chart("How its character moved");
  fireEvent.click(traits.getByText("Show as table"));
  const rows = traits.getAllByRole("row").map((row) => row.textContent);
  expect(rows[0]).toBe("WhenWhatWhyEvents");
  expect(rows).toHaveLength(1 + 41 + 2);
  expect(rows[1]).toContain("Openness rose from 0.78 to 0.80.It proposed so when it looked back.because of 3 events: #3,101#3,104#3,120");
  expect(rows.some((row) => row?.includes("Switched to granite4:micro"))).toBe(true);
  expect(traits.queryByRole("img")).toBeNull();
});

it("draws how it grew over the bands of the stages", async () => {
  const growth = await chart("How it grew");
  expect(growth.getByText(/^Sense of itself is at 71%, growing at 46%; .* It reached “Reflecting consistently” · /)).toBeDefined();
  expect(growth.getAllByRole("img")).toHaveLength(2);
  expect(growth.getAllByText("Reflecting consistently", { selector: ".band.now text" })).toHaveLength(2);
  fireEvent.click(growth.getByText("Show as table"));
  expect(growth.getByText("Growing rose from 34.7% to 46.2%.")).toBeDefined();
  expect(growth.getByText("The newest 100 are listed here.")).toBeDefined();
});

it("says when a long life was thinned, over the picture and over the table, and begins at its first step", async () => {
  const whole = mesh.mind.steps.filter(({ figure }) => figure === Step_Figure.IAS || figure === Step_Figure.GAS || figure === Step_Figure.STAGE).length;
  mesh.mind.thinning = 4;
  const growth = await chart("How it grew");
  const said = growth.getByText(/changes \d+ are drawn/).textContent!;
  expect(said).toMatch(new RegExp(`^Of ${whole} changes 6\\d are drawn: the first and the last`));
  fireEvent.click(growth.getByText("Show as table"));
  expect(growth.getByText(said)).toBeDefined();
});

it("says nothing of thinning where every step is drawn", async () => {
  const growth = await chart("How it grew");
  expect(growth.queryByText(/are drawn/)).toBeNull();
});

it("shows how long each promise stood and how it ended", async () => {
  const promises = await chart("Its promises over time");
  expect(promises.getByText(/^13 promises since .*: 7 kept, 3 let go, 3 open\.$/)).toBeDefined();
  const kept = promises.getByText("Remind you to water the beans").closest("li")!;
  expect(within(kept).getByText("Kept")).toBeDefined();
  expect(kept.querySelector<HTMLElement>(".life > .kept")!.style.width).not.toBe("1.5%");
  expect(promises.queryByText("Keep the list of books")).toBeNull();
  fireEvent.click(promises.getByText("Show more"));
  expect(promises.getByText("Keep the list of books")).toBeDefined();
});

it("counts the days on which it looked back", async () => {
  const rhythm = await chart("When it looked back");
  expect(rhythm.getByText(/^It looked back \d+ times on \d+ days of the last half year/)).toBeDefined();
  fireEvent.click(rhythm.getByText("Show as table"));
  expect(rhythm.getAllByText("The garden matters to you more than the harvest.").length).toBeGreaterThan(20);
});

it("waits until there is something to draw", async () => {
  mesh.mind.itself.throughEventId = 7n;
  const waiting = await chart("Over time");
  expect(waiting.getByText("The charts wait for 20 events; 7 have happened so far.")).toBeDefined();
  expect(screen.queryByText("How it grew")).toBeNull();
});
