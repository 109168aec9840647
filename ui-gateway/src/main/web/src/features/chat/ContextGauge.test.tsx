import { fireEvent, render, screen, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { App } from "../../App";
import { store } from "../../common/stored";
import { FakeMesh } from "../../testing/fakeMesh";

it("tells how full the window would be, with what, and what has no room", async () => {
  const mesh = new FakeMesh();
  for (let i = 0; i < 70; i++) mesh.said(`Line ${i}`, i % 2 === 0);
  store("pmm.session", "token");
  history.replaceState(null, "", "/c/garden");
  render(<App transport={mesh.transport()} />);
  fireEvent.click(await screen.findByText("Window 61% full"));
  const gauge = await screen.findByRole("dialog", { name: "What llama3.1 would read" });
  expect(within(gauge).getByText("The newest 60 of 70 messages, word for word.")).toBeDefined();
  expect(within(gauge).getByText("10 earlier messages of this conversation have no room.")).toBeDefined();
  expect(within(gauge).getByText("From other talk").nextElementSibling?.textContent).toBe("1,400");
});

it("has the begin of a long conversation summed up, once that may leave this device", async () => {
  const mesh = new FakeMesh();
  for (let i = 0; i < 70; i++) mesh.said(`Line ${i}`, i % 2 === 0);
  mesh.modelId = "openai:gpt-4.1";
  store("pmm.session", "token");
  history.replaceState(null, "", "/c/garden");
  render(<App transport={mesh.transport()} />);
  fireEvent.click(await screen.findByText("Window 61% full"));
  fireEvent.click(await screen.findByText("Sum up the first 66 messages"));
  fireEvent.click(await screen.findByText("Allow once"));
  expect(await screen.findByText("A summary stands for the first 66 messages now.")).toBeDefined();
  expect(mesh.mind.summarized).toBe(66);
  await expect.poll(() => screen.queryByText("Sum up the first 66 messages")).toBeNull();
});
