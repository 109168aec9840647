import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useClient } from "../../common/api";
import { bytes, number } from "../../common/format";
import { t } from "../../common/i18n";
import { keys } from "../../common/mesh";
import { isCancelled, sentence } from "../../common/problem";
import { openSink } from "../../common/sink";
import { Sha256 } from "../../common/sha256";
import { type Copy, LedgerService } from "../../gen/pmm/ledger/v1/ledger_pb";
import { IDLE, type LongWork } from "./ProgressLine";
import { fileName } from "./useExport";

/** What a copy must be found to be where it lies. */
interface Sent {
  name: string;
  size: number;
  sha256: string;
  copy: Copy;
}

/** A verified copy of the mind in a file of the person's choice. */
export interface Backup extends LongWork {
  start(): void;
  /** The download that only the person can show to the page; empty if there is none. */
  unseen: string;
  check(file: File): void;
}

/**
 * Saves a copy that the ledger has found whole, reads it again where it lies, and only then lets the ledger remember it:
 * what arrived is not what was kept.
 */
export function useBackup(mindName: string): Backup {
  const ledger = useClient(LedgerService);
  const queries = useQueryClient();
  const [state, setState] = useState(IDLE);
  const [sent, setSent] = useState<Sent>();
  const abort = useRef(new AbortController());
  useEffect(() => {
    abort.current = new AbortController();
    return () => abort.current.abort();
  }, []);

  async function save() {
    const name = fileName(mindName, new Date(), "db");
    const sink = await openSink(name, "application/vnd.sqlite3");
    if (!sink) return;
    setSent(undefined);
    setState({ ...IDLE, running: true });
    try {
      const came = await receive(name, (part) => sink.write(part));
      await sink.close();
      if (sink.written) await look(await sink.written(), came);
      else {
        setSent(came);
        setState({ ...IDLE, outcome: t("backup.saved", { name, size: bytes(came.size) }), calm: true });
      }
    } catch (error) {
      await sink.abort().catch(() => undefined);
      fail(error);
    }
  }

  async function receive(name: string, write: (part: Uint8Array) => Promise<void>): Promise<Sent> {
    const hash = new Sha256();
    let size = 0;
    for await (const { data, sizeBytes, copy, sha256 } of ledger.copyLedger({}, { signal: abort.current.signal })) {
      await write(data);
      hash.update(data);
      size += data.length;
      setState({ ...IDLE, running: true, done: size, total: Number(sizeBytes) });
      if (!copy) continue;
      if (hash.hex() !== sha256) break;
      return { name, size, sha256, copy };
    }
    throw new Error(t("backup.cut"));
  }

  async function look(file: File, { name, size, sha256, copy }: Sent) {
    const hash = new Sha256();
    const reader = file.stream().getReader();
    let done = 0;
    for (let part = await reader.read(); !part.done && done <= size; part = await reader.read()) {
      hash.update(part.value);
      done += part.value.length;
      setState({ ...IDLE, running: true, done, total: size });
    }
    if (hash.hex() !== sha256) throw new Error(t("backup.other", { name: file.name }));
    await ledger.noteCopy({ copy: { ...copy, path: t("backup.where", { name }) } });
    setSent(undefined);
    setState({
      ...IDLE,
      outcome: t("backup.whole", { count: Number(copy.eventCount), shown: number(copy.eventCount), name: file.name }),
      details: [t("backup.ledger"), t("backup.bytes", { size: bytes(size), sha256 }), t("backup.root", { root: copy.root })],
    });
    await queries.invalidateQueries({ queryKey: keys.ledger });
  }

  async function check(file: File, expected: Sent) {
    try {
      await look(file, expected);
    } catch (error) {
      fail(error);
    }
  }

  function fail(error: unknown) {
    if (!isCancelled(error)) setState({ ...IDLE, outcome: t("backup.failed", { problem: sentence(error) }), good: false });
  }

  return {
    ...state,
    start: () => void save(),
    unseen: state.running ? "" : (sent?.name ?? ""),
    check: (file) => void (sent && check(file, sent)),
  };
}
