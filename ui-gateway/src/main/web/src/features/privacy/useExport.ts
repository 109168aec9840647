import { useEffect, useRef, useState } from "react";
import { useClient } from "../../common/api";
import { bytes, number } from "../../common/format";
import { t } from "../../common/i18n";
import { isCancelled, sentence } from "../../common/problem";
import { openSink } from "../../common/sink";
import { LedgerService } from "../../gen/pmm/ledger/v1/ledger_pb";
import { IDLE, type LongWork } from "./ProgressLine";

/** Writes the whole ledger as JSON lines to a file of the person's choice. */
export function useExport(mindName: string): LongWork & { start(): void } {
  const ledger = useClient(LedgerService);
  const [state, setState] = useState(IDLE);
  const abort = useRef(new AbortController());
  useEffect(() => {
    abort.current = new AbortController();
    return () => abort.current.abort();
  }, []);

  async function save() {
    const sink = await openSink(fileName(mindName, new Date(), "jsonl"));
    if (!sink) return;
    setState({ ...IDLE, running: true });
    let size = 0;
    let events = 0n;
    try {
      for await (const { jsonl, eventCount, totalEventCount } of ledger.exportLedger({}, { signal: abort.current.signal })) {
        await sink.write(jsonl);
        size += jsonl.length;
        events = eventCount;
        setState({ ...IDLE, running: true, done: Number(eventCount), total: Number(totalEventCount) });
      }
      await sink.close();
      setState({ ...IDLE, outcome: t(sink.written ? "export.done" : "export.handed", { count: Number(events), shown: number(events), size: bytes(size) }) });
    } catch (error) {
      await sink.abort();
      if (!isCancelled(error)) setState({ ...IDLE, outcome: t("export.failed", { problem: sentence(error) }), good: false });
    }
  }
  return { ...state, start: () => void save() };
}

/** "echo-2026-11-22.jsonl" */
export function fileName(mindName: string, now: Date, ending: string): string {
  const name = mindName.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "") || "mind";
  const two = (value: number) => String(value).padStart(2, "0");
  return `${name}-${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}.${ending}`;
}
