// The page over a mesh in memory, for looking at it: `npm run dev`, then /fake.html. Not part of the build.
import "../styles/tokens.css";
import "../styles/base.css";
import "../styles/controls.css";
import { create } from "@bufbuild/protobuf";
import { createRoot } from "react-dom/client";
import { App } from "../App";
import { store } from "../common/stored";
import { FailureSchema, NoteSchema } from "../gen/pmm/mind/v1/mind_pb";
import { ReflectedSchema, Reflected_Result } from "../gen/pmm/mind/v1/reflection_pb";
import { Locality, ModelCheck_State } from "../gen/pmm/provider/v1/provider_pb";
import { FakeMesh } from "./fakeMesh";
import { importTalk } from "./fakeImported";

const options = new URLSearchParams(location.search);
const mesh = new FakeMesh();
mesh.pace = Number(options.get("pace") ?? 50);
store("pmm.session", options.has("locked") ? undefined : "token");
mesh.drifted = options.has("drift");
mesh.offline = options.has("offline");
if (options.has("nollama")) mesh.ollama = ModelCheck_State.NOT_INSTALLED;
mesh.plainTrace = !options.has("tools");
if (options.has("full")) mesh.pullFails = { reason: "NO_SPACE", message: "ollama:llama3.1:8b: It needs 2.4 GB, and 1.2 GB are free in /usr/share/ollama/.ollama/models. Make room, or choose a smaller model." };
if (options.has("cut")) mesh.imports.cutShort();
mesh.imports.talks = Number(options.get("talks") ?? 120);
if (options.has("lived")) {
  mesh.mind.live();
  mesh.mind.liveLong();
}
if (options.has("events")) mesh.ledger.grow(Number(options.get("events")));
if (options.has("torn")) mesh.ledger.tear(Number(options.get("torn")));
if (options.has("old")) mesh.earlier = Array.from({ length: 70 }, (_, at) => [`What we said about sailing and the sea, part ${at}`, at * at * 0.4 + 1]);
if (options.has("uses")) mesh.totals = [29, 28, 25, 24, 21, 17, 13].flatMap((days, at) => useOn(days, at));
mesh.copies.due = options.has("due");
if (options.has("signed")) mesh.copies.signedThrough = 3200n;
if (options.has("asks")) {
  const failure = create(FailureSchema, { reason: "CONSENT_REQUIRED", host: "api.openai.com", purpose: "reflection", dataClasses: ["message", "memory"] });
  mesh.mind.reflected = create(ReflectedSchema, { result: Reflected_Result.FAILED, message: "No answer came: api.openai.com is not allowed.", failure });
}
if (options.has("new")) Object.assign(mesh.mind.itself, { name: "", messageCount: 0n, stage: 1, traits: mesh.mind.itself.traits.map((trait) => ({ ...trait, score: 0.5 })) });
if (options.has("garden")) {
  mesh.said("I’m going to try the garden again this spring. Where did we leave off?", true, { createTime: undefined! });
  mesh.messages[0]!.createTime = mesh.said("", false).createTime!;
  mesh.messages.pop();
  const answer = mesh.said(mesh.answer, false, { driftEventId: mesh.drifted ? 1n : 0n });
  answer.notes = [
    create(NoteSchema, { eventId: 1n, kind: "commitment_closed", text: "Remind you to order seed potatoes in early spring" }),
    create(NoteSchema, { eventId: 2n, kind: "memory_kept", text: "You have a bad back" }),
  ];
  if (options.has("cards")) {
    mesh.messages[0]!.notes = [create(NoteSchema, { eventId: mesh.messages[0]!.eventId, kind: "forget_asked" })];
    answer.notes.push(
      create(NoteSchema, { eventId: 104n, kind: "commitment_proposed", text: mesh.mind.commitments.get("104")!.text }),
      create(NoteSchema, { eventId: 50n, kind: "memory_proposed", text: mesh.mind.memories.get(50n)!.text }),
    );
  }
  answer.siblingEventIds = [1n, answer.eventId];
  history.replaceState(null, "", "/c/garden");
}
if (options.has("imported")) {
  importTalk(mesh);
  history.replaceState(null, "", "/c/garden");
}
if (options.has("long")) for (let i = 0; i < 300; i++) mesh.said(`Message ${i}`, i % 2 === 0);
Object.assign(window, { mesh });

/** Some days of uses elsewhere. */
function useOn(daysAgo: number, at: number) {
  const day = new Intl.DateTimeFormat("sv").format(new Date(Date.now() - daysAgo * 86_400_000));
  const total = { day, locality: Locality.REMOTE, sentBytes: 5120n, receivedBytes: 20_480n };
  return [
    { ...total, host: "api.openai.com:443", calls: 2 + ((at * 5) % 7), refused: at % 2 },
    { ...total, host: "api.anthropic.com:443", calls: at % 3 },
  ];
}
createRoot(document.getElementById("root")!).render(<App transport={mesh.transport()} />);
