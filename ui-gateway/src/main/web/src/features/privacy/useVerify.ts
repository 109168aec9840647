import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useClient } from "../../common/api";
import { number, shortHash } from "../../common/format";
import { t } from "../../common/i18n";
import { isCancelled, sentence } from "../../common/problem";
import { LedgerService, type VerifyResult, VerifyResult_Verdict } from "../../gen/pmm/ledger/v1/ledger_pb";
import { IDLE, type LongWork } from "./ProgressLine";
import "./words";

/** Recomputes the whole chain, with progress. */
export function useVerify(): LongWork & { start(): void } {
  const ledger = useClient(LedgerService);
  const queries = useQueryClient();
  const [state, setState] = useState(IDLE);
  const abort = useRef(new AbortController());
  useEffect(() => {
    abort.current = new AbortController();
    return () => abort.current.abort();
  }, []);

  async function verify() {
    setState({ ...IDLE, running: true });
    try {
      for await (const { part } of ledger.verifyLedger({}, { signal: abort.current.signal })) {
        if (part.case === "progress") {
          setState({ ...IDLE, running: true, done: Number(part.value.checkedCount), total: Number(part.value.eventCount) });
        } else if (part.case === "result") {
          setState(verdict(part.value));
        }
      }
      await queries.invalidateQueries({ queryKey: ["ledger"] });
    } catch (error) {
      if (!isCancelled(error)) setState({ ...IDLE, outcome: sentence(error), good: false });
    }
  }
  return { ...state, start: () => void verify() };
}

export function verdict(result: VerifyResult): LongWork {
  const base = { ...IDLE, details: result.notes };
  switch (result.verdict) {
    case VerifyResult_Verdict.WHOLE:
      return { ...base, outcome: t("verify.whole", { count: Number(result.checkedCount), shown: number(result.checkedCount), head: shortHash(result.headHash) }) };
    case VerifyResult_Verdict.BROKEN:
      return {
        ...base,
        good: false,
        outcome: t("verify.broken", {
          event: number(result.fault?.eventId ?? 0n),
          fault: result.fault?.message ?? "",
          intact: number(result.intactThroughEventId),
        }),
      };
    default:
      return { ...base, good: false, outcome: t("verify.unknown", { fault: result.fault?.message ?? "" }) };
  }
}
