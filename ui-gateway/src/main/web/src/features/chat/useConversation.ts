import { type InfiniteData, type UseInfiniteQueryResult, useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef } from "react";
import { useClient } from "../../common/api";
import { keys } from "../../common/mesh";
import { ConversationService, type GetConversationResponse, type Message } from "../../gen/pmm/mind/v1/mind_pb";
import { useSession } from "../session/SessionGate";

const PAGE = 40;

/** Pages on the way up to a message that somebody wants to see. */
const LARGE_PAGE = 200;

/** The branch that is shown, from its end upward, at least as far as the message to land at. */
export function useConversation(conversationId: string, ownAttemptId: string, landAt: bigint) {
  const conversations = useClient(ConversationService);
  const { ready } = useSession();
  const query = useInfiniteQuery({
    queryKey: keys.conversation(conversationId),
    queryFn: ({ pageParam, signal }) =>
      conversations.getConversation({ conversationId, pageSize: landAt && pageParam ? LARGE_PAGE : PAGE, beforeEventId: pageParam }, { signal }),
    initialPageParam: 0n,
    getNextPageParam: (last) => (last.hasMore ? last.messages[0]?.eventId : undefined),
    enabled: ready && conversationId !== "",
    // Another window is having this answered, or did until it was closed: look until that is over.
    refetchInterval: ({ state }) => (elsewhere(state.data, ownAttemptId) ? 700 : false),
  });
  const messages = useMemo(() => query.data?.pages.toReversed().flatMap((page) => page.messages) ?? [], [query.data]);
  useSeeking(conversationId, landAt, messages, query);
  return {
    messages,
    conversation: query.data?.pages[0]?.conversation,
    liveElsewhere: elsewhere(query.data, ownAttemptId),
    loading: query.isLoading,
    error: query.error,
    retry: () => void query.refetch(),
    hasOlder: query.hasNextPage,
    loadingOlder: query.isFetchingNextPage,
    loadOlder: () => void query.fetchNextPage({ cancelRefetch: false }),
  };
}

/** Pages up to a message; one that is on another branch has its branch shown. */
function useSeeking(conversationId: string, landAt: bigint, messages: Message[], query: Seekable): void {
  const conversations = useClient(ConversationService);
  const selected = useRef("");
  const { isSuccess, isFetching, isFetchNextPageError, hasNextPage, fetchNextPage, refetch } = query;
  useEffect(() => {
    if (!landAt || !isSuccess || isFetching || isFetchNextPageError || messages.some((message) => message.eventId === landAt)) return;
    const place = `${conversationId} ${landAt}`;
    if (hasNextPage) void fetchNextPage({ cancelRefetch: false });
    else if (selected.current !== place) {
      selected.current = place;
      // What is not there any more leaves the reader at the end of the talk.
      conversations.selectBranch({ conversationId, eventId: landAt, requestId: crypto.randomUUID() }).then(() => refetch(), () => {});
    }
  }, [conversationId, landAt, messages, isSuccess, isFetching, isFetchNextPageError, hasNextPage, fetchNextPage, refetch, conversations]);
}

type Seekable = Pick<UseInfiniteQueryResult, "isSuccess" | "isFetching" | "isFetchNextPageError" | "hasNextPage" | "fetchNextPage" | "refetch">;

function elsewhere(data: InfiniteData<GetConversationResponse> | undefined, ownAttemptId: string): string {
  const attempt = data?.pages[0]?.liveAttemptId ?? "";
  return attempt === ownAttemptId ? "" : attempt;
}
