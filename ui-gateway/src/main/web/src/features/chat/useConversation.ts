import { type InfiniteData, useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useClient } from "../../common/api";
import { keys } from "../../common/mesh";
import { ConversationService, type GetConversationResponse } from "../../gen/pmm/mind/v1/mind_pb";
import { useSession } from "../session/SessionGate";

const PAGE = 40;

/** The branch that is shown, from its end upward. */
export function useConversation(conversationId: string, ownAttemptId: string) {
  const conversations = useClient(ConversationService);
  const { ready } = useSession();
  const query = useInfiniteQuery({
    queryKey: keys.conversation(conversationId),
    queryFn: ({ pageParam, signal }) =>
      conversations.getConversation({ conversationId, pageSize: PAGE, beforeEventId: pageParam }, { signal }),
    initialPageParam: 0n,
    getNextPageParam: (last) => (last.hasMore ? last.messages[0]?.eventId : undefined),
    enabled: ready && conversationId !== "",
    // Another window is having this answered, or did until it was closed: look until that is over.
    refetchInterval: ({ state }) => (elsewhere(state.data, ownAttemptId) ? 700 : false),
  });
  const messages = useMemo(() => query.data?.pages.toReversed().flatMap((page) => page.messages) ?? [], [query.data]);
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

function elsewhere(data: InfiniteData<GetConversationResponse> | undefined, ownAttemptId: string): string {
  const attempt = data?.pages[0]?.liveAttemptId ?? "";
  return attempt === ownAttemptId ? "" : attempt;
}
