// A program of the person's own, in Node, with the token of role "other": it appends a note, lists, and talks.
// Usage: client.mjs PROTO_FOLDER LEDGER_ADDRESS LEDGER_TOKEN_FILE MIND_ADDRESS MIND_TOKEN_FILE
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import grpc from "@grpc/grpc-js";
import loader from "@grpc/proto-loader";

const [protos, ledgerAddress, ledgerToken, mindAddress, mindToken] = process.argv.slice(2);

function client(file, service, address) {
  const loaded = grpc.loadPackageDefinition(
    loader.loadSync(file, { includeDirs: [protos], longs: Number, enums: String, oneofs: true }),
  );
  const Service = service.split(".").reduce((scope, name) => scope[name], loaded);
  return new Service(address, grpc.credentials.createInsecure());
}

function bearer(token) {
  const metadata = new grpc.Metadata();
  metadata.set("authorization", `Bearer ${token}`);
  return metadata;
}

const fromFile = (path) => bearer(readFileSync(path, "ascii").trim());
const options = () => ({ deadline: Date.now() + 60_000 });
const unary = (target, method, request, metadata) =>
  new Promise((resolve, reject) =>
    target[method](request, metadata, options(), (error, answer) => (error ? reject(error) : resolve(answer))),
  );
async function all(stream) {
  const parts = [];
  for await (const part of stream) parts.push(part);
  return parts;
}
const codeOf = (promise) => promise.then(() => grpc.status.OK, (error) => error.code);

function check(name, holds) {
  console.log(`${holds ? "ok   " : "FAIL "}${name}`);
  if (!holds) process.exit(1);
}

const ledger = client("pmm/ledger/v1/ledger.proto", "pmm.ledger.v1.LedgerService", ledgerAddress);
const mind = client("pmm/mind/v1/mind.proto", "pmm.mind.v1.ConversationService", mindAddress);
const metadata = fromFile(ledgerToken);
const text = `A note from Node ${randomUUID()}`;
const append = (kind) =>
  unary(ledger, "AppendEvents", { events: [{ kind, content: text }], requestId: randomUUID() }, metadata);

const stored = (await append("note")).events[0];
check("a note is appended and returned as stored", stored.content === text && stored.hash.length === 64);
for (const kind of ["assistant_message", "network_attempt", "no_such_kind"]) {
  const code = await codeOf(append(kind));
  check(`kind ${kind} is refused`, code === grpc.status.PERMISSION_DENIED || code === grpc.status.INVALID_ARGUMENT);
}
const page = await unary(ledger, "ListEvents", { kinds: ["note"], order: "ORDER_NEWEST_FIRST" }, metadata);
check("the note is listed first", page.events[0].eventId === stored.eventId);
check(
  "exporting is refused",
  (await codeOf(all(ledger.exportLedger({}, metadata, options())))) === grpc.status.PERMISSION_DENIED,
);
const parts = await all(
  mind.converse(
    { requestId: randomUUID(), say: { text: "What is the name of my cat?" } }, fromFile(mindToken), options()),
);
check(
  "the mind answers a message",
  parts[0].part === "started" &&
    parts.at(-1).finished?.outcome === "OUTCOME_ANSWERED" &&
    parts.some((part) => part.part === "text"),
);
check(
  "a wrong token is refused",
  (await codeOf(unary(ledger, "GetLedgerInfo", {}, bearer("nonsense")))) === grpc.status.UNAUTHENTICATED,
);
