import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useClient } from "../../common/api";
import { useSettled } from "../../common/useSettled";
import { SearchService } from "../../gen/pmm/mind/v1/search_pb";
import { useSession } from "../session/SessionGate";

/** Nobody reads an answer to half a word. */
const PAUSE_MS = 150;
const PAGE = 50;

/** What is found for the words typed so far. Of several answers under way the last one asked for is shown. */
export function useSearch(typed: string) {
  const searches = useClient(SearchService);
  const { ready } = useSession();
  const text = useSettled(typed.trimStart(), PAUSE_MS);
  const asks = isTelling(text);
  const query = useQuery({
    queryKey: ["search", text],
    queryFn: ({ signal }) => searches.search({ text, typing: true, pageSize: PAGE }, { signal }),
    enabled: ready && asks,
    placeholderData: keepPreviousData,
  });
  const waiting = isTelling(typed) && (typed.trimStart() !== text || query.isFetching);
  return { found: asks ? query.data : undefined, error: asks ? query.error : null, waiting };
}

/** One letter says nothing yet, but one ideograph does. */
function isTelling(text: string): boolean {
  const words = text.trim();
  return words.length > 1 || words > "\u0e00";
}
