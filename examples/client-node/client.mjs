// A program of your own: it leaves a note, talks, lists what happened, and follows the chain from link to link.
// It reaches only the one published port, with the token of role "other", which may read, talk and leave notes: no more.
// Usage: node client.mjs WORDS...   (the home is PMM_HOME, else ~/.pmm)
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import grpc from "@grpc/grpc-js";
import loader from "@grpc/proto-loader";

const protos = fileURLToPath(new URL("../../proto/src/main/proto", import.meta.url));
const door = join(process.env.PMM_HOME || join(homedir(), ".pmm"), "run/ui");
const read = (name) => readFileSync(join(door, name), "utf8").trim();

function client(file, service) {
  const loaded = loader.loadSync(file, { includeDirs: [protos], longs: Number, enums: String, defaults: true, oneofs: true });
  const Service = service.split(".").reduce((scope, name) => scope[name], grpc.loadPackageDefinition(loaded));
  return new Service(read("address"), grpc.credentials.createInsecure());
}

const ledger = client("pmm/ledger/v1/ledger.proto", "pmm.ledger.v1.LedgerService");
const mind = client("pmm/mind/v1/mind.proto", "pmm.mind.v1.ConversationService");
const rights = new grpc.Metadata();
rights.set("authorization", `Bearer ${read("token.other")}`);
const options = () => ({ deadline: Date.now() + 60_000 });

const ask = (target, method, request) =>
  new Promise((resolve, reject) =>
    target[method](request, rights, options(), (error, answer) => (error ? reject(error) : resolve(answer))),
  );

/** The request id makes a retry harmless: the same id is stored once. */
async function append(content) {
  const { events } = await ask(ledger, "AppendEvents", { events: [{ kind: "note", content }], requestId: randomUUID() });
  return events[0];
}

async function chat(text) {
  let answer = "";
  for await (const part of mind.converse({ requestId: randomUUID(), say: { text } }, rights, options())) answer += part.text ?? "";
  return answer;
}

async function* events() {
  let pageToken = "";
  do {
    const page = await ask(ledger, "ListEvents", { pageSize: 500, pageToken });
    yield* page.events;
    pageToken = page.nextPageToken;
  } while (pageToken);
}

const noted = await append("A note from Node");
console.log(`noted as event ${noted.eventId}, sealed ${noted.hash.slice(0, 12)}`);
console.log(await chat(process.argv.slice(2).join(" ") || "What do you remember?"));
let before = "";
const all = [];
for await (const event of events()) {
  if (event.prevHash !== before) throw new Error(`event ${event.eventId} does not follow the one before it`);
  before = event.hash;
  all.push(event);
}
for (const event of all.slice(-5)) console.log(event.eventId, event.kind, (event.content ?? "").slice(0, 60).replaceAll("\n", " "));
console.log(`${all.length} events, each follows the one before it`);
