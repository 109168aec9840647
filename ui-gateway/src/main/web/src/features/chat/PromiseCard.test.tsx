import { create } from "@bufbuild/protobuf";
import { fireEvent, render, screen } from "@testing-library/react";
import { beforeEach, expect, it } from "vitest";
import { App } from "../../App";
import { store } from "../../common/stored";
import { CommitmentSchema, Commitment_State, NoteSchema } from "../../gen/pmm/mind/v1/mind_pb";
import { FakeMesh } from "../../testing/fakeMesh";

let mesh: FakeMesh;

beforeEach(() => {
  mesh = new FakeMesh();
  store("pmm.session", "token");
  history.replaceState(null, "", "/c/garden");
  mesh.said("My exam is on Thursday", true);
  const answer = mesh.said("I'll ask on Friday.", false);
  answer.notes = [create(NoteSchema, { eventId: 50n, kind: "commitment_proposed", text: "I'll ask on Friday." })];
  mesh.mind.commitments.set("50", create(CommitmentSchema, { commitmentId: "50", text: "I'll ask on Friday.", state: Commitment_State.PROPOSED }));
});

const open = () => render(<App transport={mesh.transport()} />);

it("makes a promise of what is confirmed", async () => {
  open();
  fireEvent.click(await screen.findByText("Confirm"));
  expect(await screen.findByText("Promise made")).toBeDefined();
  expect(mesh.mind.commitments.get("50")?.state).toBe(Commitment_State.OPEN);
  expect(screen.queryByText("Confirm")).toBeNull();
});

it("lets go of what is none", async () => {
  open();
  fireEvent.click(await screen.findByText("No"));
  expect(await screen.findByText("Not a promise")).toBeDefined();
  expect(mesh.mind.commitments.get("50")?.state).toBe(Commitment_State.REJECTED);
});

it("says why it could not be decided", async () => {
  open();
  const confirm = await screen.findByText("Confirm");
  mesh.mind.commitments.delete("50");
  fireEvent.click(confirm);
  expect((await screen.findByRole("alert")).textContent).toContain("no promise");
});
