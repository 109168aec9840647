import { useQuery } from "@tanstack/react-query";
import { useSession } from "../features/session/SessionGate";
import { LedgerService } from "../gen/pmm/ledger/v1/ledger_pb";
import { useClient } from "./api";
import { keys } from "./mesh";

// By itself: what the ledger's messages are made of is large, and the first load of the page asks it for nothing.
export function useLedgerInfo() {
  const ledger = useClient(LedgerService);
  const { ready } = useSession();
  return useQuery({ queryKey: keys.ledger, queryFn: ({ signal }) => ledger.getLedgerInfo({}, { signal }), enabled: ready }).data;
}
