import type { Event } from "../gen/pmm/ledger/v1/ledger_pb";
import { Sha256 } from "./sha256";

/** How an event stands to its own hash, and to the event before it. */
export type Seal = "whole" | "broken" | "forgotten";

const text = new TextEncoder();

/** The hash that the file format (docs/file-format.md, "The seal") gives an event; nothing where words that it needs were forgotten. */
export function hashOf(event: Event): string | undefined {
  if (event.contentForgotten || event.metaForgotten) return undefined;
  const { createTime } = event;
  const milliseconds = (createTime?.seconds ?? 0n) * 1000n + BigInt(Math.round((createTime?.nanos ?? 0) / 1e6));
  const lines = [
    "pmm/event/1",
    event.eventId,
    milliseconds,
    event.kind,
    commitment("pmm/content/1\n", event.contentSalt, event.content),
    commitment("pmm/meta/1\n", event.metaSalt, event.metaJson),
    event.prevHash || "-",
  ];
  return new Sha256().update(text.encode(`${lines.join("\n")}\n`)).hex();
}

function commitment(what: string, salt: Uint8Array | undefined, value: string | undefined): string {
  if (value === undefined) return "-";
  return new Sha256()
    .update(text.encode(what))
    .update(salt ?? new Uint8Array())
    .update(text.encode(value))
    .hex();
}

/** Whether an event gives its own hash, and names that of the event before it, where that one is known. */
export function sealOf(event: Event, before: Event | undefined): Seal {
  const hash = hashOf(event);
  if (hash !== undefined && hash !== event.hash) return "broken";
  if (before && before.hash !== event.prevHash) return "broken";
  return hash === undefined ? "forgotten" : "whole";
}
