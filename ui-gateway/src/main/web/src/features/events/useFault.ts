import { useQuery } from "@tanstack/react-query";
import { useClient } from "../../common/api";
import { keys } from "../../common/mesh";
import { LedgerService, type VerifyResult, VerifyResult_Verdict } from "../../gen/pmm/ledger/v1/ledger_pb";
import { useSession } from "../session/SessionGate";

/** Where the chain does not fit first, once there is a reason to ask: it is gone through as a whole. */
export function useFault(doubted: boolean): VerifyResult | undefined {
  const ledger = useClient(LedgerService);
  const { ready } = useSession();
  const { data } = useQuery({
    queryKey: keys.events("fault"),
    queryFn: async ({ signal }) => {
      for await (const { part } of ledger.verifyLedger({}, { signal })) if (part.case === "result") return part.value;
      return null;
    },
    enabled: ready && doubted,
    staleTime: 30_000,
  });
  return data?.verdict === VerifyResult_Verdict.BROKEN ? data : undefined;
}
